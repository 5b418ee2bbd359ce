package tensorfile_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensorfile"
	"gosnn/snn/tensormem"
)

// numbers makes a tensor of an element type and a shape, its elements counted from 0.
func numbers(t testing.TB, dtype gotch.DType, shape ...int64) *ts.Tensor {
	t.Helper()
	x, err := tensormem.Fill(shape, gotch.Float, func(elements []byte) error {
		for i := range len(elements) / 4 {
			binary.LittleEndian.PutUint32(elements[4*i:], math.Float32bits(float32(i)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return x.MustTotype(dtype, true)
}

func equal(t *testing.T, what string, got, want *ts.Tensor) {
	t.Helper()
	a, err := tensormem.Storable(got)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	b, err := tensormem.Storable(want)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(a, b) {
		t.Fatalf("%s: %+v, want %+v", what, a, b)
	}
	err = tensormem.Read(got, func(x []byte) error {
		return tensormem.Read(want, func(y []byte) error {
			if string(x) != string(y) {
				return errors.New("other elements")
			}
			return nil
		})
	})
	if err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

// TestReadNpy reads what NumPy has written.
func TestReadNpy(t *testing.T) {
	for _, c := range []struct {
		file string
		want *ts.Tensor
	}{
		{"float32", numbers(t, gotch.Float, 2, 3)},
		{"float64-fortran", numbers(t, gotch.Double, 2, 3)},
		{"int16-bigendian", numbers(t, gotch.Int16, 2, 3)},
		{"bool", numbers(t, gotch.Float, 2, 3).MustGt(ts.FloatScalar(2), true)},
		{"float16-version2", numbers(t, gotch.Half, 2, 3)},
		{"uint8-version3", numbers(t, gotch.Uint8, 2, 3)},
		{"int64-scalar", numbers(t, gotch.Int64, 8).MustSelect(0, 7, true)},
		{"float32-empty", numbers(t, gotch.Float, 0, 3)},
		{"int32-vector", numbers(t, gotch.Int, 3)},
	} {
		got, err := tensorfile.ReadNpy(filepath.Join("testdata", c.file+".npy"))
		if err != nil {
			t.Errorf("%s: %v", c.file, err)
			continue
		}
		equal(t, c.file, got, c.want)
	}
	z, err := tensorfile.ReadNpy("testdata/complex64-bigendian.npy")
	if err != nil {
		t.Fatal(err)
	}
	pairs := z.MustViewAsReal(true)
	if got := pairs.Float64Values(); len(got) != 12 || got[4] != 2 || got[5] != 1 {
		t.Errorf("complex: %v", got)
	}
}

func TestReadNpz(t *testing.T) {
	for _, file := range []string{"plain", "compressed"} {
		got, err := tensorfile.ReadNpz(filepath.Join("testdata", file+".npz"))
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != 2 {
			t.Errorf("%s: %d arrays", file, len(got))
		}
		equal(t, file+": a", got["a"], numbers(t, gotch.Float, 2, 3))
		equal(t, file+": b", got["b"], numbers(t, gotch.Bool, 2).MustSelect(0, 1, true))
	}
}

// TestRoundTrip writes and reads tensors of all element types and of several shapes in all formats.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	for _, dtype := range tensormem.DTypes {
		for what, x := range map[string]*ts.Tensor{
			"spikes": numbers(t, dtype, 5, 2, 1, 3, 4), "transposed": numbers(t, dtype, 3, 4).MustT(true), "one": numbers(t, dtype, 1),
			"scalar": numbers(t, dtype, 4).MustSelect(0, 3, true), "empty": numbers(t, dtype, 2, 0), "part": numbers(t, dtype, 3, 4).MustNarrow(1, 1, 2, true),
		} {
			what = tensormem.DTypeName(dtype) + " " + what
			npy, npz, st := filepath.Join(dir, "x.npy"), filepath.Join(dir, "x.npz"), filepath.Join(dir, "x.safetensors")
			named := map[string]*ts.Tensor{"x": x, "y and ä": x}

			err := tensorfile.WriteNpy(npy, x)
			if dtype == gotch.BFloat16 {
				if !errors.Is(err, tensorfile.ErrDType) || !errors.Is(tensorfile.WriteNpz(npz, named), tensorfile.ErrDType) {
					t.Errorf("%s: error %v, want ErrDType", what, err)
				}
			} else {
				if err := errors.Join(err, tensorfile.WriteNpz(npz, named)); err != nil {
					t.Fatalf("%s: %v", what, err)
				}
				got, err := tensorfile.ReadNpy(npy)
				if err != nil {
					t.Fatalf("%s: %v", what, err)
				}
				equal(t, what+" .npy", got, x)
				many, err := tensorfile.ReadNpz(npz)
				if err != nil || len(many) != 2 {
					t.Fatalf("%s: %d tensors, %v", what, len(many), err)
				}
				equal(t, what+" .npz", many["y and ä"], x)
			}

			metadata := map[string]string{"seed": "42", `"quoted"`: "é"}
			err = tensorfile.WriteSafetensors(st, named, metadata)
			if dtype == gotch.ComplexFloat || dtype == gotch.ComplexDouble {
				if !errors.Is(err, tensorfile.ErrDType) {
					t.Errorf("%s: error %v, want ErrDType", what, err)
				}
				continue
			}
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			many, meta, err := tensorfile.ReadSafetensors(st)
			if err != nil || len(many) != 2 || !reflect.DeepEqual(meta, metadata) {
				t.Fatalf("%s: %d tensors, %v, %v", what, len(many), meta, err)
			}
			equal(t, what+" safetensors", many["y and ä"], x)
		}
	}
}

// TestWriteErrors refuses what cannot be written before a file is touched.
func TestWriteErrors(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x")
	dropped := numbers(t, gotch.Float, 2)
	dropped.MustDrop()
	x := numbers(t, gotch.Float, 2)
	named := func(name string, x *ts.Tensor) map[string]*ts.Tensor { return map[string]*ts.Tensor{name: x} }
	for _, c := range []struct {
		name string
		err  error
		kind error
	}{
		{"npy nil", tensorfile.WriteNpy(path, nil), tensorfile.ErrTensor},
		{"npy dropped", tensorfile.WriteNpy(path, dropped), tensorfile.ErrTensor},
		{"npz dropped", tensorfile.WriteNpz(path, named("x", dropped)), tensorfile.ErrTensor},
		{"npz no name", tensorfile.WriteNpz(path, named("", x)), tensorfile.ErrName},
		{"npz path", tensorfile.WriteNpz(path, named("../x", x)), tensorfile.ErrName},
		{"safetensors undefined", tensorfile.WriteSafetensors(path, named("x", ts.NewTensor()), nil), tensorfile.ErrTensor},
		{"safetensors no name", tensorfile.WriteSafetensors(path, named("", x), nil), tensorfile.ErrName},
		{"safetensors reserved name", tensorfile.WriteSafetensors(path, named("__metadata__", x), nil), tensorfile.ErrName},
		{"no folder", tensorfile.WriteNpy(filepath.Join(dir, "none", "x"), x), fs.ErrNotExist},
	} {
		if !errors.Is(c.err, c.kind) {
			t.Errorf("%s: error %v, want %v", c.name, c.err, c.kind)
		}
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// TestReadErrors reads files that are no such files, or were damaged.
func TestReadErrors(t *testing.T) {
	dir := t.TempDir()
	x := numbers(t, gotch.Float, 2, 3)
	files := map[string]string{}
	for name, write := range map[string]func(string) error{
		"npy": func(p string) error { return tensorfile.WriteNpy(p, x) },
		"npz": func(p string) error { return tensorfile.WriteNpz(p, map[string]*ts.Tensor{"x": x}) },
		"safetensors": func(p string) error {
			return tensorfile.WriteSafetensors(p, map[string]*ts.Tensor{"x": x}, nil)
		},
	} {
		path := filepath.Join(dir, name)
		if err := write(path); err != nil {
			t.Fatal(err)
		}
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = string(data)
	}
	read := map[string]func(string) error{
		"npy":         func(p string) error { _, err := tensorfile.ReadNpy(p); return err },
		"npz":         func(p string) error { _, err := tensorfile.ReadNpz(p); return err },
		"safetensors": func(p string) error { _, _, err := tensorfile.ReadSafetensors(p); return err },
	}
	bad := filepath.Join(dir, "bad")
	for format, good := range files {
		try := func(what, content string) {
			t.Helper()
			if err := os.WriteFile(bad, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			if err := read[format](bad); !errors.Is(err, tensorfile.ErrFormat) {
				t.Errorf("%s %s: error %v, want ErrFormat", format, what, err)
			}
		}
		for n := range good {
			try(fmt.Sprintf("cut to %d bytes", n), good[:n])
		}
		if format != "npz" { // which may have a comment behind
			try("longer", good+"x")
		}
		if err := read[format](filepath.Join(dir, "none")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: error %v, want fs.ErrNotExist", format, err)
		}
	}
	format := "npy"
	try := func(what, old, new string) {
		t.Helper()
		if !strings.Contains(files[format], old) {
			t.Fatalf("no %q", old)
		}
		if err := os.WriteFile(bad, []byte(strings.Replace(files[format], old, new, 1)), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := read[format](bad); !errors.Is(err, tensorfile.ErrFormat) {
			t.Errorf("%s %s: error %v, want ErrFormat", format, what, err)
		}
	}
	try("huge", "(2, 3)", "(9000000000000000000, 3)")
	try("negative", "(2, 3)", "(-2,3)")
	try("65 dimensions", "(2, 3)", "(2, 3"+strings.Repeat(", 1", 63)+")")
	try("other shape", "(2, 3)", "(2, 4)")
	try("key missing", "'shape'", "'shap!'")
	try("bool of a float's size", "<f4", "|b1")
	format = "safetensors"
	try("overlap", "[0,24]", "[1,25]")
	try("huge", "[2,3]", "[2,3000000000000000000]")
	try("no shape", `"shape"`, `"shap!"`)
	try("no offsets", `"data_offsets":[0,24]`, `"data_offsets":null`)
	try("null in a shape", "[2,3]", "[2,3,null]")
	try("null for an offset", "[0,24]", "[null,24]")
	try("a shape that is null", "[2,3]", "null")
	try("an element type that is null", `"F32"`, "null")
	try("a fraction", "[2,3]", "[2.0,3]")
	try("two shapes", `"shape"`, `"shape":[6],"shape"`)
	try("two element types", `"dtype"`, `"dtype":"I32","dtype"`)
	try("another case", `"dtype"`, `"Dtype"`)
	try("a member more", `"dtype"`, `"device":"cpu","dtype"`)
	try("an entry that is a list", `{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}`, `["dtype","F32","shape",[2,3],"data_offsets",[0,24]]`)
	try("65 dimensions", "[2,3]", "[2,3"+strings.Repeat(",1", 63)+"]")
	try("a million dimensions", "[2,3]", "[2,3"+strings.Repeat(",1", 1_000_000)+"]")
	try("a name that is not UTF-8", `"x"`, "\"\xff\"")
	format = "npz"
	try("checksum", "\x00\x00\x80\x3f", "\x00\x00\x80\x40")
}

// TestNoObjects refuses what NumPy would unpickle, that is run: an array of objects, with the header that numpy.save writes of it.
func TestNoObjects(t *testing.T) {
	dir := t.TempDir()
	const pickle = "\x80\x03cposix\nsystem\nX\x04\x00\x00\x00true\x85R."
	for _, descr := range []string{"'|O'", "'|O8'", "'O'", "[('a', '|O')]"} {
		header := fmt.Sprintf("{'descr': %s, 'fortran_order': False, 'shape': (1,), }", descr)
		content := "\x93NUMPY\x01\x00" + string([]byte{byte(len(header)), 0}) + header + pickle
		npy, npz := filepath.Join(dir, "x.npy"), filepath.Join(dir, "x.npz")
		if err := os.WriteFile(npy, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		writeZip(t, npz, "x.npy", content)
		_, one := tensorfile.ReadNpy(npy)
		_, many := tensorfile.ReadNpz(npz)
		for _, err := range []error{one, many} {
			if !errors.Is(err, tensorfile.ErrDType) && !errors.Is(err, tensorfile.ErrFormat) {
				t.Errorf("%s: %v", descr, err)
			}
		}
	}
}

// TestNpzGoesOn refuses a member that does not end where its array does.
func TestNpzGoesOn(t *testing.T) {
	good, err := os.ReadFile("testdata/float32.npy")
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "x.npz")
	for more, want := range map[string]error{"": nil, "x": tensorfile.ErrFormat, strings.Repeat("x", 1<<20): tensorfile.ErrFormat} {
		writeZip(t, path, "x.npy", string(good)+more)
		if _, err := tensorfile.ReadNpz(path); !errors.Is(err, want) {
			t.Errorf("%d bytes more: %v, want %v", len(more), err, want)
		}
	}
}

// writeZip writes an archive of one file.
func writeZip(t *testing.T, path, name, content string) {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.Create(name)
	if err == nil {
		_, err = io.WriteString(w, content)
	}
	if err := errors.Join(err, z.Close(), os.WriteFile(path, b.Bytes(), 0o644)); err != nil {
		t.Fatal(err)
	}
}

func ExampleWriteNpy() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	spikes := ts.MustOnes([]int64{100, 128}, gotch.Float, gotch.CPU)
	defer spikes.MustDrop()
	file := filepath.Join(dir, "spikes.npy")
	if err := tensorfile.WriteNpy(file, spikes); err != nil {
		panic(err)
	}
	back, err := tensorfile.ReadNpy(file)
	if err != nil {
		panic(err)
	}
	defer back.MustDrop()
	fmt.Println(back.MustSize(), back.DType())
	// Output: [100 128] Float
}

func ExampleWriteNpz() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	spikes, targets := ts.MustOnes([]int64{100, 128}, gotch.Float, gotch.CPU), ts.MustZeros([]int64{128}, gotch.Int64, gotch.CPU)
	file := filepath.Join(dir, "batch.npz")
	if err := tensorfile.WriteNpz(file, map[string]*ts.Tensor{"spikes": spikes, "targets": targets}); err != nil {
		panic(err)
	}
	back, err := tensorfile.ReadNpz(file)
	if err != nil {
		panic(err)
	}
	fmt.Println(back["spikes"].MustSize(), back["targets"].MustSize())
	// Output: [100 128] [128]
}

func ExampleWriteSafetensors() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	spikes := ts.MustOnes([]int64{100, 128}, gotch.Float, gotch.CPU)
	file := filepath.Join(dir, "batch.safetensors")
	if err := tensorfile.WriteSafetensors(file, map[string]*ts.Tensor{"spikes": spikes}, map[string]string{"seed": "42"}); err != nil {
		panic(err)
	}
	back, metadata, err := tensorfile.ReadSafetensors(file)
	if err != nil {
		panic(err)
	}
	fmt.Println(back["spikes"].MustSize(), metadata)
	// Output: [100 128] map[seed:42]
}
