package snn

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/sugarme/gotch/ts"
)

// tensorOf makes a tensor of a slice and a shape, which the test drops at its end. No shape: one dimension.
func tensorOf(t testing.TB, data any, shape ...int64) *ts.Tensor {
	t.Helper()
	x, err := ts.OfSlice(data)
	if err != nil {
		t.Fatal(err)
	}
	if shape != nil {
		x = x.MustView(shape, true)
	}
	return owned(t, x, nil)
}

// owned has the test drop x at its end, and fails it on an error.
func owned(t testing.TB, x *ts.Tensor, err error) *ts.Tensor {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.MustDrop)
	return x
}

// zeros makes a tensor of zeros, also with no dimension or no element, which gotch's own functions fail on.
func zeros(t testing.TB, shape ...int64) *ts.Tensor {
	t.Helper()
	x, data, err := newFloats("zeros", shape)
	clear(data)
	return owned(t, x, err)
}

// valuesOf copies a tensor's shape and values.
func valuesOf(t testing.TB, x *ts.Tensor) ([]int64, []float32) {
	t.Helper()
	data, v, err := floatsOf("valuesOf", "x", x, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer v.release()
	return v.shape, slices.Clone(data)
}

// wantTensor compares a tensor's shape, and its values to within tolerance.
func wantTensor(t testing.TB, x *ts.Tensor, shape []int64, want []float32, tolerance float64) {
	t.Helper()
	gotShape, got := valuesOf(t, x)
	if !slices.Equal(gotShape, shape) || len(got) != len(want) {
		t.Fatalf("shape %v of %d values, want %v of %d", gotShape, len(got), shape, len(want))
	}
	for i := range want {
		if !(math.Abs(float64(got[i]-want[i])) <= tolerance) {
			t.Fatalf("element %d is %v, want %v\ngot  %v\nwant %v", i, got[i], want[i], got, want)
		}
	}
}

// wantArgError checks that err is an ArgError of a kind about an argument of a function.
func wantArgError(t testing.TB, x *ts.Tensor, err error, fn, arg string, kind error) {
	t.Helper()
	if x != nil && err != nil {
		t.Error("a tensor besides the error")
		x.MustDrop()
	}
	var e *ArgError
	if !errors.As(err, &e) || e.Func != fn || e.Arg != arg || !errors.Is(err, kind) {
		t.Errorf("error %v, want one of snn.%s about %s: %v", err, fn, arg, kind)
	}
}

// nan is a value to be refused.
var nan = float32(math.NaN())

// ramp is n values from 0 to 1, in even steps.
func ramp(n int) []float32 {
	values := make([]float32, n)
	for i := range values {
		values[i] = float32(i) / float32(n-1)
	}
	return values
}
