package snn

import (
	"fmt"

	"gosnn/snn/internal/loop"

	"github.com/sugarme/gotch/ts"
)

type targetOptions struct {
	code          string
	correctRate   float64
	incorrectRate float64
	firingPattern string
}

// targetDefaults are snnTorch's.
func targetDefaults() options {
	return options{
		encoderOptions: encoderOptions{onTarget: 1},
		targetOptions:  targetOptions{correctRate: 1, firingPattern: "regular"},
	}
}

// CorrectRate sets the firing rate of the correct class, in spikes per time step, in [0, 1]: 1 fires at every step,
// 0.5 at half of them, 0 never.
func CorrectRate(rate float64) Option {
	return Option{"CorrectRate", func(o *options) { o.correctRate = rate }}
}

// IncorrectRate sets the firing rate of the other classes, in spikes per time step, in [0, 1] and not above
// [CorrectRate].
func IncorrectRate(rate float64) Option {
	return Option{"IncorrectRate", func(o *options) { o.incorrectRate = rate }}
}

// TargetsRate gives the targets of output neurons that code the class by their firing rate: the correct class fires
// at [CorrectRate], the others at [IncorrectRate].
//
// targets [B] holds class indices from 0 to numClasses-1. The result is float32
//
//	[B x C]       out[b, c]    = on if c == targets[b], else off
//	[T x B x C]   out[t, b, c] = target of the correct or of the incorrect train at step t
//
// without time in the default case, where every step would be the same: rates 1 and 0 (which fire at every step,
// whatever the pattern, and never) and first spike time 0. A train is [OnTarget] at its spikes and [OffTarget]
// elsewhere; with [Interpolate] it rises from off to on up to each spike. All neurons of the correct class share one
// train, all others another. Targets of 1 and 0 suit the output's spikes, others and interpolated ones its membrane
// potential. The caller keeps targets and owns the result.
//
// Options: [NumSteps] (required if the result has time), [FirstSpikeTime] (0), [CorrectRate] (1), [IncorrectRate] (0),
// [OnTarget] (1), [OffTarget] (0), [FiringPattern] ("regular"), [Interpolate] (false), [Seed], [SeedUsed].
// Errors: a rate outside [0, 1], an incorrect rate above the correct one, a first spike time beyond the end, an unknown
// pattern, targets that are no class indices.
// snnTorch: spikegen.targets_rate as documented. Version 1.0.0 gives five dimensions or fails for other rates than
// 1 and 0, loses an off target below 0, and does not interpolate up to a first spike time.
func TargetsRate(targets *ts.Tensor, numClasses int, opts ...Option) (*ts.Tensor, error) {
	return targetsRate("TargetsRate", targets, numClasses, opts)
}

func targetsRate(fn string, targets *ts.Tensor, numClasses int, opts []Option) (*ts.Tensor, error) {
	o, err := parseOptions(fn, targetDefaults(), opts,
		"NumSteps", "FirstSpikeTime", "CorrectRate", "IncorrectRate", "OnTarget", "OffTarget", "FiringPattern",
		"Interpolate", "Seed", "SeedUsed")
	if err != nil {
		return nil, err
	}
	everyStep := o.correctRate == 1 && o.incorrectRate == 0
	static := everyStep && o.firstSpikeTime == 0
	if static && !o.has("NumSteps") {
		o.numSteps = 1
	} else if err := o.checkNumSteps(fn); err != nil {
		return nil, err
	}
	if err := o.checkTargetRates(fn, "CorrectRate", o.correctRate); err != nil {
		return nil, err
	}
	if !(o.incorrectRate >= 0 && o.incorrectRate <= o.correctRate) {
		return nil, argError(fn, "IncorrectRate", o.incorrectRate,
			fmt.Sprintf("in [0, CorrectRate = %v] (spikes per time step)", o.correctRate), ErrRange)
	}
	if err := checkNumber(fn, "OnTarget", o.onTarget); err != nil {
		return nil, err
	}
	if err := checkNumber(fn, "OffTarget", o.offTarget); err != nil {
		return nil, err
	}
	classes, device, err := classIndices(fn, targets, numClasses)
	if err != nil {
		return nil, err
	}

	shape := []int64{int64(o.numSteps), int64(len(classes)), int64(numClasses)}
	if static {
		o.numSteps, shape = 1, shape[1:]
	}
	if everyStep {
		o.firingPattern = "regular"
	}
	r := loop.NewRandom(o.resolveSeed(), loop.StreamTargets)
	correct := o.targetTrace(o.targetSteps(o.correctRate, r, correctClass))
	incorrect := o.targetTrace(o.targetSteps(o.incorrectRate, r, incorrectClass))
	out, data, err := newFloats(fn, shape)
	if err != nil {
		return nil, err
	}
	for t := range correct {
		step := data[t*len(classes)*numClasses:][:len(classes)*numClasses]
		for i := range step {
			step[i] = incorrect[t]
		}
		for b, c := range classes {
			step[b*numClasses+c] = correct[t]
		}
	}
	return toDevice(fn, out, device)
}

// targetTrace gives the target of a train over time: on at its spikes and off elsewhere, or with interpolate a line
// that rises from off, at the step after a spike, to on at the next one.
func (o *options) targetTrace(spikes []int) []float32 {
	trace := make([]float32, o.numSteps)
	for t := range trace {
		trace[t] = float32(o.offTarget)
	}
	last := -1
	for _, t := range spikes {
		if o.interpolate && t > last+1 {
			slope := (o.onTarget - o.offTarget) / float64(t-last-1)
			for k := last + 1; k < t; k++ {
				trace[k] = float32(o.offTarget + slope*float64(k-last-1))
			}
		}
		trace[t] = float32(o.onTarget)
		last = t
	}
	return trace
}
