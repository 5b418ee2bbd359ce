package plots

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// refused is a call that a function of this package must not take.
type refused struct {
	call func() (*Figure, error)
	kind error
	says string
}

// refuses fails the test if one of the calls gives a figure, or an error that says less than it should.
func refuses(t *testing.T, cases map[string]refused) {
	t.Helper()
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			f, err := c.call()
			var arg *ArgError
			if !errors.As(err, &arg) || !errors.Is(err, c.kind) || f != nil {
				t.Fatalf("figure %v, error %v, want an ArgError of kind %v", f != nil, err, c.kind)
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v: says nothing of %q", err, c.says)
			}
		})
	}
}

// badTensors are what no function takes as data of the given shape: good data with one value replaced, and no data at all.
func badTensors(t *testing.T, call func(*ts.Tensor) (*Figure, error), bad ...float32) map[string]refused {
	dropped, err := ts.NewTensorFromData([]float32{1}, []int64{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	dropped.MustDrop()
	empty := must[*ts.Tensor](t)(ts.Zeros([]int64{0, 3}, gotch.Float, gotch.CPU))
	t.Cleanup(empty.MustDrop)
	cases := map[string]refused{
		"nil":     {func() (*Figure, error) { return call(nil) }, ErrTensor, "nil"},
		"dropped": {func() (*Figure, error) { return call(dropped) }, ErrTensor, "dropped"},
		"empty":   {func() (*Figure, error) { return call(empty) }, ErrShape, "[0 3]"},
	}
	for _, v := range bad {
		name := map[bool]string{true: "NaN", false: short(float64(v))}[math.IsNaN(float64(v))]
		x := tensorOf(t, []float32{0, 1, 0, v}, 2, 2)
		cases[name] = refused{func() (*Figure, error) { return call(x) }, ErrValue, name}
	}
	return cases
}
