package snn

import (
	"cmp"
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
// Options: [NumSteps] (required), [FirstSpikeTime] (0), [FiringPattern] ([RegularPattern]), [Seed] (a fresh one) or [TorchSeed], [SeedUsed].
// Errors: a rate outside [0, 1], NumSteps missing or below 1, a first spike time beyond the end, an unknown pattern.
// snnTorch: spikegen.target_rate_code.
func TargetRateCode(rate float64, opts ...TargetRateCodeOption) (spikes, times *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.TargetRateCode")
	c := targetsRateDefaults()
	if err := argument.Apply(opts, func(o TargetRateCodeOption) { o.targetRateCode(&c) }); err != nil {
		return nil, nil, err
	}
	if err := cmp.Or(c.steps.check(), c.checkTrain("rate", rate)); err != nil {
		return nil, nil, err
	}
	trains, err := c.trains(rate)
	if err != nil {
		return nil, nil, err
	}
	steps := trains[0]
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

// trains returns the time steps, in rising order, of the spikes of trains of some rates, which are drawn apart.
func (c *targetsRateConfig) trains(rates ...float64) ([][]int, error) {
	if c.torch != nil {
		return c.torchTrains(rates...)
	}
	r := loop.NewRandom(c.seed.Resolve(), loop.StreamTargets)
	trains := make([][]int, len(rates))
	for i, rate := range rates {
		trains[i] = c.train(rate, r, uint64(i))
	}
	return trains, nil
}

// train returns the spikes of a train, whose number in the random stream it takes.
func (c *targetsRateConfig) train(rate float64, r loop.Random, number uint64) (steps []int) {
	first, end := c.firstSpikeTime, c.steps.n
	switch {
	case rate == 0:
		return nil
	case c.pattern == PoissonPattern:
		for t := first; t < end; t++ {
			if r.Bernoulli(uint32(t), number, rate) {
				steps = append(steps, t)
			}
		}
		return steps
	case c.pattern == UniformPattern:
		for i := range c.regular(rate) {
			steps = append(steps, first+int(r.Uniform(uint32(i), number)*float64(end-first)))
		}
		return sorted(steps)
	}
	return c.regular(rate)
}

// regular returns evenly spaced spikes of a rate above 0.
func (c *targetsRateConfig) regular(rate float64) (steps []int) {
	for i := 0; ; i++ {
		// A float64 holds 1/0.3 only nearly, so that the third multiple could fall just below 10.
		t := float64(c.firstSpikeTime) + float64(i)/rate + 1e-6
		if t >= float64(c.steps.n) {
			return steps
		}
		steps = append(steps, int(t))
	}
}

// sorted returns steps in rising order, each once.
func sorted(steps []int) []int {
	slices.Sort(steps)
	return slices.Compact(steps)
}
