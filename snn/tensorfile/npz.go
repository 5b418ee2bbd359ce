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
	"gosnn/snn/internal/regular"
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

// ReadNpz reads a .npz file, as numpy.savez and numpy.savez_compressed write it: all of its arrays, or those with the names that are given.
// So one that is no tensor, such as strings, leaves the others readable; [Names] lists them. The caller owns the tensors. Element types are
// those of [ReadNpy]. An [ErrLimit] refuses an archive that unpacks to more than 64 MiB and 200 times its size, and more than 4096
// tensors at once.
func ReadNpz(path string, names ...string) (map[string]*ts.Tensor, error) {
	f, size, err := regular.Open(path)
	if err != nil {
		return nil, fmt.Errorf("tensorfile.ReadNpz: %w", err)
	}
	defer f.Close()
	tensors, err := readNpz(f, size, names)
	if err != nil {
		return nil, fmt.Errorf("tensorfile.ReadNpz: %s: %w", path, err)
	}
	return tensors, nil
}

func readNpz(f io.ReaderAt, size int64, names []string) (map[string]*ts.Tensor, error) {
	files, err := members(f, size)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if files[name] == nil {
			return nil, fmt.Errorf("%w: %q, want one of %q", ErrName, name, slices.Sorted(maps.Keys(files)))
		}
	}
	if len(names) == 0 {
		names = slices.Sorted(maps.Keys(files))
	}
	if err := checkCount(len(names)); err != nil {
		return nil, err
	}
	tensors := map[string]*ts.Tensor{}
	for _, name := range names {
		if tensors[name] != nil {
			continue
		}
		x, err := readMember(files[name])
		if err != nil {
			drop(tensors)
			return nil, fmt.Errorf("%s: %w%s", name, err, advice(err, files))
		}
		tensors[name] = x
	}
	return tensors, nil
}

// members returns the files of an archive by the names of their arrays.
func members(f io.ReaderAt, size int64) (map[string]*zip.File, error) {
	z, err := zip.NewReader(f, size)
	if err != nil {
		return nil, damaged("%v", err)
	}
	total := uint64(0)
	files := map[string]*zip.File{}
	for _, f := range z.File {
		name := strings.TrimSuffix(f.Name, ".npy")
		if files[name] != nil {
			return nil, damaged("%s occurs twice", name)
		}
		files[name] = f
		if total += min(f.UncompressedSize64, 1<<62); total > 1<<62 {
			return nil, damaged("a size of %d bytes", total)
		}
	}
	return files, checkUnpacked(total, size)
}

// advice says what to do about an array that is no tensor.
func advice(err error, files map[string]*zip.File) string {
	switch {
	case !errors.Is(err, ErrDType):
		return ""
	case files["format"] != nil && files["shape"] != nil && files["data"] != nil:
		return `. The file is a sparse matrix of scipy.sparse.save_npz; in Python: numpy.save("x.npy", matrix.toarray())`
	case len(files) > 1:
		return `. The others can be read by their names: tensorfile.ReadNpz(path, "name", ...)`
	}
	return ""
}

// readMember reads one array of an archive.
func readMember(f *zip.File) (*ts.Tensor, error) {
	switch {
	case strings.HasSuffix(f.Name, "/data.pkl"):
		return nil, fmt.Errorf("%w: the file is PyTorch's, a pickle, which is not read, as it can run code; in Python: safetensors.torch.save_file", ErrDType)
	case !strings.HasSuffix(f.Name, ".npy"):
		return nil, fmt.Errorf("%w: not an array", ErrDType)
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

// Names returns the names of the arrays in a .npz file, or of the tensors in a safetensors file, sorted, of whatever element type.
func Names(path string) (names []string, err error) {
	f, size, err := regular.Open(path)
	if err != nil {
		return nil, fmt.Errorf("tensorfile.Names: %w", err)
	}
	defer f.Close()
	magic := make([]byte, 2)
	if _, err := f.ReadAt(magic, 0); err == nil && string(magic) == "PK" {
		files, err := members(f, size)
		if err != nil {
			return nil, fmt.Errorf("tensorfile.Names: %s: %w", path, err)
		}
		return slices.Sorted(maps.Keys(files)), nil
	}
	entries, _, err := readSafetensorsHeader(f, size)
	if err != nil {
		return nil, fmt.Errorf("tensorfile.Names: %s: %w", path, err)
	}
	for _, e := range entries {
		names = append(names, e.name)
	}
	slices.Sort(names)
	return names, nil
}

func drop(tensors map[string]*ts.Tensor) {
	for _, x := range tensors {
		x.MustDrop()
	}
}
