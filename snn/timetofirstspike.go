package snn

import (
	"cmp"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// A TimeToFirstSpikeOption is an option of [TimeToFirstSpike].
type TimeToFirstSpikeOption interface{ timeToFirstSpike(*firstSpikeConfig) }

// A DecodeTimeToFirstSpikeOption is an option of [DecodeTimeToFirstSpike].
type DecodeTimeToFirstSpikeOption interface{ decodeTimeToFirstSpike(*firstSpikeConfig) }

type firstSpikeConfig struct {
	steps  timeSteps
	tau    float64
	hasTau bool
	dtype  spikeType
}

func (n NumSteps) timeToFirstSpike(c *firstSpikeConfig)    { c.steps.set(n) }
func (tau Tau) timeToFirstSpike(c *firstSpikeConfig)       { c.tau, c.hasTau = float64(tau), true }
func (d DType) timeToFirstSpike(c *firstSpikeConfig)       { c.dtype.set(d) }
func (tau Tau) decodeTimeToFirstSpike(c *firstSpikeConfig) { tau.timeToFirstSpike(c) }

// check checks tau or fills in its default.
func (c *firstSpikeConfig) check() error {
	if !c.hasTau {
		c.tau = max(1, float64(c.steps.n-1)) / math.Log(100)
	}
	return argument.Positive("Tau", c.tau, "time steps")
}

// TimeToFirstSpike codes a value by one spike, at the first step at which the value reaches a threshold that falls
// with time as exp(-t/tau):
//
//	t = ceil(-tau ln x)
//
// so that x = 1 fires at step 0; a value below exp(-(T-1)/tau) never fires. Equal steps of time are equal ratios of
// value: the code's precision is relative, exp(1/tau), where the linear code of [Latency] has an absolute one.
//
// data [...] in [0, 1], any numeric dtype; the result is [T x ...], 0 or 1, of data's dtype if that is a floating-point
// one, else float32. The caller keeps data and owns the result.
//
// Options: [NumSteps] (required), [Tau] (time steps; (T-1)/ln 100, with which 0.01 fires at the last step), [DType].
// Errors: NumSteps missing or below 1, tau <= 0, data outside [0, 1].
// Source: S. Park, S. Kim, B. Na, S. Yoon, "T2FSNN: Deep spiking neural networks with time-to-first-spike coding",
// Design Automation Conference (DAC), 2020. That the first spike can carry it all is of S. Thorpe, D. Fize, C. Marlot, "Speed of
// processing in the human visual system", Nature 381, 1996.
func TimeToFirstSpike(data *ts.Tensor, opts ...TimeToFirstSpikeOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.TimeToFirstSpike")
	var c firstSpikeConfig
	if err := argument.Apply(opts, func(o TimeToFirstSpikeOption) { o.timeToFirstSpike(&c) }); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.steps.check(), c.check()); err != nil {
		return nil, err
	}
	return code{steps: c.steps.n, high: 1, dtype: c.dtype, fire: func(r *raster, i int, x float64) {
		if t := -c.tau * math.Log(x); t <= float64(c.steps.n-1)+1e-6 { // x = 0 gives +Inf
			r.fire(ceil(t), i)
		}
	}}.encode(data)
}

// DecodeTimeToFirstSpike turns the time t of each neuron's first spike back into a value,
//
//	x = exp(-t/tau)
//
// which is what [TimeToFirstSpike] was given or less, by a factor of no more than exp(1/tau). A silent neuron gives 0.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [Tau] (as in [TimeToFirstSpike]), as they were encoded with.
// Errors: tau <= 0, a value other than 0 or 1.
// Source: Park et al. 2020, as [TimeToFirstSpike].
func DecodeTimeToFirstSpike(spikes *ts.Tensor, opts ...DecodeTimeToFirstSpikeOption) (values *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeTimeToFirstSpike")
	var c firstSpikeConfig
	if err := argument.Apply(opts, func(o DecodeTimeToFirstSpikeOption) { o.decodeTimeToFirstSpike(&c) }); err != nil {
		return nil, err
	}
	r, err := openRecording(spikes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	c.steps.n = r.steps
	if err := c.check(); err != nil {
		return nil, err
	}
	return r.decode(nil, func(one response) float64 {
		if one.count == 0 {
			return 0
		}
		return math.Exp(-float64(one.first) / c.tau)
	})
}
