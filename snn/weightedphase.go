package snn

import (
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
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
// data [...] in [0, 1], any numeric dtype; the result is [T x ...], 0 or 1, of data's dtype if that is a floating-point
// one, else float32. The caller keeps data and owns the result.
//
// Options: [NumSteps] (required), [Period] (K = 8 time steps, at most 24), [DType].
// Errors: NumSteps missing or below 1, Period below 2, above 24 or above NumSteps, data outside [0, 1].
// Source: J. Kim, H. Kim, S. Huh, J. Lee, K. Choi, "Deep neural networks with weighted spikes", Neurocomputing 311,
// 2018.
func WeightedPhase(data *ts.Tensor, opts ...PhaseOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.WeightedPhase")
	c, err := newPhase(opts)
	if err != nil {
		return nil, err
	}
	if err := c.checkBits(); err != nil {
		return nil, err
	}
	levels := math.Exp2(float64(c.period))
	return code{steps: c.steps.n, high: 1, dtype: c.dtype, fire: func(r *raster, i int, x float64) {
		q := int(min(math.Floor(levels*x), levels-1))
		for k := range c.period {
			if q>>(c.period-1-k)&1 == 0 {
				continue
			}
			for t := k; t < c.steps.n; t += c.period {
				r.fire(t, i)
			}
		}
	}}.encode(data)
}

// checkBits refuses cycles with more binary digits than a value has.
func (c phaseConfig) checkBits() error {
	if c.period > maxBits {
		return argument.New("Period", c.period, "<= 24 (binary digits)", ErrRange)
	}
	return nil
}

// DecodeWeightedPhase adds up the weights of a neuron's spikes, and takes the mean over the whole cycles in the time:
//
//	x = sum over spikes of 2^-(k+1) / cycles,   k = t mod K
//
// which is at most 2^-K below what [WeightedPhase] was given.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [Period] (K = 8 time steps), as they were encoded with.
// Errors: Period below 2, above 24 or above T, a value other than 0 or 1.
// Source: Kim et al. 2018, as [WeightedPhase].
func DecodeWeightedPhase(spikes *ts.Tensor, opts ...DecodePhaseOption) (values *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeWeightedPhase")
	r, c, err := openPhases(spikes, opts)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	if err := c.checkBits(); err != nil {
		return nil, err
	}
	cycles := r.steps / c.period
	weights := make([]float32, r.steps) // 0 in a last cycle that is cut off
	for t := range cycles * c.period {
		weights[t] = float32(math.Exp2(-float64(t%c.period + 1)))
	}
	return r.decode(weights, func(one response) float64 { return float64(one.sum) / float64(cycles) })
}
