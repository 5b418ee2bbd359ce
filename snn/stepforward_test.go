package snn

import (
	"math"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/tensortest"
)

func TestStepForward(t *testing.T) {
	// Two series: a step of three thresholds and a fall back; a drift of 0.4 a step.
	data := tensortest.Of(t, []float64{5, 0, 8.5, 0.4, 8.5, 0.8, 8.5, 1.2, 8.5, 1.6, 7, 2.0}, 6, 2)
	want := []float32{0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0}
	for _, dtype := range []gotch.DType{gotch.Float, gotch.Int8, gotch.Half} {
		x, err := StepForward(data, Threshold(1), DType(dtype))
		tensortest.Want(t, tensortest.Owned(t, x, err), []int64{6, 2}, want, 0)
	}
	x, err := StepForward(tensortest.Of(t, []float32{0, -1.5, -3}), Threshold(1))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{3}, []float32{0, -1, -1}, 0)
	x, err = StepForward(tensortest.Zeros(t, 0, 2))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{0, 2}, nil, 0)
}

// The baseline stays within one threshold of a series that changes by no more in a step.
func TestStepForwardRoundTrip(t *testing.T) {
	const threshold = 0.3
	r := loop.NewRandom(6, loop.StreamShuffle)
	series := make([]float32, 2000)
	at := 4.0
	for i := range series {
		at += threshold * (2*r.Uniform(0, uint64(i)) - 1)
		series[i] = float32(at)
	}
	spikes, err := StepForward(tensortest.Of(t, series), Threshold(threshold))
	decoded, err := DecodeDelta(tensortest.Owned(t, spikes, err), Threshold(threshold))
	_, got := tensortest.Values(t, tensortest.Owned(t, decoded, err))
	for i, x := range series {
		if d := math.Abs(float64(got[i] + series[0] - x)); d > threshold+1e-5 {
			t.Fatalf("step %d: %v came back as %v", i, x, got[i]+series[0])
		}
	}
}

func TestStepForwardRefuses(t *testing.T) {
	series := tensortest.Of(t, []float32{0, 1})
	for _, c := range []struct {
		data *ts.Tensor
		opt  StepForwardOption
		arg  string
		kind error
	}{
		{series, Threshold(0), "Threshold", ErrRange},
		{series, Threshold(math.NaN()), "Threshold", ErrRange},
		{series, DType(gotch.Uint8), "DType", ErrDType},
		{tensortest.Zeros(t), Threshold(1), "data", ErrShape},
		{tensortest.Of(t, []float32{tensortest.NaN}), Threshold(1), "data", ErrNotFinite},
		{nil, Threshold(1), "data", ErrTensor},
	} {
		x, err := StepForward(c.data, c.opt)
		wantArgError(t, x, err, "StepForward", c.arg, c.kind)
	}
}

// A slow drift, on which Delta is silent.
func ExampleStepForward() {
	series := ts.MustOfSlice([]float32{0, 0.6, 1.2, 1.8, 2.4, 3})
	Print(Must(Delta(series, Threshold(1))))
	spikes := Must(StepForward(series, Threshold(1)))
	Print(spikes)
	Print(Must(DecodeDelta(spikes, Threshold(1))))
	// Output:
	// tensor([0., 0., 0., 0., 0., 0.])
	// tensor([0., 0., 1., 0., 1., 0.])
	// tensor([0., 0., 1., 1., 2., 2.])
}
