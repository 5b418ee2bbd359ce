package tensorfile

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"unicode/utf8"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/atomicfile"
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

// ReadSafetensors reads a safetensors file: the tensors, which the caller owns, and the metadata, nil if it has none.
func ReadSafetensors(path string) (tensors map[string]*ts.Tensor, metadata map[string]string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("tensorfile.ReadSafetensors: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, fmt.Errorf("tensorfile.ReadSafetensors: %w", err)
	}
	tensors, metadata, err = readSafetensors(f, info.Size())
	if err != nil {
		return nil, nil, fmt.Errorf("tensorfile.ReadSafetensors: %s: %w", path, err)
	}
	return tensors, metadata, nil
}

// readSafetensors reads a file of size bytes.
func readSafetensors(r io.Reader, size int64) (tensors map[string]*ts.Tensor, metadata map[string]string, err error) {
	var length [8]byte
	if _, err := io.ReadFull(r, length[:]); err != nil {
		return nil, nil, damaged("not a safetensors file")
	}
	n := binary.LittleEndian.Uint64(length[:])
	if n > maxSafetensorsHeader || int64(n) > size-8 {
		return nil, nil, damaged("a header of %d bytes", n)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, nil, damaged("the header ends early")
	}
	entries, metadata, err := parseSafetensorsHeader(text, size-8-int64(n))
	if err != nil {
		return nil, nil, err
	}
	tensors = map[string]*ts.Tensor{}
	for _, e := range entries {
		x, err := tensormem.Fill(e.shape, e.dtype, func(elements []byte) error {
			if _, err := io.ReadFull(r, elements); err != nil {
				return damaged("%s: the elements end early", e.name)
			}
			if e.dtype == gotch.Bool {
				return checkBools(elements)
			}
			return nil
		})
		if err != nil {
			drop(tensors)
			return nil, nil, err
		}
		tensors[e.name] = x
	}
	return tensors, metadata, nil
}
