package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"
)

type phaseOptions struct{ period int }

// Period sets the length of one cycle of a phase code, in time steps, at least 2 and at most T.
func Period(steps int) Option {
	return Option{"Period", func(o *options) { o.period = steps }}
}

// checkPeriod refuses a cycle that has no two phases or that does not fit the time.
func (o *options) checkPeriod(fn string) error {
	if o.period < 2 || o.period > o.numSteps {
		return argError(fn, "Period", o.period, fmt.Sprintf(">= 2 and <= NumSteps = %d (time steps)", o.numSteps), ErrRange)
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
// data [...] in [0, 1], any tensormem.Numeric dtype; the result is [T x ...], 0 or 1. The caller keeps data and owns the
// result.
//
// Options: [NumSteps] (required), [Period] (8 time steps), [DType] (float32).
// Errors: NumSteps missing or below 1, Period below 2 or above NumSteps, data outside [0, 1].
// Source: the oscillation as a clock is of J. J. Hopfield, "Pattern recognition computation using action potential timing
// for stimulus representation", Nature 376, 1995; seen in the brain by M. A. Montemurro, M. J. Rasch, Y. Murayama,
// N. K. Logothetis, S. Panzeri, "Phase-of-firing coding of natural visual stimuli in primary visual cortex", Current
// Biology 18(5), 2008. The linear map from value to phase is the simplest one.
func Phase(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "Phase"
	o, err := parseOptions(fn, phaseDefaults(), opts, "NumSteps", "Period", "DType")
	if err != nil {
		return nil, err
	}
	if err := o.checkNumSteps(fn); err != nil {
		return nil, err
	}
	if err := o.checkPeriod(fn); err != nil {
		return nil, err
	}
	return o.encode(fn, data, [2]float64{0, 1}, 0, func(s *spikeTrains, i int, x float64) {
		for t := int(math.RoundToEven((1 - x) * float64(o.period-1))); t < o.numSteps; t += o.period {
			s.fire(t, i)
		}
	})
}

func phaseDefaults() options { return options{phaseOptions: phaseOptions{period: 8}} }

// DecodePhase turns phases back into values, by the mean over a neuron's spikes of
//
//	x = 1 - phase / (P - 1)
//
// which is within 1/(2(P-1)) of what [Phase] was given; a silent neuron gives 0.
//
// spikes [T x ...], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [Period] (8 time steps), as they were encoded with.
// Errors: Period below 2 or above T, a value other than 0 or 1.
func DecodePhase(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	in, o, err := phaseSpikes("DecodePhase", spikes, opts)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	values := make([]float32, in.steps)
	for t := range values {
		values[t] = 1 - float32(t%o.period)/float32(o.period-1)
	}
	return in.decode(values, func(s spikeTrain) float64 {
		if s.count == 0 {
			return 0
		}
		return float64(s.sum) / float64(s.count)
	})
}

// phaseSpikes checks the arguments of a decoder of phases.
func phaseSpikes(fn string, spikes *ts.Tensor, opts []Option) (*spikesIn, options, error) {
	o, err := parseOptions(fn, phaseDefaults(), opts, "Period")
	if err != nil {
		return nil, o, err
	}
	in, err := spikesOf(fn, spikes)
	if err != nil {
		return nil, o, err
	}
	o.numSteps = in.steps
	if err := o.checkPeriod(fn); err != nil {
		in.Close()
		return nil, o, err
	}
	return in, o, nil
}
