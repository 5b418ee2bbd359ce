// Package elements gives Go code the elements of gotch's tensors as bytes: to read them, to fill a new one, to map a file as
// one.
package elements

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensormem"
)

// DTypes are the element types whose tensors can be written and read.
var DTypes = []gotch.DType{gotch.Uint8, gotch.Int8, gotch.Int16, gotch.Int, gotch.Int64, gotch.Half, gotch.Float,
	gotch.Double, gotch.ComplexFloat, gotch.ComplexDouble, gotch.Bool, gotch.BFloat16}

// Info is what a tensor is.
type Info struct{ tensormem.Info }

// Inspect tells what a tensor is. It fails for one that is nil, dropped, undefined, sparse, not on the CPU, or of an
// element type that is not in DTypes.
func Inspect(x *ts.Tensor) (Info, error) {
	info, err := tensormem.Inspect(x)
	switch {
	case err != nil:
		return Info{}, err
	case info.Device != tensormem.CPU:
		return Info{}, errors.New("tensor is on a GPU, want one on the CPU")
	case !slices.Contains(DTypes, info.DType):
		return Info{}, fmt.Errorf("tensor has element type %s, which cannot be kept", tensormem.DTypeName(info.DType))
	}
	return Info{info}, nil
}

// Bytes is the size of the elements; an error if there is no tensor of that size.
func (i Info) Bytes() (int64, error) { return Size(i.Shape, i.DType) }

// Size is the number of bytes that the elements of a tensor take.
func Size(shape []int64, dtype gotch.DType) (int64, error) {
	n := int64(dtype.Size())
	if !slices.Contains(DTypes, dtype) {
		return 0, fmt.Errorf("element type %s is not supported", tensormem.DTypeName(dtype))
	}
	for _, d := range shape {
		if d < 0 {
			return 0, fmt.Errorf("shape %v has a negative dimension", shape)
		}
	}
	if slices.Contains(shape, 0) {
		return 0, nil
	}
	for _, d := range shape {
		if n > math.MaxInt64/d {
			return 0, fmt.Errorf("shape %v is too large", shape)
		}
		n *= d
	}
	return n, nil
}

// ErrMemory tells that a tensor has no plain memory: it is sparse in a compressed layout, or on no device.
var ErrMemory = errors.New("tensor has no dense memory")

// Read calls f with the elements of a tensor in C order, as they lie in memory. The bytes must not be changed, nor used
// after f has returned.
func Read(x *ts.Tensor, f func(elements []byte) error) error {
	info, err := Inspect(x)
	if err != nil {
		return err
	}
	size, err := info.Bytes()
	if err != nil || size == 0 {
		return errors.Join(err, f(nil))
	}
	y := tensormem.C(x)
	own := func(op func(out *lib.Ctensor)) error {
		var out lib.Ctensor
		if err := tensormem.Torch(func() { op(&out) }); err != nil {
			return err
		}
		if y != tensormem.C(x) {
			lib.AtFree(y)
		}
		y = out
		return nil
	}
	defer func() {
		if y != tensormem.C(x) {
			lib.AtFree(y)
		}
		runtime.KeepAlive(x)
	}()
	if lib.AtgIsConj(y) { // conjugated, or negated, only when it is read
		err = own(func(out *lib.Ctensor) { lib.AtgResolveConj(out, y) })
	}
	if err == nil && lib.AtgIsNeg(y) {
		err = own(func(out *lib.Ctensor) { lib.AtgResolveNeg(out, y) })
	}
	contiguous := false
	if err == nil {
		err = tensormem.Torch(func() { contiguous = lib.AtIsContiguous(y) }) // fails for compressed layouts
	}
	if err == nil && !contiguous {
		err = own(func(out *lib.Ctensor) { lib.AtgContiguous(out, y) })
	}
	var p unsafe.Pointer
	if err == nil {
		err = tensormem.Torch(func() { p = lib.AtDataPtr(y) })
	}
	switch {
	case err != nil:
		return fmt.Errorf("%w: %w", ErrMemory, err)
	case p == nil:
		return ErrMemory
	}
	return f(unsafe.Slice((*byte)(p), size))
}

// New makes a contiguous tensor on the CPU, owned by the caller, and calls fill with its memory. It is dropped if fill fails.
func New(shape []int64, dtype gotch.DType, fill func(elements []byte) error) (*ts.Tensor, error) {
	size, err := Size(shape, dtype)
	if err != nil {
		return nil, err
	}
	x, p, err := tensormem.Empty(shape, dtype)
	if err != nil {
		return nil, err
	}
	var elements []byte
	if size > 0 {
		elements = unsafe.Slice((*byte)(p), size)
	}
	if err := fill(elements); err != nil {
		x.MustDrop()
		return nil, err
	}
	return x, nil
}

// Map maps a file as a tensor on the CPU, owned by the caller: nothing is copied, the pages are read when they are used,
// and a change of the elements is a change of the caller's own copy of the page, never of the file. The file must hold as
// many bytes as the elements take, and not be made shorter while the tensor lives; it may be removed.
func Map(path string, shape []int64, dtype gotch.DType, grad bool) (*ts.Tensor, error) {
	size, err := Size(shape, dtype)
	if err != nil {
		return nil, err
	}
	if size == 0 {
		return nil, errors.New("no elements to map")
	}
	shaped, err := fromFile(path, size/int64(dtype.Size()), shape, dtype)
	if err != nil {
		return nil, err
	}
	if !grad {
		return ts.New(shaped), nil
	}
	defer lib.AtFree(shaped)
	var out lib.Ctensor
	if err := tensormem.Torch(func() { lib.AtgSetRequiresGrad(&out, shaped, 1) }); err != nil {
		return nil, err
	}
	return ts.New(out), nil
}

// FirstMap has libtorch map a file, this program's: the first time takes it 0.4 ms, later ones 0.04 ms. gotch does not learn
// of that elements.
func FirstMap() {
	program, err := os.Executable()
	if err != nil {
		return
	}
	if x, err := fromFile(program, 1, []int64{1}, gotch.Uint8); err == nil {
		lib.AtFree(x)
	}
}

// fromFile maps n elements of a file as a tensor of that shape, which the caller frees.
func fromFile(path string, n int64, shape []int64, dtype gotch.DType) (shaped lib.Ctensor, err error) {
	var flat lib.Ctensor
	if err := tensormem.Torch(func() { lib.AtgFromFile(&flat, path, 0, n, 0, dtype.CInt(), tensormem.CPU) }); err != nil {
		return nil, err
	}
	defer lib.AtFree(flat)
	err = tensormem.Torch(func() { lib.AtgView(&shaped, flat, tensormem.Dims(shape), len(shape)) })
	return shaped, err
}

// Transposed returns a contiguous copy with the dimensions in reverse order, owned by the caller.
func Transposed(x *ts.Tensor) (*ts.Tensor, error) {
	n := int(lib.AtDim(tensormem.C(x)))
	order := make([]int64, n)
	for i := range order {
		order[i] = int64(n - 1 - i)
	}
	view, err := tensormem.Make(func(out *lib.Ctensor) { lib.AtgPermute(out, tensormem.C(x), tensormem.Dims(order), n) })
	if err != nil {
		return nil, err
	}
	defer view.MustDrop()
	return tensormem.Make(func(out *lib.Ctensor) { lib.AtgContiguous(out, tensormem.C(view)) })
}
