package snn

import (
	"math"

	"github.com/sugarme/gotch/ts"
)

// TimeToFirstSpike codes a value by one spike, at the first step at which the value reaches a threshold that falls
// with time as exp(-t/tau):
//
//	t = ceil(-tau ln x)
//
// so that x = 1 fires at step 0; a value below exp(-(T-1)/tau) never fires. Equal steps of time are equal ratios of
// value: the code's precision is relative, exp(1/tau), where the linear code of [Latency] has an absolute one.
//
// data [...] in [0, 1], any tensormem.Numeric dtype; the result is [T x ...], 0 or 1. The caller keeps data and owns the
// result.
//
// Options: [NumSteps] (required), [Tau] (time steps; (T-1)/ln 100, with which 0.01 fires at the last step), [DType]
// (float32).
// Errors: NumSteps missing or below 1, tau <= 0, data outside [0, 1].
// Source: S. Park, S. Kim, B. Na, S. Yoon, "T2FSNN: Deep spiking neural networks with time-to-first-spike coding",
// Design Automation Conference (DAC), 2020. That the first spike can carry it all is of S. Thorpe, D. Fize, C. Marlot, "Speed of
// processing in the human visual system", Nature 381, 1996.
func TimeToFirstSpike(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "TimeToFirstSpike"
	o, err := parseOptions(fn, options{}, opts, "NumSteps", "Tau", "DType")
	if err != nil {
		return nil, err
	}
	if err := o.checkNumSteps(fn); err != nil {
		return nil, err
	}
	if err := o.checkDecay(fn); err != nil {
		return nil, err
	}
	return o.encode(fn, data, [2]float64{0, 1}, 0, func(s *spikeTrains, i int, x float64) {
		if t := -o.tau * math.Log(x); t <= float64(o.numSteps-1)+1e-6 { // x = 0 gives +Inf
			s.fire(ceil(t), i)
		}
	})
}

// checkDecay checks tau or fills in its default.
func (o *options) checkDecay(fn string) error {
	if !o.has("Tau") {
		o.tau = max(1, float64(o.numSteps-1)) / math.Log(100)
	}
	return checkPositive(fn, "Tau", o.tau, "time steps")
}

// DecodeTimeToFirstSpike turns the time t of each neuron's first spike back into a value,
//
//	x = exp(-t/tau)
//
// which is what [TimeToFirstSpike] was given or less, by a factor of no more than exp(1/tau). A silent neuron gives 0.
//
// spikes [T x ...], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [Tau] (as in [TimeToFirstSpike]), as they were encoded with.
// Errors: tau <= 0, a value other than 0 or 1.
// Source: Park et al. 2020, as [TimeToFirstSpike].
func DecodeTimeToFirstSpike(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "DecodeTimeToFirstSpike"
	o, err := parseOptions(fn, options{}, opts, "Tau")
	if err != nil {
		return nil, err
	}
	in, err := spikesOf(fn, spikes)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	o.numSteps = in.steps
	if err := o.checkDecay(fn); err != nil {
		return nil, err
	}
	return in.decode(nil, func(s spikeTrain) float64 {
		if s.count == 0 {
			return 0
		}
		return math.Exp(-float64(s.first) / o.tau)
	})
}
