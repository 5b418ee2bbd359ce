package value_test

import (
	"io"
	"reflect"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/internal/store"
	"gosnn/kernel/internal/value"
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
		if err := save(s, v); err != nil {
			f.Fatal(err)
		}
		kept, err := s.Get("v", testKey)
		if err != nil || kept == nil {
			f.Fatal(kept, err)
		}
		defer kept.Close()
		defer s.Remove(&kept.Meta)
		file, err := kept.Open(0)
		if err != nil {
			f.Fatal(err)
		}
		defer file.Close()
		content, err := io.ReadAll(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content, int64(2), int64(3), 0)
	}
	x := tensorOf(f, 0, 2, 3)
	seed(ringed{Next: &ringed{Tensors: []*ts.Tensor{x, nil}}, ByName: map[string]*ts.Tensor{"x": x}, Pair: [2]*ts.Tensor{x, x}})
	seed(ringed{})
	seed([]float64{1, 2})
	f.Fuzz(func(t *testing.T, content []byte, rows, columns int64, dtype int) {
		d, err := s.New(store.Meta{Name: "v", Key: testKey})
		if err != nil {
			t.Fatal(err)
		}
		defer d.Discard()
		for _, file := range []struct {
			name    string
			content []byte
		}{{"value", content}, {"elements", make([]byte, 24)}} {
			if _, err := d.Add(file.name, func(w io.Writer) error { _, err := w.Write(file.content); return err }); err != nil {
				t.Fatal(err)
			}
		}
		if err := d.Commit(nil); err != nil {
			t.Fatal(err)
		}
		m, err := s.Get("v", testKey)
		if err != nil || m == nil {
			t.Fatal(m, err)
		}
		defer m.Close()
		defer s.Remove(&m.Meta)
		m.Tensors = []store.Tensor{{File: 1, DType: dtype, Shape: []int64{rows, columns}}}
		before := len(ts.ExistingTensors)
		var ring ringed
		if err := value.Decode(m, reflect.ValueOf(&ring).Elem()); err != nil && len(ts.ExistingTensors) > before {
			t.Errorf("%d tensors are left after %v", len(ts.ExistingTensors)-before, err)
		}
		dropAll(&ring, map[*ts.Tensor]bool{})
		var plain []float64
		_ = value.Decode(m, reflect.ValueOf(&plain).Elem())
		var one *ts.Tensor
		if err := value.Decode(m, reflect.ValueOf(&one).Elem()); err == nil {
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
