package tensorfile

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/atomicfile"
	"gosnn/snn/internal/regular"
	"gosnn/snn/tensormem"
)

// WriteNpy writes a tensor of any shape to a .npy file, which numpy.load reads. The file is whole or not there; one
// that was there before is replaced.
func WriteNpy(path string, x *ts.Tensor) error {
	if err := checkNpy(x); err != nil {
		return fmt.Errorf("tensorfile.WriteNpy: %w", err)
	}
	if err := atomicfile.Create(path, 0o644, func(w io.Writer) error { return writeNpy(w, x) }); err != nil {
		return fmt.Errorf("tensorfile.WriteNpy: %w", err)
	}
	return nil
}

// ReadNpy reads a .npy file, as numpy.save writes it: C or Fortran order, either byte order. The caller owns the tensor. uint16 becomes
// int32, and uint32 and uint64 int64. An [ErrDType] says what is in a file of something else than numbers, and what to do; an [ErrMany] that
// there are more arrays in it.
func ReadNpy(path string) (x *ts.Tensor, err error) {
	f, size, err := regular.Open(path)
	if err != nil {
		return nil, fmt.Errorf("tensorfile.ReadNpy: %w", err)
	}
	defer f.Close()
	if x, err = readNpy(f, size); err != nil {
		return nil, fmt.Errorf("tensorfile.ReadNpy: %s: %w", path, err)
	}
	return x, nil
}

// checkNpy returns an error if a tensor cannot be written, before a file is made.
func checkNpy(x *ts.Tensor) error {
	info, err := tensormem.Storable(x)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTensor, err)
	}
	_, err = formatNpyHeader(info.DType, info.Shape)
	return err
}

func writeNpy(w io.Writer, x *ts.Tensor) error {
	info, err := tensormem.Storable(x)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrTensor, err)
	}
	header, err := formatNpyHeader(info.DType, info.Shape)
	if err != nil {
		return err
	}
	if _, err := w.Write(header); err != nil {
		return err
	}
	return writeElements(w, x)
}

func writeElements(w io.Writer, x *ts.Tensor) error {
	err := tensormem.Read(x, func(elements []byte) error {
		_, err := w.Write(elements)
		return err
	})
	if errors.Is(err, tensormem.ErrMemory) {
		return fmt.Errorf("%w: %w", ErrTensor, err)
	}
	return err
}

// readNpy reads an array of which the file has size bytes, header included.
func readNpy(r io.Reader, size int64) (*ts.Tensor, error) {
	count := &counter{r: r}
	h, err := readNpyHeader(count)
	if err != nil {
		return nil, err
	}
	want, err := tensormem.Size(h.shape, h.dtype) // as many bytes as in the file
	if err != nil {
		return nil, damaged("%v", err)
	}
	if have := size - count.n; have != want {
		if have > want && another(r, want) {
			return nil, fmt.Errorf("%w: in Python save each in a file of its own, or all by numpy.savez", ErrMany)
		}
		return nil, damaged("%d bytes of elements, want %d", have, want)
	}
	shape := slices.Clone(h.shape)
	if h.fortran {
		slices.Reverse(shape)
	}
	x, err := tensormem.Fill(shape, h.wide, func(memory []byte) error {
		elements := memory[len(memory)-int(want):]
		if _, err := io.ReadFull(r, elements); err != nil {
			return damaged("the elements end early")
		}
		if h.swapped {
			swapBytes(elements, h.dtype)
		}
		switch {
		case h.dtype == gotch.Bool:
			return checkBools(elements)
		case h.size > 0:
			return widen(memory, h.size)
		}
		return nil
	})
	if err != nil || !h.fortran || len(shape) < 2 {
		return x, err
	}
	defer x.MustDrop()
	return transposed(x)
}

// another reports whether another array begins behind the n bytes of elements of one.
func another(r io.Reader, n int64) bool {
	next := make([]byte, len(npyMagic))
	if _, err := io.CopyN(io.Discard, r, n); err != nil {
		return false
	}
	_, err := io.ReadFull(r, next)
	return err == nil && string(next) == npyMagic
}

// checkBools refuses bytes that are neither 0 nor 1, which libtorch must not be given.
func checkBools(elements []byte) error {
	for i, b := range elements {
		if b > 1 {
			return damaged("element %d is %d, want a bool", i, b)
		}
	}
	return nil
}

// swapBytes changes the byte order of numbers; a complex one has two.
func swapBytes(elements []byte, dtype gotch.DType) {
	n := int(dtype.Size())
	if dtype == gotch.ComplexFloat || dtype == gotch.ComplexDouble {
		n /= 2
	}
	for i := 0; i+n <= len(elements); i += n {
		slices.Reverse(elements[i : i+n])
	}
}

// counter counts the bytes that were read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += int64(n)
	return n, err
}

// transposed returns a contiguous copy with the dimensions in reverse order, owned by the caller.
func transposed(x *ts.Tensor) (*ts.Tensor, error) {
	n := int(lib.AtDim(tensormem.C(x)))
	order := make([]int64, n)
	for i := range order {
		order[i] = int64(n - 1 - i)
	}
	view, err := tensormem.Make(func(out *lib.Ctensor) { lib.AtgPermute(out, tensormem.C(x), tensormem.Dims(order), n) }, x)
	if err != nil {
		return nil, err
	}
	defer view.MustDrop()
	return tensormem.Make(func(out *lib.Ctensor) { lib.AtgContiguous(out, tensormem.C(view)) })
}
