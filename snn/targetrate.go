package snn

import (
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"github.com/sugarme/gotch"
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

// FiringPattern sets how target spikes are placed in time, at a rate r, from the first spike time f on:
//   - "regular": at f, f+1/r, f+2/r, ..., rounded down
//   - "uniform": as many as that, at steps drawn uniformly from the rest of the time; those that fall together merge
//   - "poisson": at each step with probability r
//
// The last two are random, from [Seed].
func FiringPattern(pattern string) Option {
	return Option{"FiringPattern", func(o *options) { o.firingPattern = strings.ToLower(pattern) }}
}

// TargetRateCode gives the spikes of one output neuron, or class of neurons, that fires at a rate in [0, 1] (spikes
// per time step): spikes [T], float32, 0 or 1, and times, int64, the time steps of the spikes in rising order. The
// caller owns both.
//
// Options: [NumSteps] (required), [FirstSpikeTime] (0), [FiringPattern] ("regular"), [Seed], [SeedUsed].
// Errors: a rate outside [0, 1], NumSteps missing or below 1, a first spike time beyond the end, an unknown pattern.
// snnTorch: spikegen.target_rate_code.
func TargetRateCode(rate float64, opts ...Option) (spikes, times *ts.Tensor, err error) {
	const fn = "TargetRateCode"
	o, err := parseOptions(fn, targetDefaults(), opts,
		"NumSteps", "FirstSpikeTime", "FiringPattern", "Seed", "SeedUsed")
	if err != nil {
		return nil, nil, err
	}
	if err := o.checkNumSteps(fn); err != nil {
		return nil, nil, err
	}
	if err := o.checkTargetRates(fn, "rate", rate); err != nil {
		return nil, nil, err
	}
	steps := o.targetSteps(rate, newRandom(o.resolveSeed(), streamTargets), correctClass)
	spikes, train, err := newFloats(fn, []int64{int64(o.numSteps)})
	if err != nil {
		return nil, nil, err
	}
	clear(train)
	times, p, err := newOutput(fn, []int64{int64(len(steps))}, gotch.Int64)
	if err != nil {
		spikes.MustDrop()
		return nil, nil, err
	}
	timesData := unsafe.Slice((*int64)(p), len(steps))
	for i, t := range steps {
		train[t], timesData[i] = 1, int64(t)
	}
	return spikes, times, nil
}

// The trains of a target: their numbers in the random stream.
const (
	correctClass   = 0
	incorrectClass = 1
)

// checkTargetRates checks what the firing patterns need.
func (o *options) checkTargetRates(fn, arg string, rate float64) error {
	if !(rate >= 0 && rate <= 1) {
		return &ArgError{fn, arg, rate, "in [0, 1] (spikes per time step)", ErrRange}
	}
	if patterns := []string{"regular", "uniform", "poisson"}; !slices.Contains(patterns, o.firingPattern) {
		return &ArgError{fn, "FiringPattern", fmt.Sprintf("%q", o.firingPattern), strings.Join(patterns, ", "), ErrOption}
	}
	return o.checkFirstSpikeTime(fn)
}

// targetSteps gives the time steps of the spikes of a train, in rising order.
func (o *options) targetSteps(rate float64, r random, train uint64) []int {
	first, end := o.firstSpikeTime, o.numSteps
	var steps []int
	if rate == 0 {
		return steps
	}
	if o.firingPattern == "poisson" {
		for t := first; t < end; t++ {
			if r.bernoulli(uint32(t), train, rate) {
				steps = append(steps, t)
			}
		}
		return steps
	}
	for i := 0; ; i++ {
		// A float64 holds 1/0.3 only nearly, so that the third multiple could fall just below 10.
		t := float64(first) + float64(i)/rate + 1e-6
		if t >= float64(end) {
			break
		}
		steps = append(steps, int(t))
	}
	if o.firingPattern == "uniform" {
		for i := range steps {
			steps[i] = first + int(r.uniform(uint32(i), train)*float64(end-first))
		}
		slices.Sort(steps)
	}
	return slices.Compact(steps)
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

// TargetsRate gives the targets of output neurons that code the class by their firing rate: the correct class fires
// at [CorrectRate], the others at [IncorrectRate].
//
// targets [B] holds class indices from 0 to numClasses-1. The result is float32
//
//	[B x C]       out[b, c]    = on if c == targets[b], else off
//	[T x B x C]   out[t, b, c] = target of the correct or of the incorrect train at step t
//
// without time in the default case, where every step would be the same: rates 1 and 0 (which fire at every step,
// whatever the pattern, and never) and first spike time 0. A train is [OnTarget] at its spikes and [OffTarget] elsewhere; with
// [Interpolate] it rises from off to on up to each spike. All neurons of the correct class share one train, all
// others another. Targets of 1 and 0 suit the output's spikes, others and interpolated ones its membrane potential.
// The caller keeps targets and owns the result.
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
		return nil, &ArgError{fn, "IncorrectRate", o.incorrectRate,
			fmt.Sprintf("in [0, CorrectRate = %v] (spikes per time step)", o.correctRate), ErrRange}
	}
	if err := checkNumber(fn, "OnTarget", o.onTarget); err != nil {
		return nil, err
	}
	if err := checkNumber(fn, "OffTarget", o.offTarget); err != nil {
		return nil, err
	}
	classes, err := classIndices(fn, targets, numClasses)
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
	r := newRandom(o.resolveSeed(), streamTargets)
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
	return out, nil
}
