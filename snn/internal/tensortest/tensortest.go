// Package tensortest makes tensors for tests, and compares them.
package tensortest

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// NaN is a value to be refused.
var NaN = float32(math.NaN())

// Of makes a tensor of a slice and a shape, which the test drops at its end. No shape: one dimension.
func Of(t testing.TB, data any, shape ...int64) *ts.Tensor {
	t.Helper()
	x, err := ts.OfSlice(data)
	if err != nil {
		t.Fatal(err)
	}
	if shape != nil {
		x = x.MustView(shape, true)
	}
	return Owned(t, x, nil)
}

// Owned has the test drop x at its end, and fails it on an error.
func Owned(t testing.TB, x *ts.Tensor, err error) *ts.Tensor {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(x.MustDrop)
	return x
}

// Zeros makes a float32 tensor of zeros, also with no dimension or no element, which gotch's own functions fail on.
func Zeros(t testing.TB, shape ...int64) *ts.Tensor {
	t.Helper()
	x, data, err := tensormem.New[float32](shape)
	clear(data)
	return Owned(t, x, err)
}

// Values copies a tensor's shape and values.
func Values(t testing.TB, x *ts.Tensor) ([]int64, []float32) {
	t.Helper()
	data, v, err := tensormem.OpenFloats("x", x, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	return v.Shape, slices.Clone(data)
}

// Bytes copies the elements of a tensor as they lie in memory, and drops it.
func Bytes(t testing.TB, x *ts.Tensor, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer x.MustDrop()
	var all []byte
	if err := tensormem.Read(x, func(elements []byte) error { all = slices.Clone(elements); return nil }); err != nil {
		t.Fatal(err)
	}
	return all
}

// Want compares a tensor's shape, and its values to within tolerance.
func Want(t testing.TB, x *ts.Tensor, shape []int64, want []float32, tolerance float64) {
	t.Helper()
	gotShape, got := Values(t, x)
	if !slices.Equal(gotShape, shape) || len(got) != len(want) {
		t.Fatalf("shape %v of %d values, want %v of %d", gotShape, len(got), shape, len(want))
	}
	for i := range want {
		if !(math.Abs(float64(got[i]-want[i])) <= tolerance) {
			t.Fatalf("element %d is %v, want %v\ngot  %v\nwant %v", i, got[i], want[i], got, want)
		}
	}
}

// WantError checks that err is an argument.Error of a kind about an argument of a function, and that there is no tensor besides.
func WantError(t testing.TB, x *ts.Tensor, err error, fn, arg string, kind error) {
	t.Helper()
	if x != nil && err != nil {
		t.Error("a tensor besides the error")
		x.MustDrop()
	}
	var e *argument.Error
	if !errors.As(err, &e) || e.Func != fn || e.Arg != arg || !errors.Is(err, kind) {
		t.Errorf("error %v, want one of %s about %s: %v", err, fn, arg, kind)
	}
}

// Ramp returns n values from 0 to 1, in even steps.
func Ramp(n int) []float32 {
	values := make([]float32, n)
	for i := range values {
		values[i] = float32(i) / float32(n-1)
	}
	return values
}
