package kernel

import (
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/internal/store"
)

// ringed is a type that a file could nest without end.
type ringed struct {
	Next    *ringed
	Tensors []*ts.Tensor
	ByName  map[string]*ts.Tensor
	Pair    [2]*ts.Tensor
}

// FuzzDecode reads values that another version may have written: their files are whole, but need not hold what this one would have
// written. There is an error or a value, and no panic; memory is that of the file.
func FuzzDecode(f *testing.F) {
	s := openStore(f)
	seed := func(v any) {
		d, err := s.New(store.Meta{Name: "v", Key: testKey})
		if err != nil {
			f.Fatal(err)
		}
		defer d.Discard()
		tensors, err := encode(d, reflect.ValueOf(v))
		if err != nil {
			f.Fatal(err)
		}
		m, err := d.Commit(tensors)
		if err != nil {
			f.Fatal(err)
		}
		defer s.Remove(m)
		value, err := os.ReadFile(m.Path(0))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(value, int64(2), int64(3), 0)
	}
	x := tensorOf(f, 0, 2, 3)
	seed(ringed{Next: &ringed{Tensors: []*ts.Tensor{x, nil}}, ByName: map[string]*ts.Tensor{"x": x}, Pair: [2]*ts.Tensor{x, x}})
	seed(ringed{})
	seed([]float64{1, 2})
	f.Fuzz(func(t *testing.T, value []byte, rows, columns int64, dtype int) {
		d, err := s.New(store.Meta{Name: "v", Key: testKey})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Discard()
		for name, content := range map[string][]byte{"value": value, "elements": make([]byte, 24)} {
			if _, err := d.Add(name, func(w io.Writer) error { _, err := w.Write(content); return err }); err != nil {
				t.Fatal(err)
			}
		}
		m, err := d.Commit(nil)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Remove(m)
		if m.Files[0].Name != "value" { // the order of the map's
			m.Files[0], m.Files[1] = m.Files[1], m.Files[0]
		}
		m.Tensors = []store.Tensor{{File: 1, DType: dtype, Shape: []int64{rows, columns}}}
		before := len(ts.ExistingTensors)
		var ring ringed
		if err := decode(m, reflect.ValueOf(&ring).Elem()); err != nil && len(ts.ExistingTensors) > before {
			t.Errorf("%d tensors are left after %v", len(ts.ExistingTensors)-before, err)
		}
		dropAll(&ring, map[*ts.Tensor]bool{})
		var plain []float64
		_ = decode(m, reflect.ValueOf(&plain).Elem())
		var one *ts.Tensor
		if err := decode(m, reflect.ValueOf(&one).Elem()); err == nil {
			one.MustDrop()
		}
	})
}

// dropAll drops each tensor of a value once.
func dropAll(r *ringed, done map[*ts.Tensor]bool) {
	all := append(r.Tensors, r.Pair[:]...)
	for _, x := range r.ByName {
		all = append(all, x)
	}
	for _, x := range all {
		if x != nil && !done[x] {
			done[x] = true
			x.MustDrop()
		}
	}
	if r.Next != nil {
		dropAll(r.Next, done)
	}
}

// FuzzCells reads notebooks' files as anything may have written them, to find the cell that keeps a value.
func FuzzCells(f *testing.F) {
	cell := map[string]any{"cell_type": "code", "execution_count": 5, "source": []string{"x := kernel.Keep(\"x\", f)\n", "y"}}
	good, err := json.Marshal(map[string]any{"cells": []any{cell}, "nbformat": 4})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good, "x")
	f.Add([]byte(strings.Replace(string(good), "5", "null", 1)), "x")
	f.Add([]byte(`{"cells":[{"cell_type":"code","source":"kernel.Keep(\"y\", f)"},{"cell_type":"code","source":7},null]}`), "y")
	f.Add([]byte(`[]`), "")
	f.Add([]byte(`{"cells":[{"cell_type":"markdown","execution_count":-1}]}`), "x")
	file := filepath.Join(f.TempDir(), "n.ipynb")
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		list := readCells(file)
		got := list.keeping(name, "var x")
		if got != "var x" && !strings.HasPrefix(got, "In [") && !strings.HasPrefix(got, "cell ") {
			t.Errorf("the cell is called %q", got)
		}
		if len(list) == 0 && got != "var x" {
			t.Errorf("%q in a notebook without cells", got)
		}
	})
}
