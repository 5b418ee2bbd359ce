package check

import (
	"github.com/sugarme/gotch/ts"

	"gosnn/notebooks/internal/verdict"
	"gosnn/snn"
)

// firesAt is the step at which a value fires under options of snn.Latency.
func firesAt(x float64, opts ...snn.LatencyOption) (int, error) {
	value := snn.Must(snn.Full([]int64{1}, x))
	defer value.MustDrop()
	spikes, err := snn.Latency(value, opts...)
	if err != nil {
		return 0, err
	}
	defer spikes.MustDrop()
	times, err := spikeTimes(spikes)
	if err != nil {
		return 0, err
	}
	return int(times[0]), nil
}

// Latency1 asks for the step at which a pixel of 0.02 fires, with Tau 5 and Threshold 0.01. -1 is no answer.
func Latency1(step int) bool {
	const x, tau, threshold = 0.02, 5, 0.01
	if step < 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	want, err := firesAt(x, snn.NumSteps(100), snn.Tau(tau), snn.Threshold(threshold))
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	switch {
	case step < want:
		return verdict.NotYet("at step %d the voltage has not reached the threshold.", step)
	case step > want:
		return verdict.NotYet("at step %d the spike has been.", step)
	}
	return verdict.Right("step %d.", want)
}

// Latency2 asks for the Tau with which the linear code, not normalized, has a black pixel fire in the last of 100 steps.
func Latency2(tau float64) bool {
	const steps = 100
	if tau == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	step, err := firesAt(0, snn.NumSteps(steps), snn.Tau(tau), snn.Threshold(0.01), snn.Linear(true))
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	if step != steps-1 {
		return verdict.NotYet("with Tau %g a black pixel fires at step %d, want %d.", tau, step, steps-1)
	}
	return verdict.Right("with Tau %g a black pixel fires at step %d, the last.", tau, step)
}

// Latency3 asks for the linear latency code [50 x H x W] of a picture [H x W], normalized, in which pixels below 0.5 are silent.
func Latency3(picture, spikes *ts.Tensor) bool {
	const steps, threshold = 50, 0.5
	if spikes == nil {
		return verdict.NotYet(verdict.NoAnswer)
	}
	truth, err := snn.Latency(picture, snn.NumSteps(steps), snn.Threshold(threshold), snn.Clip(true), snn.Normalize(true), snn.Linear(true))
	if err != nil {
		return verdict.NotYet("the picture: %v", err)
	}
	defer truth.MustDrop()
	got, err := spikeTimes(spikes)
	if err != nil {
		return verdict.NotYet("these are no spikes: %v", err)
	}
	if !sameShape(spikes, truth) {
		return verdict.NotYet("the shape is %v, want %v: time, height, width.", spikes.MustSize(), truth.MustSize())
	}
	if n, m := sum(copied(spikes)), sum(copied(truth)); n != m {
		return verdict.NotYet("there are %.0f spikes, and %.0f pixels of %g and above, which fire once each.", n, m, threshold)
	}
	want, err := spikeTimes(truth)
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	for i, x := range copied(picture) {
		if got[i] != want[i] {
			return verdict.NotYet("a pixel of %.3f fires at step %.0f, want %.0f.", x, got[i], want[i])
		}
	}
	return verdict.Right("%.0f of %d pixels fire.", sum(copied(truth)), len(want))
}
