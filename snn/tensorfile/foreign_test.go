package tensorfile_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensorfile"
)

// Unsigned numbers that libtorch 2.1 does not have come in the type that holds them.
func TestUnsigned(t *testing.T) {
	for file, want := range map[string]struct {
		dtype  gotch.DType
		values []int64
	}{
		"uint16":           {gotch.Int, []int64{0, 1, 2, 3, 4, 5}},
		"uint16-large":     {gotch.Int, []int64{0, 1, 1 << 15, 1<<16 - 1}},
		"uint32-bigendian": {gotch.Int64, []int64{0, 1 << 31, 7, 1<<32 - 1}},
		"uint32-fortran":   {gotch.Int64, []int64{0, 1, 2, 3, 4, 5}},
		"uint64":           {gotch.Int64, []int64{0, 1<<63 - 1}},
	} {
		x, err := tensorfile.ReadNpy(filepath.Join("testdata", file+".npy"))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if got := x.MustContiguous(false).Int64Values(); x.DType() != want.dtype || !slices.Equal(got, want.values) {
			t.Errorf("%s: %v %v, want %v", file, x.DType(), got, want)
		}
		x.MustDrop()
	}
	file := filepath.Join(t.TempDir(), "x.safetensors")
	elements := []byte{0, 0, 255, 255, 7, 0, 0, 255, 1, 0, 0, 0, 0, 0, 0, 0, 3, 4}
	writeSafetensors(t, file, map[string]any{
		"a": map[string]any{"dtype": "U16", "shape": []int{2}, "data_offsets": []int{0, 4}},
		"b": map[string]any{"dtype": "U32", "shape": []int{1}, "data_offsets": []int{4, 8}},
		"c": map[string]any{"dtype": "U64", "shape": []int{1, 1}, "data_offsets": []int{8, 16}},
		"d": map[string]any{"dtype": "F8_E4M3", "shape": []int{2}, "data_offsets": []int{16, 18}},
	}, elements)
	if _, _, err := tensorfile.ReadSafetensors(file); !errors.Is(err, tensorfile.ErrDType) || !strings.Contains(err.Error(), "F8_E4M3") {
		t.Errorf("float8: %v", err)
	}
	tensors, _, err := tensorfile.ReadSafetensors(file, "c", "a", "b")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]int64{"a": {0, 65535}, "b": {0xff000007}, "c": {1}} {
		if got := tensors[name].Int64Values(); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if names, err := tensorfile.Names(file); err != nil || !slices.Equal(names, []string{"a", "b", "c", "d"}) {
		t.Errorf("names: %q, %v", names, err)
	}
}

func writeSafetensors(t *testing.T, path string, header map[string]any, elements []byte) {
	t.Helper()
	text, err := json.Marshal(header)
	if err != nil {
		t.Fatal(err)
	}
	data := append(binary.LittleEndian.AppendUint64(nil, uint64(len(text))), text...)
	if err := os.WriteFile(path, append(data, elements...), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A file of something else is called what it is, with what to do, and not damaged.
func TestForeign(t *testing.T) {
	for file, want := range map[string]struct {
		kind error
		text []string
	}{
		"records":          {tensorfile.ErrDType, []string{"records of 2 fields (x, y)", `numpy.save("x.npy", a["x"])`}},
		"events":           {tensorfile.ErrDType, []string{"records of 3 fields (t, xy, more)", "numpy.save"}},
		"text":             {tensorfile.ErrDType, []string{"strings", "numpy.unique"}},
		"bytes":            {tensorfile.ErrDType, []string{"strings"}},
		"times":            {tensorfile.ErrDType, []string{"times", `astype("int64")`}},
		"longdouble":       {tensorfile.ErrDType, []string{"longer than libtorch's", `astype("float64")`}},
		"uint64-too-large": {tensorfile.ErrDType, []string{"9223372036854775808"}},
		"two":              {tensorfile.ErrMany, []string{"numpy.savez"}},
	} {
		_, err := tensorfile.ReadNpy(filepath.Join("testdata", file+".npy"))
		if !errors.Is(err, want.kind) || errors.Is(err, tensorfile.ErrFormat) {
			t.Errorf("%s: %v, want %v", file, err, want.kind)
			continue
		}
		for _, text := range want.text {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%s: %v, want %q", file, err, text)
			}
		}
	}
}

// Files of other formats are named, with what to do.
func TestOtherFormats(t *testing.T) {
	for start, want := range map[string]string{
		"PK\x03\x04 and so on": "tensorfile.ReadNpz", "\x89HDF\r\n\x1a\n": "HDF5", "MATLAB 5.0 MAT-file": "MATLAB", "\x80\x04\x95 pickle": "pickle",
		"\x1f\x8b\x08 gzip ...": "unpack it first", "<!DOCTYPE html>": "web page", "1.0, 2.0, 3.0\n": "not a .npy file", "": "not a .npy file", "<": "web page",
	} {
		path := filepath.Join(t.TempDir(), "x.npy")
		if err := os.WriteFile(path, []byte(start), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := tensorfile.ReadNpy(path); !errors.Is(err, tensorfile.ErrFormat) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", start, err, want)
		}
	}
	for member, want := range map[string]string{"archive/data.pkl": "PyTorch's", "readme.txt": "not an array"} {
		path := filepath.Join(t.TempDir(), "x.npz")
		writeZip(t, path, member, "whatever is in it")
		if _, err := tensorfile.ReadNpz(path); !errors.Is(err, tensorfile.ErrDType) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", member, err, want)
		}
	}
}

// A member that is no tensor leaves the others readable.
func TestNpzNames(t *testing.T) {
	const labelled, scipy = "testdata/labelled.npz", "testdata/scipy.npz"
	if names, err := tensorfile.Names(labelled); err != nil || !slices.Equal(names, []string{"names", "spikes"}) {
		t.Errorf("names: %q, %v", names, err)
	}
	if _, err := tensorfile.ReadNpz(labelled); !errors.Is(err, tensorfile.ErrDType) || !strings.Contains(err.Error(), "by their names") {
		t.Errorf("all: %v", err)
	}
	one, err := tensorfile.ReadNpz(labelled, "spikes", "spikes")
	if err != nil || len(one) != 1 {
		t.Fatal(one, err)
	}
	equal(t, "spikes", one["spikes"], numbers(t, gotch.Float, 2, 3))
	if _, err := tensorfile.ReadNpz(labelled, "spike"); !errors.Is(err, tensorfile.ErrName) || !strings.Contains(err.Error(), "spikes") {
		t.Errorf("a name that is not there: %v", err)
	}
	if _, err := tensorfile.ReadNpz(scipy); !errors.Is(err, tensorfile.ErrDType) || !strings.Contains(err.Error(), "toarray") {
		t.Errorf("a sparse matrix: %v", err)
	}
	parts, err := tensorfile.ReadNpz(scipy, "data", "indices", "indptr", "shape")
	if got := slices.Sorted(maps.Keys(parts)); err != nil || len(got) != 4 {
		t.Errorf("parts: %v, %v", got, err)
	}
}

// Archives and headers that promise more than a file of their size may hold are refused before memory is taken, by a limit that the
// error names.
func TestLimits(t *testing.T) {
	dir := t.TempDir()
	bomb := filepath.Join(dir, "bomb.npz")
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	header := "{'descr': '|u1', 'fortran_order': False, 'shape': (268435456,), }"
	for i := range 4 { // of 256 MiB each
		w, err := z.Create(fmt.Sprintf("x%d.npy", i))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "\x93NUMPY\x01\x00%c\x00%s", len(header), header)
		zeros := make([]byte, 1<<20)
		for range 256 {
			w.Write(zeros)
		}
	}
	if err := errors.Join(z.Close(), os.WriteFile(bomb, b.Bytes(), 0o600)); err != nil {
		t.Fatal(err)
	}
	many := func(name string, n int) string {
		path := filepath.Join(dir, name)
		entries := map[string]any{}
		for i := range n {
			entries[fmt.Sprintf("tensor number %d", i)] = map[string]any{"dtype": "U8", "shape": []int{0}, "data_offsets": []int{0, 0}}
		}
		writeSafetensors(t, path, entries, nil)
		return path
	}
	long, more := many("long.safetensors", 80_000), many("more.safetensors", 5000)
	for path, read := range map[string]func(string) error{
		bomb: func(p string) error { _, err := tensorfile.ReadNpz(p, "x0"); return err },
		long: func(p string) error { _, _, err := tensorfile.ReadSafetensors(p); return err },
		more: func(p string) error { _, _, err := tensorfile.ReadSafetensors(p); return err },
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := read(path)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, tensorfile.ErrLimit) || !strings.Contains(err.Error(), "at most") {
			t.Errorf("%s: %v", path, err)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 16<<20 {
			t.Errorf("%s: %d bytes allocated", path, used)
		}
	}
	if one, _, err := tensorfile.ReadSafetensors(more, "tensor number 4999"); err != nil || len(one) != 1 {
		t.Errorf("one of many: %v", err)
	}
	// Spikes that shrink well are no bomb.
	spikes := filepath.Join(dir, "spikes.npz")
	x := ts.MustZeros([]int64{1000, 1000}, gotch.Float, gotch.CPU)
	defer x.MustDrop()
	if err := tensorfile.WriteNpz(spikes, map[string]*ts.Tensor{"x": x}); err != nil {
		t.Fatal(err)
	}
	if got, err := tensorfile.ReadNpz(spikes); err != nil || len(got) != 1 {
		t.Errorf("spikes: %v", err)
	}
}
