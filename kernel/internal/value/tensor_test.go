package value_test

import (
	"errors"
	"io"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensormem"
)

// TestDTypes keeps a tensor of each element type, also views, which are not contiguous, and empty ones.
func TestDTypes(t *testing.T) {
	s := openStore(t)
	for _, dtype := range tensormem.DTypes {
		x := tensorOf(t, 0, 3, 4).MustTotype(dtype, true)
		for what, v := range map[string]*ts.Tensor{
			"whole": x, "transposed": x.MustT(false), "part": x.MustNarrow(1, 1, 2, false), "scalar": x.MustSelect(0, 1, false).MustSelect(0, 2, true),
			"empty": x.MustNarrow(0, 0, 0, false),
		} {
			got, err := keepAndLoad(t, s, v)
			if err != nil {
				t.Fatalf("%v %s: %v", dtype, what, err)
			}
			equalTensors(t, tensormem.DTypeName(dtype)+" "+what, got, v)
			if got.MustStride(); !isContiguous(got) {
				t.Errorf("%v %s: not contiguous", dtype, what)
			}
			got.MustDrop()
		}
	}
	z := tensorOf(t, 0, 2).MustTotype(gotch.ComplexFloat, true).MustMulScalar(ts.FloatScalar(1), true)
	conj := z.MustConj(false)
	got, err := keepAndLoad(t, s, conj)
	if err != nil {
		t.Fatal(err)
	}
	equalTensors(t, "conjugated", got, conj)
}

func isContiguous(x *ts.Tensor) bool {
	shape, stride, n := x.MustSize(), x.MustStride(), int64(1)
	for i := len(shape) - 1; i >= 0; i-- {
		if shape[i] > 1 && stride[i] != n {
			return false
		}
		n *= max(shape[i], 1)
	}
	return true
}

func TestGradient(t *testing.T) {
	x := tensorOf(t, 1, 3).MustSetRequiresGrad(true, true)
	got, err := keepAndLoad(t, openStore(t), x)
	if err != nil {
		t.Fatal(err)
	}
	equalTensors(t, "requires a gradient", got, x)
	y := x.MustMulScalar(ts.FloatScalar(2), false)
	got, err = keepAndLoad(t, openStore(t), y)
	if err != nil {
		t.Fatal(err)
	}
	if !got.MustRequiresGrad() {
		t.Error("the gradient's requirement is lost")
	}
}

// TestCopyOnWrite changes a mapped tensor, and looks at the file and at another mapping.
func TestCopyOnWrite(t *testing.T) {
	s := openStore(t)
	if err := save(s, tensorOf(t, 1, 2000)); err != nil {
		t.Fatal(err)
	}
	var a, b *ts.Tensor
	if err := errors.Join(load(t, s, &a), load(t, s, &b)); err != nil {
		t.Fatal(err)
	}
	a.MustZero_()
	if x := b.Float64Values()[1999]; x != 2000 {
		t.Errorf("another mapping reads %v, want 2000", x)
	}
	kept, err := s.Get("v", testKey)
	if err != nil || kept == nil {
		t.Fatal(kept, err)
	}
	defer kept.Close()
	f, err := kept.Open(1)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil || string(data[:4]) != "\x00\x00\x80\x3f" {
		t.Errorf("the file begins with % x, %v", data[:4], err)
	}
}

// BenchmarkLoad maps a kept tensor of 40 MB.
func BenchmarkLoad(b *testing.B) {
	s := openStore(b)
	if err := save(s, tensorOf(b, 0, 100, 128, 1, 28, 28)); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		var x *ts.Tensor
		if err := load(b, s, &x); err != nil {
			b.Fatal(err)
		}
		x.MustDrop()
	}
}

// BenchmarkSave keeps a tensor of 40 MB.
func BenchmarkSave(b *testing.B) {
	s, x := openStore(b), tensorOf(b, 0, 100, 128, 1, 28, 28)
	for b.Loop() {
		if err := save(s, x); err != nil {
			b.Fatal(err)
		}
		_ = s.ForgetAll()
	}
}
