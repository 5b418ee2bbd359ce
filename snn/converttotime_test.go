package snn

import (
	"fmt"
	"math"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

func TestConvertToTime(t *testing.T) {
	inf := math.Inf(1)
	x := []float64{-3, 0, 0.005, 0.01, 0.02, 1, 5}
	want := []float64{inf, inf, inf, inf, 5 * math.Ln2, -5 * math.Log(0.99), -5 * math.Log(1-0.002)}
	for _, dtype := range []gotch.DType{gotch.Double, gotch.Float} {
		data := tensortest.Owned(t, tensortest.Of(t, x).MustTotype(dtype, false), nil)
		times, err := ConvertToTime(data)
		if err != nil {
			t.Fatal(err)
		}
		defer times.MustDrop()
		if times.DType() != dtype {
			t.Errorf("%s became %s", tensormem.DTypeName(dtype), tensormem.DTypeName(times.DType()))
		}
		for i, got := range times.Float64Values() {
			if got != want[i] && !(math.Abs(got-want[i]) < 1e-6) {
				t.Errorf("%s: time of %v is %v, want %v", tensormem.DTypeName(dtype), x[i], got, want[i])
			}
		}
	}
}

// The time that ConvertToTime gives is when V(t) = x (1 - exp(-t/tau)) is at the threshold.
func TestConvertToTimeIsCrossing(t *testing.T) {
	x := make([]float64, 1000)
	for i := range x {
		x[i] = 0.2 + float64(i+1)/100
	}
	times, err := ConvertToTime(tensortest.Of(t, x), Tau(3), Threshold(0.2))
	tensortest.Owned(t, times, err)
	for i, at := range times.Float64Values() {
		if v := x[i] * -math.Expm1(-at/3); math.Abs(v-0.2) > 1e-12 {
			t.Errorf("x %v: %v at time %v", x[i], v, at)
		}
	}
}

func TestConvertToTimeErrors(t *testing.T) {
	x := tensortest.Of(t, tensortest.Ramp(3))
	for _, c := range []struct {
		x    *ts.Tensor
		opts []ConvertToTimeOption
		arg  string
		kind error
	}{
		{x, []ConvertToTimeOption{Tau(0)}, "Tau", ErrRange},
		{x, []ConvertToTimeOption{Threshold(-0.1)}, "Threshold", ErrRange},
		{x, []ConvertToTimeOption{Threshold(math.NaN())}, "Threshold", ErrRange},
		{nil, nil, "data", ErrTensor},
		{tensortest.Of(t, []float32{tensortest.NaN}), nil, "data", ErrNotFinite},
	} {
		times, err := ConvertToTime(c.x, c.opts...)
		wantArgError(t, times, err, "ConvertToTime", c.arg, c.kind)
	}
}

// Below the threshold and at it, a neuron never fires.
func ExampleConvertToTime() {
	current := ts.MustOfSlice([]float64{0, 0.01, 0.02, 0.5, 1})
	defer current.MustDrop()
	times := Must(ConvertToTime(current, Tau(5), Threshold(0.01)))
	defer times.MustDrop()
	fmt.Printf("%.3f\n", times.Float64Values())
	// Output: [+Inf +Inf 3.466 0.101 0.050]
}
