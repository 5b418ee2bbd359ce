package check

import (
	"math"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/notebooks/internal/verdict"
	"gosnn/snn"
)

// Rate1 asks for spikes [200 x H x W] of a picture [H x W] with values in [0, 1], of which a pixel of 1 spikes in about 30% of the steps.
// Any seed will do.
func Rate1(picture, spikes *ts.Tensor) bool {
	const steps, gain = 200, 0.3
	if spikes == nil {
		return verdict.NotYet(verdict.NoAnswer)
	}
	want, err := snn.Rate(picture, snn.NumSteps(steps), snn.Gain(gain), snn.Seed(1))
	if err != nil {
		return verdict.NotYet("the picture: %v", err)
	}
	defer want.MustDrop()
	times, err := spikeTimes(spikes)
	if err != nil {
		return verdict.NotYet("these are no spikes: %v", err)
	}
	if !sameShape(spikes, want) {
		return verdict.NotYet("the shape is %v, want %v: time, height, width.", spikes.MustSize(), want.MustSize())
	}
	var variance float64 // of the number of spikes
	for i, x := range copied(picture) {
		p := min(max(x*gain, 0), 1)
		variance += steps * p * (1 - p)
		if p == 0 && times[i] < steps {
			return verdict.NotYet("black pixels spike. Is there an Offset?")
		}
	}
	// Two draws of the same code differ by their noise alone; six standard deviations are not seen in a lifetime.
	got, expected := sum(copied(spikes)), sum(copied(want))
	if math.Abs(got-expected) > 6*math.Sqrt(2*variance) {
		return verdict.NotYet("there are %.0f spikes, and about %.0f are expected. The gain is the probability of a spike for a pixel of 1.", got, expected)
	}
	return verdict.Right("%.0f spikes, where about %.0f are expected.", got, expected)
}

// Rate2 asks for the smallest number of steps after which the rate of a neuron with x = 0.5 is known to a standard deviation of 0.02.
func Rate2(steps int) bool {
	const x, wanted, neurons, most = 0.5, 0.02, 1000, 10000
	if steps <= 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	if steps > most {
		return verdict.NotYet("%d steps are far more than are needed.", steps)
	}
	measured, err := spread(x, neurons, steps)
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	// The theory decides, as the measurement has noise of its own.
	deviation := func(steps int) float64 { return math.Sqrt(x * (1 - x) / float64(steps)) }
	switch {
	case deviation(steps) > wanted:
		return verdict.NotYet("after %d steps the rates of %d such neurons spread by %.4f. That is too much.", steps, neurons, measured)
	case steps > 1 && deviation(steps-1) <= wanted:
		return verdict.NotYet("after %d steps the rates of %d such neurons spread by %.4f. Fewer steps are enough.", steps, neurons, measured)
	}
	return verdict.Right("after %d steps the rates of %d such neurons spread by %.4f.", steps, neurons, measured)
}

// spread is the standard deviation of the rates that many neurons of the value x have after some steps.
func spread(x float64, neurons, steps int) (float64, error) {
	values := snn.Must(snn.Full([]int64{int64(neurons)}, x))
	defer values.MustDrop()
	spikes, err := snn.Rate(values, snn.NumSteps(steps), snn.DType(gotch.Uint8), snn.Seed(1))
	if err != nil {
		return 0, err
	}
	defer spikes.MustDrop()
	rates, err := snn.DecodeRate(spikes)
	if err != nil {
		return 0, err
	}
	var squares float64
	for _, r := range take(rates) {
		squares += (r - x) * (r - x)
	}
	return math.Sqrt(squares / float64(neurons)), nil
}

// Rate3 asks for the picture [H x W] back, at its full brightness, out of spikes [T x H x W] made with a gain of 0.25.
func Rate3(spikes, picture *ts.Tensor) bool {
	const gain = 0.25
	if picture == nil {
		return verdict.NotYet(verdict.NoAnswer)
	}
	rate, err := snn.DecodeRate(spikes)
	if err != nil {
		return verdict.NotYet("the spikes: %v", err)
	}
	defer rate.MustDrop()
	if _, err := snn.ConvertToTime(picture); err != nil {
		return verdict.NotYet("this is no picture: %v", err)
	}
	if !sameShape(picture, rate) {
		return verdict.NotYet("the shape is %v, want %v.", picture.MustSize(), rate.MustSize())
	}
	got, want := copied(picture), copied(rate)
	asRate, asPicture := true, true
	for i := range got {
		asRate = asRate && math.Abs(got[i]-want[i]) < 1e-5
		asPicture = asPicture && math.Abs(got[i]-want[i]/gain) < 1e-5
	}
	switch {
	case asPicture:
		return verdict.Right("the mean over time, divided by the gain.")
	case asRate:
		return verdict.NotYet("this is the rate, gain · x. How does x come out of it?")
	}
	return verdict.NotYet("the values are neither the rate nor the picture.")
}
