package snn

import (
	"cmp"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// A CurrentLIFOption is an option of [CurrentLIF].
type CurrentLIFOption interface{ currentLIF(*lifConfig) }

// A DecodeCurrentLIFOption is an option of [DecodeCurrentLIF].
type DecodeCurrentLIFOption interface{ decodeCurrentLIF(*lifConfig) }

type lifConfig struct {
	steps          timeSteps
	tau, threshold float64
	dtype          spikeType
}

func (n NumSteps) currentLIF(c *lifConfig)        { c.steps.set(n) }
func (t Tau) currentLIF(c *lifConfig)             { c.tau = float64(t) }
func (x Threshold) currentLIF(c *lifConfig)       { c.threshold = float64(x) }
func (d DType) currentLIF(c *lifConfig)           { c.dtype.set(d) }
func (t Tau) decodeCurrentLIF(c *lifConfig)       { c.tau = float64(t) }
func (x Threshold) decodeCurrentLIF(c *lifConfig) { c.threshold = float64(x) }

func (c lifConfig) check() error {
	if !(c.tau >= 1) || math.IsInf(c.tau, 0) {
		return argument.New("Tau", c.tau, ">= 1 (time steps)", ErrRange)
	}
	return argument.Positive("Threshold", c.threshold, "in the units of the data")
}

// CurrentLIF codes a value as the spikes of a leaky integrate-and-fire neuron that it drives as a constant current, from rest:
//
//	v += (x - v)/tau
//	s  = 1, v = 0   if v > threshold
//
// The spikes are regular: a larger value has more of them. A value up to the threshold has none.
//
// data [...], any numeric dtype, finite; the result is [T x ...], 0 or 1, of data's dtype if that is a floating-point one,
// else float32. The caller keeps data and owns the result.
//
// Options: [NumSteps] (required), [Tau] (10 time steps), [Threshold] (1), [DType].
// Errors: NumSteps missing or below 1, Tau below 1, a threshold <= 0, a value that is not finite.
// Norse: functional.constant_current_lif_encode, whose defaults are these: 1/tau is dt*tau_mem_inv.
func CurrentLIF(data *ts.Tensor, opts ...CurrentLIFOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.CurrentLIF")
	c := lifConfig{tau: 10, threshold: 1}
	if err := argument.Apply(opts, func(o CurrentLIFOption) { o.currentLIF(&c) }); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.steps.check(), c.check()); err != nil {
		return nil, err
	}
	return code{steps: c.steps.n, low: math.Inf(-1), high: math.Inf(1), dtype: c.dtype, fire: func(r *raster, i int, x float64) {
		v := 0.0
		for t := range c.steps.n {
			if v += (x - v) / c.tau; v > c.threshold {
				r.fire(t, i)
				v = 0
			}
		}
	}}.encode(data)
}

// DecodeCurrentLIF turns the spikes of [CurrentLIF] back into values. A neuron that fires n steps after rest was driven by
//
//	threshold/(1 - q^n) < x <= threshold/(1 - q^(n-1)),   q = 1 - 1/tau
//
// and the result is the middle of that; for n = 1, where there is no upper limit, it is the lower one, and for a silent neuron 0.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns the
// result.
//
// Options: [Tau] (10 time steps), [Threshold] (1), as they were encoded with.
// Errors: as [CurrentLIF], and a value other than 0 or 1.
// Source: W. Gerstner, W. M. Kistler, R. Naud, L. Paninski, "Neuronal Dynamics", Cambridge University Press, 2014, section 1.3.
func DecodeCurrentLIF(spikes *ts.Tensor, opts ...DecodeCurrentLIFOption) (values *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeCurrentLIF")
	c := lifConfig{tau: 10, threshold: 1}
	if err := argument.Apply(opts, func(o DecodeCurrentLIFOption) { o.decodeCurrentLIF(&c) }); err != nil {
		return nil, err
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	r, err := openRecording(spikes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	reached := func(n float64) float64 { return 1 - math.Pow(1-1/c.tau, n) } // of a current of 1, after n steps
	return r.decode(nil, func(one response) float64 {
		if one.count == 0 {
			return 0
		}
		n := float64(one.first + 1) // as all intervals
		low := c.threshold / reached(n)
		if n == 1 {
			return low
		}
		return (low + c.threshold/reached(n-1)) / 2
	})
}
