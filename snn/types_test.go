package snn

import (
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

// everyEncoder are all functions that make spikes of data.
var everyEncoder = map[string]encoder{
	"Rate": encoderOf(Rate), "RateConv": encoderOf(RateConv), "Latency": encoderOf(Latency), "Delta": encoderOf(Delta),
	"StepForward": encoderOf(StepForward), "PoissonIntervals": encoderOf(PoissonIntervals), "Phase": encoderOf(Phase),
	"WeightedPhase": encoderOf(WeightedPhase), "Burst": encoderOf(Burst), "TimeToFirstSpike": encoderOf(TimeToFirstSpike),
	"RankOrder": encoderOf(RankOrder), "Population": encoderOf(Population), "CurrentLIF": encoderOf(CurrentLIF),
	"SignedPoisson": encoderOf(SignedPoisson), "TemporalContrast": encoderOf(TemporalContrast), "MovingWindow": encoderOf(MovingWindow),
	"BSA": encoderOf(BSA), "HSA": encoderOf(HSA),
}

// Spikes have the data's element type if it is a floating-point one, else float32, or the one that DType asks for: in all codes.
func TestSpikeTypes(t *testing.T) {
	opts := []any{NumSteps(20), Seed(1), Linear(true)}
	for name, encode := range everyEncoder {
		for _, dtype := range tensormem.Numeric {
			x := tensortest.Owned(t, tensortest.Of(t, []float32{0, 1, 1}, 3, 1).MustTotype(dtype, false), nil)
			want := gotch.Float
			if isFloat(dtype) {
				want = dtype
			}
			spikes, err := encode(x, opts...)
			if got := tensortest.Owned(t, spikes, err).DType(); got != want {
				t.Errorf("%s of %s: %s, want %s", name, tensormem.DTypeName(dtype), tensormem.DTypeName(got), tensormem.DTypeName(want))
			}
			spikes, err = encode(x, append(opts, DType(gotch.Int8))...)
			if got := tensortest.Owned(t, spikes, err).DType(); got != gotch.Int8 {
				t.Errorf("%s of %s: %s, want int8", name, tensormem.DTypeName(dtype), tensormem.DTypeName(got))
			}
		}
	}
}

// Pixels from 0 to 255 that nobody has scaled are refused with what to do, by each code of values in [0, 1]. Scaled by a gain, they are
// probabilities, and whole numbers of 0 and 1 are.
func TestPixelsRefused(t *testing.T) {
	for name, encode := range everyEncoder {
		if slices.Contains([]string{"Delta", "StepForward", "RankOrder", "CurrentLIF", "TemporalContrast", "MovingWindow", "BSA", "HSA"}, name) { // these take any values
			continue
		}
		for _, dtype := range []gotch.DType{gotch.Uint8, gotch.Int16, gotch.Int, gotch.Int64} {
			pixels := tensortest.Owned(t, tensortest.Of(t, []uint8{0, 1, 128, 255}).MustTotype(dtype, false), nil)
			spikes, err := encode(pixels, NumSteps(20))
			wantArgError(t, spikes, err, name, "data", ErrRange)
			if err != nil && !strings.Contains(err.Error(), "dataset.ToTensor") {
				t.Errorf("%s: %v, want a hint at dataset.ToTensor", name, err)
			}
		}
		binary := tensortest.Of(t, []uint8{0, 1, 1})
		spikes, err := encode(binary, NumSteps(20), Linear(true))
		tensortest.Owned(t, spikes, err)
	}
	pixels := tensortest.Of(t, []uint8{0, 51, 255})
	spikes, err := Rate(pixels, NumSteps(1000), Gain(1.0/255), Seed(1))
	rates, err := DecodeRate(tensortest.Owned(t, spikes, err))
	tensortest.Want(t, tensortest.Owned(t, rates, err), []int64{3}, []float32{0, 0.2, 1}, 0.05)
	for _, opts := range [][]RateOption{{NumSteps(5), Gain(0.01)}, {NumSteps(5), Gain(1.0 / 255), Offset(0.1)}, {NumSteps(5), Gain(-1.0 / 255)}} {
		spikes, err := Rate(pixels, opts...)
		wantArgError(t, spikes, err, "Rate", "data", ErrRange)
	}
	// Floating-point numbers above 1 are clipped, as in snnTorch.
	spikes, err = Rate(tensortest.Of(t, []float32{2}), NumSteps(3), Seed(1))
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{3, 1}, []float32{1, 1, 1}, 0)
}
