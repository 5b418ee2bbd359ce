package snn

import (
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// A TargetsRateOption is an option of [TargetsRate].
type TargetsRateOption interface{ targetsRate(*targetsRateConfig) }

type targetsRateConfig struct {
	steps                      timeSteps
	firstSpikeTime             int
	correctRate, incorrectRate float64
	levels                     targetLevels
	pattern                    FiringPattern
	interpolate                bool
	draws
}

// targetsRateDefaults are snnTorch's.
func targetsRateDefaults() targetsRateConfig {
	return targetsRateConfig{correctRate: 1, levels: targetLevels{on: 1}, pattern: RegularPattern}
}

// CorrectRate sets the firing rate of the correct class, in spikes per time step, in [0, 1]: 1 fires at every step,
// 0.5 at half of them, 0 never.
//
// Taken by [TargetsConvert], [TargetsRate].
type CorrectRate float64

// IncorrectRate sets the firing rate of the other classes, in spikes per time step, in [0, 1] and not above
// [CorrectRate].
//
// Taken by [TargetsConvert], [TargetsRate].
type IncorrectRate float64

func (n NumSteps) targetsRate(c *targetsRateConfig)       { c.steps.set(n) }
func (t FirstSpikeTime) targetsRate(c *targetsRateConfig) { c.firstSpikeTime = int(t) }
func (r CorrectRate) targetsRate(c *targetsRateConfig)    { c.correctRate = float64(r) }
func (r IncorrectRate) targetsRate(c *targetsRateConfig)  { c.incorrectRate = float64(r) }
func (on OnTarget) targetsRate(c *targetsRateConfig)      { c.levels.on = float64(on) }
func (off OffTarget) targetsRate(c *targetsRateConfig)    { c.levels.off = float64(off) }
func (p FiringPattern) targetsRate(c *targetsRateConfig)  { c.pattern = p }
func (i Interpolate) targetsRate(c *targetsRateConfig)    { c.interpolate = bool(i) }

// TargetsRate returns the targets of output neurons that code the class by their firing rate: the correct class fires
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
// [OnTarget] (1), [OffTarget] (0), [FiringPattern] ([RegularPattern]), [Interpolate] (false), [Seed] (a fresh one) or [TorchSeed], [SeedUsed].
// Errors: a rate outside [0, 1], an incorrect rate above the correct one, a first spike time beyond the end, an unknown
// pattern, targets that are no class indices.
// snnTorch: spikegen.targets_rate as documented. Version 1.0.0 gives five dimensions or fails for other rates than
// 1 and 0, loses an off target below 0, and does not interpolate up to a first spike time.
func TargetsRate(targets *ts.Tensor, numClasses int, opts ...TargetsRateOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.TargetsRate")
	return targetsRate(targets, numClasses, opts)
}

func targetsRate(targets *ts.Tensor, numClasses int, opts []TargetsRateOption) (*ts.Tensor, error) {
	c := targetsRateDefaults()
	if err := argument.Apply(opts, func(o TargetsRateOption) { o.targetsRate(&c) }); err != nil {
		return nil, err
	}
	everyStep := c.correctRate == 1 && c.incorrectRate == 0
	static := everyStep && c.firstSpikeTime == 0
	if static && !c.steps.given {
		c.steps.n = 1
	} else if err := c.steps.check(); err != nil {
		return nil, err
	}
	if err := c.checkTrain("CorrectRate", c.correctRate); err != nil {
		return nil, err
	}
	if !(c.incorrectRate >= 0 && c.incorrectRate <= c.correctRate) {
		return nil, argument.New("IncorrectRate", c.incorrectRate,
			fmt.Sprintf("in [0, CorrectRate = %v] (spikes per time step)", c.correctRate), ErrRange)
	}
	if err := c.levels.checkFinite(); err != nil {
		return nil, err
	}
	classes, device, err := classIndices(targets, numClasses)
	if err != nil {
		return nil, err
	}

	shape := []int64{int64(c.steps.n), int64(len(classes)), int64(numClasses)}
	if static {
		c.steps.n, shape = 1, shape[1:]
	}
	if everyStep {
		c.pattern = RegularPattern
	}
	trains, err := c.trains(c.correctRate, c.incorrectRate)
	if err != nil {
		return nil, err
	}
	correct, incorrect := c.levels.trace(trains[0], c.steps.n, c.interpolate), c.levels.trace(trains[1], c.steps.n, c.interpolate)
	out, data, err := tensormem.New[float32](shape)
	if err != nil {
		return nil, err
	}
	for t := range correct {
		step := data[t*len(classes)*numClasses:][:len(classes)*numClasses]
		for i := range step {
			step[i] = incorrect[t]
		}
		for b, class := range classes {
			step[b*numClasses+class] = correct[t]
		}
	}
	return tensormem.ToDevice(out, device)
}
