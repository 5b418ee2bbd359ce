package snn

import (
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

func TestValues(t *testing.T) {
	ones := tensortest.Of(t, []float32{0, 1, 1, 0, 1, 0}, 2, 3)
	for _, dtype := range tensormem.Numeric {
		x := tensortest.Owned(t, ones.MustTotype(dtype, false), nil)
		transposed := tensortest.Owned(t, x.MustT(false), nil)
		for i, x := range []*ts.Tensor{x, transposed} {
			want := [][]float64{{0, 1, 1, 0, 1, 0}, {0, 0, 1, 1, 1, 0}}[i]
			if got, err := Values(x); err != nil || !slices.Equal(got, want) {
				t.Errorf("%s: %v, %v", tensormem.DTypeName(dtype), got, err)
			}
		}
	}
	if got, err := Values(tensortest.Zeros(t, 0, 3)); len(got) != 0 || err != nil {
		t.Errorf("of nothing: %v, %v", got, err)
	}
	_, err := Values(nil)
	wantArgError(t, nil, err, "Values", "x", ErrTensor)
	_, err = Values(tensortest.Owned(t, ones.MustTotype(gotch.ComplexFloat, false), nil))
	wantArgError(t, nil, err, "Values", "x", ErrDType)
}

// A value with a graph is read without a trace.
func TestValuesKeepsNothing(t *testing.T) {
	x := tensortest.Owned(t, tensortest.Of(t, tensortest.Ramp(1000)).MustSetRequiresGrad(true, false), nil)
	loss := tensortest.Owned(t, x.MustSum(gotch.Double, false), nil)
	live := len(ts.ExistingTensors)
	for range 100 {
		Must(Values(loss))
	}
	if now := len(ts.ExistingTensors); now != live {
		t.Errorf("%d tensors are left of %d", now, live)
	}
}
