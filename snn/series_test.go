package snn

import (
	"math"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/tensortest"
)

func TestTemporalContrast(t *testing.T) {
	// Changes 1, 1, 1, 5 have mean 2 and standard deviation √3; -4, 0, 0, 0 have mean -1 and √3.
	data := tensortest.Of(t, []float32{0, 4, 1, 0, 2, 0, 3, 0, 8, 0}, 5, 2)
	spikes, err := TemporalContrast(data)
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{5, 2}, []float32{0, 0, 0, -1, 0, 0, 0, 0, 1, 0}, 0)
	thresholds, err := ContrastThresholds(data)
	tensortest.Want(t, tensortest.Owned(t, thresholds, err), []int64{2}, []float32{float32(2 + math.Sqrt(3)), float32(math.Sqrt(3) - 1)}, 1e-6)
	series, err := DecodeTemporalContrast(spikes, thresholds)
	up, down := float32(2+math.Sqrt(3)), float32(1-math.Sqrt(3))
	tensortest.Want(t, tensortest.Owned(t, series, err), []int64{5, 2}, []float32{0, 0, 0, down, 0, down, 0, down, up, down}, 1e-6)
	one, err := TemporalContrast(tensortest.Of(t, []float32{7}), Factor(-1))
	tensortest.Want(t, tensortest.Owned(t, one, err), []int64{1}, []float32{0}, 0)
}

func TestMovingWindow(t *testing.T) {
	data := tensortest.Of(t, []float32{1, 1, 4, 1, 0, 2})
	// Means of the two before: 1 (of one), 1, 2.5, 2.5, 0.5.
	spikes, err := MovingWindow(data, Threshold(1.5), Window(2))
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{6}, []float32{0, 0, 1, 0, -1, 0}, 0)
	spikes, err = MovingWindow(data, Threshold(1.25), Window(2), DType(gotch.Int8))
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{6}, []float32{0, 0, 1, -1, -1, 1}, 0)
}

func TestHSA(t *testing.T) {
	data := tensortest.Of(t, []float32{1, 2, 2, 1, 0, 1}, 6, 1)
	spikes, err := HSA(data, Filter{1, 1})
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{6, 1}, []float32{1, 1, 1, 0, 0, 0}, 0)
	series, err := DecodeFilter(spikes, Filter{1, 1})
	tensortest.Want(t, tensortest.Owned(t, series, err), []int64{6, 1}, []float32{1, 2, 2, 1, 0, 0}, 0)
}

func TestBSA(t *testing.T) {
	// At the last 1 the filter does not fit, and beyond the end its second value is an error: |1-1| + |0-1| = |1| + |0|.
	data := tensortest.Of(t, []float32{1, 2, 1.5, 0, 0, 1})
	spikes, err := BSA(data, Filter{1, 1}, Threshold(0.5))
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{6}, []float32{1, 1, 0, 0, 0, 0}, 0)
}

// A smooth series in [0, 1] comes back within 0.06 on average; HSA's never exceeds it.
func TestFilterRoundTrip(t *testing.T) {
	const steps = 400
	data := make([]float32, steps)
	for i := range data {
		data[i] = float32(0.5 - 0.4*math.Cos(2*math.Pi*float64(i)/100))
	}
	x := tensortest.Of(t, data)
	for name, encode := range map[string]encoder{"BSA": encoderOf(BSA), "HSA": encoderOf(HSA)} {
		spikes, err := encode(x)
		series, err := DecodeFilter(tensortest.Owned(t, spikes, err))
		_, got := tensortest.Values(t, tensortest.Owned(t, series, err))
		sum := 0.0
		for i, v := range data {
			sum += math.Abs(float64(v - got[i]))
			if name == "HSA" && got[i] > v+1e-5 {
				t.Fatalf("HSA at step %d: %v of %v", i, got[i], v)
			}
		}
		if mean := sum / steps; mean > 0.06 {
			t.Errorf("%s: the mean error is %v", name, mean)
		}
	}
}

// Decoding finds each value within the limits that its spikes give.
func TestCurrentLIF(t *testing.T) {
	// v: 0.75, 1.125 fires; then the same again.
	spikes, err := CurrentLIF(tensortest.Of(t, []float32{1.5, 1, 40}), NumSteps(5), Tau(2))
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{5, 3}, []float32{0, 0, 1, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 0, 1}, 0)
	r := loop.NewRandom(1, loop.StreamRand)
	data := make([]float32, 200)
	for i := range data {
		data[i] = float32(1.2 + 4*r.Uniform(0, uint64(i)))
	}
	spikes, err = CurrentLIF(tensortest.Of(t, data), NumSteps(100))
	values, err := DecodeCurrentLIF(tensortest.Owned(t, spikes, err))
	_, got := tensortest.Values(t, tensortest.Owned(t, values, err))
	reached := func(n float64) float64 { return 1 - math.Pow(0.9, n) }
	for i, x := range data {
		n := 1.0
		for float64(x)*reached(n) <= 1 {
			n++
		}
		if low, high := 1/reached(n), 1/reached(n-1); math.Abs(float64(got[i]-x)) > (high-low)/2+1e-5 {
			t.Errorf("%v comes back as %v", x, got[i])
		}
	}
}

func TestSignedPoisson(t *testing.T) {
	data := []float32{-1, -0.25, 0, 0.5, 1}
	const steps = 20000
	spikes, err := SignedPoisson(tensortest.Of(t, data), NumSteps(steps), Seed(3))
	tensortest.Owned(t, spikes, err)
	again, err := SignedPoisson(tensortest.Of(t, data), NumSteps(steps), Seed(3))
	_, want := tensortest.Values(t, spikes)
	tensortest.Want(t, tensortest.Owned(t, again, err), []int64{steps, 5}, want, 0)
	values, err := DecodeSignedPoisson(spikes)
	_, got := tensortest.Values(t, tensortest.Owned(t, values, err))
	for i, x := range data {
		// Six standard errors of the mean of so many draws with probability |x|/10.
		p := math.Abs(float64(x)) / 10
		if d := math.Abs(float64(got[i] - x)); d > 6*math.Sqrt(p*(1-p)/steps)/0.1+1e-6 {
			t.Errorf("%v comes back as %v", x, got[i])
		}
	}
	full, err := SignedPoisson(tensortest.Of(t, []float32{-1, 1}), NumSteps(3), MaxRate(2000), Seed(1), DType(gotch.Int8))
	tensortest.Want(t, tensortest.Owned(t, full, err), []int64{3, 2}, []float32{-1, 1, -1, 1, -1, 1}, 0)
}

func TestSeriesRefuses(t *testing.T) {
	series, spikes := tensortest.Of(t, []float32{0, 1}), tensortest.Of(t, []float32{0, 2})
	of := func(x *ts.Tensor, err error) func() (*ts.Tensor, error) {
		return func() (*ts.Tensor, error) { return x, err }
	}
	for _, c := range []struct {
		got     func() (*ts.Tensor, error)
		fn, arg string
		kind    error
	}{
		{of(TemporalContrast(series, Factor(math.NaN()))), "TemporalContrast", "Factor", ErrNotFinite},
		{of(TemporalContrast(series, DType(gotch.Uint8))), "TemporalContrast", "DType", ErrDType},
		{of(TemporalContrast(tensortest.Zeros(t))), "TemporalContrast", "data", ErrShape},
		{of(ContrastThresholds(series, Factor(math.Inf(1)))), "ContrastThresholds", "Factor", ErrNotFinite},
		{of(DecodeTemporalContrast(series, tensortest.Of(t, []float32{1}))), "DecodeTemporalContrast", "thresholds", ErrShape},
		{of(DecodeTemporalContrast(tensortest.Zeros(t, 2, 1), tensortest.Of(t, []float32{-1}))), "DecodeTemporalContrast", "thresholds", ErrRange},
		{of(DecodeTemporalContrast(spikes, series)), "DecodeTemporalContrast", "spikes", ErrRange},
		{of(MovingWindow(series, Window(0))), "MovingWindow", "Window", ErrRange},
		{of(MovingWindow(series, Threshold(0))), "MovingWindow", "Threshold", ErrRange},
		{of(BSA(series, Filter{})), "BSA", "Filter", ErrOption},
		{of(BSA(series, Threshold(-1))), "BSA", "Threshold", ErrRange},
		{of(HSA(series, Filter{0, 0})), "HSA", "Filter", ErrRange},
		{of(HSA(series, Filter{1, math.NaN()})), "HSA", "Filter", ErrNotFinite},
		{of(DecodeFilter(tensortest.Of(t, []float32{-1}))), "DecodeFilter", "spikes", ErrRange},
		{of(DecodeFilter(series, Filter{})), "DecodeFilter", "Filter", ErrOption},
		{of(CurrentLIF(series)), "CurrentLIF", "NumSteps", ErrOption},
		{of(CurrentLIF(series, NumSteps(3), Tau(0.5))), "CurrentLIF", "Tau", ErrRange},
		{of(CurrentLIF(series, NumSteps(3), Threshold(0))), "CurrentLIF", "Threshold", ErrRange},
		{of(DecodeCurrentLIF(spikes)), "DecodeCurrentLIF", "spikes", ErrRange},
		{of(DecodeCurrentLIF(series, Tau(0))), "DecodeCurrentLIF", "Tau", ErrRange},
		{of(SignedPoisson(spikes, NumSteps(3))), "SignedPoisson", "data", ErrRange},
		{of(SignedPoisson(series, NumSteps(3), DType(gotch.Bool))), "SignedPoisson", "DType", ErrDType},
		{of(SignedPoisson(series, NumSteps(3), SampleIndex(-1))), "SignedPoisson", "SampleIndex", ErrRange},
		{of(DecodeSignedPoisson(spikes)), "DecodeSignedPoisson", "spikes", ErrRange},
		{of(DecodeSignedPoisson(series, MaxRate(0))), "DecodeSignedPoisson", "MaxRate", ErrRange},
	} {
		x, err := c.got()
		wantArgError(t, x, err, c.fn, c.arg, c.kind)
	}
}
