package snn

import (
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// A HSAOption is an option of [HSA].
type HSAOption interface{ hsa(*filterConfig) }

func (f Filter) hsa(c *filterConfig) { c.filter = f }
func (d DType) hsa(c *filterConfig)  { c.dtype.set(d) }

// HSA, the Hough Spiker Algorithm, codes a series by the spikes whose responses by a filter h stay below it. In each step it spikes if
// what is left of the series is nowhere below the filter:
//
//	s[t] = 1, x[t+k] -= h[k] for all k   if x[t+k] >= h[k] for all k
//
// over the steps of the filter; beyond the end the series is 0. What comes back is so never above the series, and below it where a
// single step is too low for a spike; [BSA] weighs all steps instead.
//
// data [T x ...], any numeric dtype, finite; the result has the same shape, 0 or 1, and data's dtype if that is a floating-point one,
// else float32. The caller keeps data and owns the result. [DecodeFilter] gives the series back.
//
// Options: [Filter] (that of [BSA]), [DType].
// Errors: an empty filter, one that is not finite or all 0; no time dimension, NaN or infinities.
// Source: M. Hough, H. de Garis, M. Korkin, F. Gers, N. E. Nawa, "SPIKER: Analog waveform to digital spiketrain conversion in ATR's
// artificial brain (CAM-Brain) project", 1999.
func HSA(data *ts.Tensor, opts ...HSAOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.HSA")
	c := filterDefaults()
	if err := argument.Apply(opts, func(o HSAOption) { o.hsa(&c) }); err != nil {
		return nil, err
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	return c.encode(data, func(rest []float64) bool {
		for k, h := range c.filter {
			if rest[k] < h {
				return false
			}
		}
		return true
	})
}
