package snn

import (
	"math"

	"github.com/sugarme/gotch/ts"
)

// DecodeLatency turns the time t of each neuron's first spike back into a value; it undoes [Latency], up to the rounding
// of times to whole steps. With s = (t - first spike time) / tau,
//
//	x = threshold / (1 - exp(-s))   logarithmic code
//	x = 1 - s                       linear code
//
// held to [0, 1]; a silent neuron gives 0. Give the options that the spikes were made with. With [Normalize], the
// linear code has tau = T - 1 - first spike time; the logarithmic one cannot be undone, as each of its times depends
// on the largest of the whole batch.
//
// spikes [T x ...], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [Threshold] (0.01), [Tau] (1 time step), [FirstSpikeTime] (0), [Linear] (false), [Normalize] (false).
// Errors: a threshold outside (0, 1), tau <= 0, a first spike time beyond the end, Normalize without Linear, a value
// other than 0 or 1.
// Source: the inverse of snnTorch's spikegen.latency_code.
func DecodeLatency(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "DecodeLatency"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{threshold: 0.01, tau: 1}}, opts,
		"Threshold", "Tau", "FirstSpikeTime", "Linear", "Normalize")
	if err != nil {
		return nil, err
	}
	in, err := spikesOf(fn, spikes)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	o.numSteps = in.steps
	if err := o.checkLatency(fn); err != nil {
		return nil, err
	}
	if o.normalize && !o.linear {
		return nil, argError(fn, "Normalize", true, "Linear too: a normalized logarithmic code cannot be undone", ErrOption)
	}
	if o.normalize {
		o.tau = float64(o.numSteps - 1 - o.firstSpikeTime)
	}
	return in.decode(nil, func(train spikeTrain) float64 {
		delay := float64(int(train.first) - o.firstSpikeTime)
		switch {
		case train.count == 0:
			return 0
		case delay <= 0:
			return 1
		case o.linear:
			return max(0, 1-delay/o.tau)
		}
		return min(1, o.threshold/-math.Expm1(-delay/o.tau))
	})
}
