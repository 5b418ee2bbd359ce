package snn

import (
	"fmt"
	"slices"
	"strings"
	"unsafe"

	"gosnn/snn/internal/loop"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

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
	steps := o.targetSteps(rate, loop.NewRandom(o.resolveSeed(), loop.StreamTargets), correctClass)
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
		return argError(fn, arg, rate, "in [0, 1] (spikes per time step)", ErrRange)
	}
	if patterns := []string{"regular", "uniform", "poisson"}; !slices.Contains(patterns, o.firingPattern) {
		return argError(fn, "FiringPattern", fmt.Sprintf("%q", o.firingPattern), strings.Join(patterns, ", "), ErrOption)
	}
	return o.checkFirstSpikeTime(fn)
}

// targetSteps gives the time steps of the spikes of a train, in rising order.
func (o *options) targetSteps(rate float64, r loop.Random, train uint64) []int {
	first, end := o.firstSpikeTime, o.numSteps
	var steps []int
	if rate == 0 {
		return steps
	}
	if o.firingPattern == "poisson" {
		for t := first; t < end; t++ {
			if r.Bernoulli(uint32(t), train, rate) {
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
			steps[i] = first + int(r.Uniform(uint32(i), train)*float64(end-first))
		}
		slices.Sort(steps)
	}
	return slices.Compact(steps)
}
