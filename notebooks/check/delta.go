package check

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/notebooks/internal/verdict"
	"gosnn/snn"
)

// Delta1 asks for a threshold with which the signal [T] has one on-spike only, at its largest rise.
func Delta1(signal *ts.Tensor, threshold float64) bool {
	if threshold == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	spikes, err := snn.Delta(signal, snn.Threshold(threshold))
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	var at []int
	for t, s := range take(spikes) {
		if s > 0 {
			at = append(at, t)
		}
	}
	if threshold < 0 || len(at) != 1 {
		return verdict.NotYet("with a threshold of %g there are spikes at steps %v, want one.", threshold, at)
	}
	return verdict.Right("with a threshold of %g there is one spike, at step %d.", threshold, at[0])
}

// Delta2 asks for spikes [T] from which the drift [T], slower than 4 a step, comes back to within 4, by its first value plus snn.DecodeDelta.
func Delta2(drift, spikes *ts.Tensor) bool {
	const threshold = 4
	if spikes == nil {
		return verdict.NotYet(verdict.NoAnswer)
	}
	truth, err := snn.StepForward(drift, snn.Threshold(threshold))
	if err != nil {
		return verdict.NotYet("the drift: %v", err)
	}
	defer truth.MustDrop()
	decoded, err := snn.DecodeDelta(spikes, snn.Threshold(threshold))
	if err != nil {
		return verdict.NotYet("these are no spikes: %v", err)
	}
	defer decoded.MustDrop()
	if !sameShape(spikes, truth) {
		return verdict.NotYet("the shape is %v, want %v.", spikes.MustSize(), truth.MustSize())
	}
	best, err := snn.DecodeDelta(truth, snn.Threshold(threshold))
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	values, allowed := copied(drift), 0.0
	for t, x := range take(best) {
		allowed = max(allowed, math.Abs(values[0]+x-values[t]))
	}
	for t, x := range copied(decoded) {
		if off := math.Abs(values[0] + x - values[t]); off > allowed+1e-5 {
			return verdict.NotYet("at step %d the decoded signal is off by %.2f; within %.2f is possible.", t, off, allowed)
		}
	}
	return verdict.Right("the decoded signal is never off by more than %.2f.", allowed)
}

// Delta3 asks for the on- and off-spikes [T] of a signal [T] at a threshold of 4, without one for the level at which it begins.
func Delta3(signal, spikes *ts.Tensor) bool {
	if spikes == nil {
		return verdict.NotYet(verdict.NoAnswer)
	}
	truth, err := snn.Delta(signal, snn.Threshold(4), snn.OffSpike(true), snn.Padding(true))
	if err != nil {
		return verdict.NotYet("the signal: %v", err)
	}
	defer truth.MustDrop()
	valid, err := snn.DecodeDelta(spikes)
	if err != nil {
		return verdict.NotYet("these are no spikes: %v", err)
	}
	valid.MustDrop()
	if !sameShape(spikes, truth) {
		return verdict.NotYet("the shape is %v, want %v.", spikes.MustSize(), truth.MustSize())
	}
	got, want := copied(spikes), copied(truth)
	for t := range want {
		if got[t] != want[t] {
			return verdict.NotYet("step %d has %+.0f, want %+.0f.", t, got[t], want[t])
		}
	}
	return verdict.Right("the spikes are %s.", fmt.Sprint(want))
}
