package tensorfile

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/atomicfile"
	"gosnn/snn/internal/regular"
	"gosnn/snn/tensormem"
)

// WriteSafetensors writes named tensors, and metadata or nil, to a safetensors file, which safetensors.torch.load_file and
// safetensors.numpy.load_file read. The file is whole or not there; one that was there before is replaced. Names must
// not be empty, nor __metadata__.
func WriteSafetensors(path string, tensors map[string]*ts.Tensor, metadata map[string]string) error {
	var entries []entry
	for _, name := range slices.Sorted(maps.Keys(tensors)) {
		if name == "" || name == metadataName || !utf8.ValidString(name) {
			return fmt.Errorf("tensorfile.WriteSafetensors: %w: %q", ErrName, name)
		}
		info, err := tensormem.Storable(tensors[name])
		if err != nil {
			return fmt.Errorf("tensorfile.WriteSafetensors: %w: %s: %w", ErrTensor, name, err)
		}
		if _, err := safetensorsType(info.DType); err != nil {
			return fmt.Errorf("tensorfile.WriteSafetensors: %s: %w", name, err)
		}
		entries = append(entries, entry{name: name, dtype: info.DType, shape: info.Shape})
	}
	// Large elements first, so that all are aligned.
	slices.SortStableFunc(entries, func(a, b entry) int { return cmp.Compare(b.dtype.Size(), a.dtype.Size()) })
	header, err := formatSafetensorsHeader(entries, metadata)
	if err != nil {
		return fmt.Errorf("tensorfile.WriteSafetensors: %w", err)
	}
	err = atomicfile.Create(path, 0o644, func(w io.Writer) error {
		if _, err := w.Write(header); err != nil {
			return err
		}
		for _, e := range entries {
			if err := writeElements(w, tensors[e.name]); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("tensorfile.WriteSafetensors: %w", err)
	}
	return nil
}

// ReadSafetensors reads a safetensors file: the tensors, all of them or those with the names that are given, which the caller owns, and the
// metadata, nil if it has none. U16 becomes int32, and U32 and U64 int64. An [ErrLimit] refuses a header of more than 4 MiB, which has room
// for 60,000 tensors, and more than 4096 of them at once.
func ReadSafetensors(path string, names ...string) (tensors map[string]*ts.Tensor, metadata map[string]string, err error) {
	f, size, err := regular.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("tensorfile.ReadSafetensors: %w", err)
	}
	defer f.Close()
	tensors, metadata, err = readSafetensors(f, size, names)
	if err != nil {
		return nil, nil, fmt.Errorf("tensorfile.ReadSafetensors: %s: %w", path, err)
	}
	return tensors, metadata, nil
}

// readSafetensors reads a file of size bytes.
func readSafetensors(r io.Reader, size int64, names []string) (tensors map[string]*ts.Tensor, metadata map[string]string, err error) {
	entries, metadata, err := readSafetensorsHeader(r, size)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		if !slices.ContainsFunc(entries, func(e entry) bool { return e.name == name }) {
			return nil, nil, fmt.Errorf("%w: %q", ErrName, name)
		}
	}
	count := len(names)
	if count == 0 {
		count = len(entries)
	}
	if err := checkCount(count); err != nil {
		return nil, nil, err
	}
	tensors = map[string]*ts.Tensor{}
	for _, e := range entries {
		var x *ts.Tensor
		switch {
		case len(names) > 0 && !slices.Contains(names, e.name):
			if _, err = io.CopyN(io.Discard, r, e.end-e.start); err == nil {
				continue
			}
			err = damaged("%s: the elements end early", e.name)
		case e.foreign != "":
			err = fmt.Errorf("%w: %s: %q; the others can be read by their names", ErrDType, e.name, e.foreign)
		default:
			x, err = e.read(r)
		}
		if err != nil {
			drop(tensors)
			return nil, nil, err
		}
		tensors[e.name] = x
	}
	return tensors, metadata, nil
}

// read reads the elements, which come next.
func (e entry) read(r io.Reader) (*ts.Tensor, error) {
	return tensormem.Fill(e.shape, e.dtype, func(memory []byte) error {
		elements := memory[int64(len(memory))-(e.end-e.start):]
		if _, err := io.ReadFull(r, elements); err != nil {
			return damaged("%s: the elements end early", e.name)
		}
		switch {
		case e.dtype == gotch.Bool:
			return checkBools(elements)
		case e.unsigned > 0:
			return widen(memory, e.unsigned)
		}
		return nil
	})
}

// readSafetensorsHeader reads the header of a file of size bytes.
func readSafetensorsHeader(r io.Reader, size int64) ([]entry, map[string]string, error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, nil, damaged("not a safetensors file")
	}
	n := binary.LittleEndian.Uint64(length[:])
	switch {
	case n > uint64(max(size-8, 0)):
		return nil, nil, damaged("a header of %d bytes", n)
	case n > maxSafetensorsHeader:
		return nil, nil, fmt.Errorf("%w: a header of %d bytes, want at most %d", ErrLimit, n, maxSafetensorsHeader)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, nil, damaged("the header ends early")
	}
	return parseSafetensorsHeader(text, size-8-int64(n))
}
