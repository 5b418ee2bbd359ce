package snn

import (
	"math"

	"github.com/sugarme/gotch/ts"
)

// maxBits is how many binary digits a float32 value can have.
const maxBits = 24

// WeightedPhase codes a value by its binary digits: in a cycle of K time steps, a spike at phase k = 0, 1, ..., K-1
// weighs 2^-(k+1), and the neuron fires where the digit of
//
//	q = min(floor(2^K x), 2^K - 1)
//
// is 1, the most significant first. Each cycle repeats the code; K = 8 sends an 8-bit pixel p = 255 x as it is.
//
// data [...] in [0, 1], any tensormem.Numeric dtype; the result is [T x ...], 0 or 1. The caller keeps data and owns the
// result.
//
// Options: [NumSteps] (required), [Period] (K = 8 time steps, at most 24), [DType] (float32).
// Errors: NumSteps missing or below 1, Period below 2, above 24 or above NumSteps, data outside [0, 1].
// Source: J. Kim, H. Kim, S. Huh, J. Lee, K. Choi, "Deep neural networks with weighted spikes", Neurocomputing 311,
// 2018.
func WeightedPhase(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "WeightedPhase"
	o, err := parseOptions(fn, phaseDefaults(), opts, "NumSteps", "Period", "DType")
	if err != nil {
		return nil, err
	}
	if err := o.checkNumSteps(fn); err != nil {
		return nil, err
	}
	if err := o.checkBits(fn); err != nil {
		return nil, err
	}
	levels := math.Exp2(float64(o.period))
	return o.encode(fn, data, [2]float64{0, 1}, 0, func(s *spikeTrains, i int, x float64) {
		q := int(min(math.Floor(levels*x), levels-1))
		for k := range o.period {
			if q>>(o.period-1-k)&1 == 0 {
				continue
			}
			for t := k; t < o.numSteps; t += o.period {
				s.fire(t, i)
			}
		}
	})
}

// checkBits refuses cycles that are no whole number of binary digits.
func (o *options) checkBits(fn string) error {
	if o.period > maxBits {
		return argError(fn, "Period", o.period, "<= 24 (binary digits)", ErrRange)
	}
	return o.checkPeriod(fn)
}

// DecodeWeightedPhase adds up the weights of a neuron's spikes, and takes the mean over the whole cycles in the time:
//
//	x = sum over spikes of 2^-(k+1) / cycles,   k = t mod K
//
// which is at most 2^-K below what [WeightedPhase] was given.
//
// spikes [T x ...], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [Period] (K = 8 time steps), as they were encoded with.
// Errors: Period below 2, above 24 or above T, a value other than 0 or 1.
// Source: Kim et al. 2018, as [WeightedPhase].
func DecodeWeightedPhase(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "DecodeWeightedPhase"
	in, o, err := phaseSpikes(fn, spikes, opts)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	if err := o.checkBits(fn); err != nil {
		return nil, err
	}
	cycles := in.steps / o.period
	weights := make([]float32, in.steps) // 0 in a last cycle that is cut off
	for t := range cycles * o.period {
		weights[t] = float32(math.Exp2(-float64(t%o.period + 1)))
	}
	return in.decode(weights, func(s spikeTrain) float64 { return float64(s.sum) / float64(cycles) })
}
