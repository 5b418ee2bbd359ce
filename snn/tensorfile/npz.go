package tensorfile

import (
	"archive/zip"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/atomicfile"
)

// WriteNpz writes named tensors to a .npz file, which numpy.load reads: a zip archive of .npy files, not compressed, as
// numpy.savez writes it. Names must not be empty, nor contain a slash, a backslash or a colon.
func WriteNpz(path string, tensors map[string]*ts.Tensor) error {
	for name, x := range tensors {
		if name == "" || strings.ContainsAny(name, "/\\:\x00") {
			return fmt.Errorf("tensorfile.WriteNpz: %w: %q", ErrName, name)
		}
		if err := checkNpy(x); err != nil {
			return fmt.Errorf("tensorfile.WriteNpz: %s: %w", name, err)
		}
	}
	err := atomicfile.Create(path, 0o644, func(w io.Writer) error {
		z := zip.NewWriter(w)
		for _, name := range slices.Sorted(maps.Keys(tensors)) {
			f, err := z.CreateHeader(&zip.FileHeader{Name: name + ".npy", Method: zip.Store})
			if err != nil {
				return err
			}
			if err := writeNpy(f, tensors[name]); err != nil {
				return err
			}
		}
		return z.Close()
	})
	if err != nil {
		return fmt.Errorf("tensorfile.WriteNpz: %w", err)
	}
	return nil
}

// ReadNpz reads a .npz file, as numpy.savez and numpy.savez_compressed write it. The caller owns the tensors.
func ReadNpz(path string) (map[string]*ts.Tensor, error) {
	z, err := zip.OpenReader(path)
	if err != nil {
		if errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) {
			err = damaged("%v", err)
		}
		return nil, fmt.Errorf("tensorfile.ReadNpz: %s: %w", path, err)
	}
	defer z.Close()
	tensors := map[string]*ts.Tensor{}
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, ".npy")
		if _, twice := tensors[name]; twice {
			err = damaged("it occurs twice")
		} else {
			var x *ts.Tensor
			if x, err = readMember(f); err == nil {
				tensors[name] = x
			}
		}
		if err != nil {
			drop(tensors)
			return nil, fmt.Errorf("tensorfile.ReadNpz: %s: %s: %w", path, name, err)
		}
	}
	return tensors, nil
}

// readMember reads one array of an archive.
func readMember(f *zip.File) (*ts.Tensor, error) {
	if f.UncompressedSize64 > 1<<62 {
		return nil, damaged("a size of %d bytes", f.UncompressedSize64)
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged("%v", err)
	}
	defer r.Close()
	x, err := readNpy(r, int64(f.UncompressedSize64))
	if err != nil {
		return nil, err
	}
	// The checksum is compared at the end, where this must be. What goes on is not read: it might be endless.
	if _, err := io.CopyN(io.Discard, r, 1); err != io.EOF {
		x.MustDrop()
		return nil, damaged("the array goes on behind its end, or its checksum is wrong (%v)", err)
	}
	return x, nil
}

func drop(tensors map[string]*ts.Tensor) {
	for _, x := range tensors {
		x.MustDrop()
	}
}
