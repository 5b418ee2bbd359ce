package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// A PhaseOption is an option of [Phase] and [WeightedPhase].
type PhaseOption interface{ phase(*phaseConfig) }

// A DecodePhaseOption is an option of [DecodePhase] and [DecodeWeightedPhase].
type DecodePhaseOption interface{ decodePhase(*phaseConfig) }

type phaseConfig struct {
	steps  timeSteps
	period int
	dtype  spikeType
}

// Period sets the length of one cycle of a phase code, in time steps, at least 2 and at most T.
//
// Taken by [DecodePhase], [DecodeWeightedPhase], [Phase], [WeightedPhase].
type Period int

func (n NumSteps) phase(c *phaseConfig)     { c.steps.set(n) }
func (n Period) phase(c *phaseConfig)       { c.period = int(n) }
func (d DType) phase(c *phaseConfig)        { c.dtype.set(d) }
func (n Period) decodePhase(c *phaseConfig) { c.period = int(n) }

// newPhase returns the settings of an encoder, checked.
func newPhase(opts []PhaseOption) (phaseConfig, error) {
	c := phaseConfig{period: 8}
	if err := argument.Apply(opts, func(o PhaseOption) { o.phase(&c) }); err != nil {
		return c, err
	}
	if err := c.steps.check(); err != nil {
		return c, err
	}
	return c, c.check()
}

// check refuses a cycle that has no two phases or that does not fit the time.
func (c phaseConfig) check() error {
	if c.period < 2 || c.period > c.steps.n {
		return argument.New("Period", c.period, fmt.Sprintf(">= 2 and <= NumSteps = %d (time steps)", c.steps.n), ErrRange)
	}
	return nil
}

// Phase codes a value by when in each cycle of a background oscillation its neuron fires, once a cycle: the larger the
// value, the earlier. In a cycle of P time steps the spike is at
//
//	phase = round((1 - x)(P - 1)), halves to even
//
// so that x = 1 fires first and x = 0 last. The time needs no common start: each cycle repeats the code.
//
// data [...] in [0, 1], any numeric dtype; the result is [T x ...], 0 or 1, of data's dtype if that is a floating-point
// one, else float32. The caller keeps data and owns the result.
//
// Options: [NumSteps] (required), [Period] (8 time steps), [DType].
// Errors: NumSteps missing or below 1, Period below 2 or above NumSteps, data outside [0, 1].
// Source: the oscillation as a clock is of J. J. Hopfield, "Pattern recognition computation using action potential timing
// for stimulus representation", Nature 376, 1995; seen in the brain by M. A. Montemurro, M. J. Rasch, Y. Murayama,
// N. K. Logothetis, S. Panzeri, "Phase-of-firing coding of natural visual stimuli in primary visual cortex", Current
// Biology 18(5), 2008. The linear map from value to phase is the simplest one.
func Phase(data *ts.Tensor, opts ...PhaseOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Phase")
	c, err := newPhase(opts)
	if err != nil {
		return nil, err
	}
	return code{steps: c.steps.n, high: 1, dtype: c.dtype, fire: func(r *raster, i int, x float64) {
		for t := int(math.RoundToEven((1 - x) * float64(c.period-1))); t < c.steps.n; t += c.period {
			r.fire(t, i)
		}
	}}.encode(data)
}

// DecodePhase turns phases back into values, by the mean over a neuron's spikes of
//
//	x = 1 - phase / (P - 1)
//
// which is within 1/(2(P-1)) of what [Phase] was given; a silent neuron gives 0.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [Period] (8 time steps), as they were encoded with.
// Errors: Period below 2 or above T, a value other than 0 or 1.
func DecodePhase(spikes *ts.Tensor, opts ...DecodePhaseOption) (values *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodePhase")
	r, c, err := openPhases(spikes, opts)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	weights := make([]float32, r.steps)
	for t := range weights {
		weights[t] = 1 - float32(t%c.period)/float32(c.period-1)
	}
	return r.decode(weights, func(one response) float64 {
		if one.count == 0 {
			return 0
		}
		return float64(one.sum) / float64(one.count)
	})
}

// openPhases checks the arguments of a decoder of phases.
func openPhases(spikes *ts.Tensor, opts []DecodePhaseOption) (*recording, phaseConfig, error) {
	c := phaseConfig{period: 8}
	if err := argument.Apply(opts, func(o DecodePhaseOption) { o.decodePhase(&c) }); err != nil {
		return nil, c, err
	}
	r, err := openRecording(spikes)
	if err != nil {
		return nil, c, err
	}
	c.steps.n = r.steps
	if err := c.check(); err != nil {
		r.Close()
		return nil, c, err
	}
	return r, c, nil
}
