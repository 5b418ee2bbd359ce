package snn

import (
	"fmt"
	"slices"
	"strings"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// A TargetRateCodeOption is an option of [TargetRateCode].
type TargetRateCodeOption interface{ targetRateCode(*targetsRateConfig) }

// FiringPattern sets how target spikes are placed in time, at a rate r, from the first spike time f on. The last two are random, from
// [Seed].
//
// Taken by [TargetRateCode], [TargetsConvert], [TargetsRate].
type FiringPattern string

// The firing patterns.
const (
	RegularPattern FiringPattern = "regular" // at f, f+1/r, f+2/r, ..., rounded down
	UniformPattern FiringPattern = "uniform" // as many as that, at steps drawn uniformly from the rest of the time; those that fall together merge
	PoissonPattern FiringPattern = "poisson" // at each step with probability r
)

var patterns = []FiringPattern{RegularPattern, UniformPattern, PoissonPattern}

func (n NumSteps) targetRateCode(c *targetsRateConfig)       { c.steps.set(n) }
func (t FirstSpikeTime) targetRateCode(c *targetsRateConfig) { c.firstSpikeTime = int(t) }
func (p FiringPattern) targetRateCode(c *targetsRateConfig)  { c.pattern = p }

// TargetRateCode returns the spikes of one output neuron, or class of neurons, that fires at a rate in [0, 1] (spikes
// per time step): spikes [T], float32, 0 or 1, and times, int64, the time steps of the spikes in rising order. The
// caller owns both.
//
// Options: [NumSteps] (required), [FirstSpikeTime] (0), [FiringPattern] ([RegularPattern]), [Seed] (a fresh one), [SeedUsed].
// Errors: a rate outside [0, 1], NumSteps missing or below 1, a first spike time beyond the end, an unknown pattern.
// snnTorch: spikegen.target_rate_code.
func TargetRateCode(rate float64, opts ...TargetRateCodeOption) (spikes, times *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.TargetRateCode")
	c := targetsRateDefaults()
	for _, o := range opts {
		o.targetRateCode(&c)
	}
	if err := c.steps.check(); err != nil {
		return nil, nil, err
	}
	if err := c.checkTrain("rate", rate); err != nil {
		return nil, nil, err
	}
	steps := c.train(rate, loop.NewRandom(c.seed.Resolve(), loop.StreamTargets), correctTrain)
	train, at := make([]float32, c.steps.n), make([]int64, len(steps))
	for i, t := range steps {
		train[t], at[i] = 1, int64(t)
	}
	if spikes, err = tensormem.Of(train, []int64{int64(len(train))}); err != nil {
		return nil, nil, err
	}
	if times, err = tensormem.Of(at, []int64{int64(len(at))}); err != nil {
		spikes.MustDrop()
		return nil, nil, err
	}
	return spikes, times, nil
}

// The trains of a target: their numbers in the random stream.
const (
	correctTrain   = 0
	incorrectTrain = 1
)

// checkTrain checks what the firing patterns need.
func (c *targetsRateConfig) checkTrain(arg string, rate float64) error {
	if !(rate >= 0 && rate <= 1) {
		return argument.New(arg, rate, "in [0, 1] (spikes per time step)", ErrRange)
	}
	c.pattern = FiringPattern(strings.ToLower(string(c.pattern)))
	if !slices.Contains(patterns, c.pattern) {
		return argument.New("FiringPattern", fmt.Sprintf("%q", c.pattern), fmt.Sprintf("one of %q", patterns), ErrOption)
	}
	return checkFirstSpike(c.firstSpikeTime, c.steps.n)
}

// train returns the time steps of the spikes of a train, in rising order.
func (c *targetsRateConfig) train(rate float64, r loop.Random, train uint64) []int {
	first, end := c.firstSpikeTime, c.steps.n
	var steps []int
	if rate == 0 {
		return steps
	}
	if c.pattern == PoissonPattern {
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
	if c.pattern == UniformPattern {
		for i := range steps {
			steps[i] = first + int(r.Uniform(uint32(i), train)*float64(end-first))
		}
		slices.Sort(steps)
	}
	return slices.Compact(steps)
}
