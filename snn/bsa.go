package snn

import (
	"cmp"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// A BSAOption is an option of [BSA].
type BSAOption interface{ bsa(*filterConfig) }

func (f Filter) bsa(c *filterConfig)    { c.filter = f }
func (x Threshold) bsa(c *filterConfig) { c.threshold = float64(x) }
func (d DType) bsa(c *filterConfig)     { c.dtype.set(d) }

// BSA, Ben's Spiker Algorithm, codes a series by the spikes whose responses by a filter h add up to it. In each step it spikes if what
// is left of the series gets smaller by the filter by enough:
//
//	s[t] = 1, x[t+k] -= h[k] for all k   if |x[t] - h[0]| + |x[t+1] - h[1]| + ... <= threshold * (|x[t]| + |x[t+1]| + ...)
//
// over the steps of the filter; beyond the end the series is 0. What is left of zeros does not spike.
//
// data [T x ...], any numeric dtype, finite, at least 0 to be coded well; the result has the same shape, 0 or 1, and data's dtype if
// that is a floating-point one, else float32. The caller keeps data and owns the result. [DecodeFilter] gives the series back.
//
// Options: [Filter] (a raised cosine of 12 steps with the sum 1, for series in [0, 1]), [Threshold] (0.9, in the
// units of the data, below the filter's sum), [DType].
// Errors: an empty filter, one that is not finite or all 0; threshold <= 0, no time dimension, NaN or infinities.
// Source: B. Schrauwen, J. Van Campenhout, "BSA, a fast and accurate spike train encoding scheme", IJCNN 2003.
func BSA(data *ts.Tensor, opts ...BSAOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.BSA")
	c := filterDefaults()
	if err := argument.Apply(opts, func(o BSAOption) { o.bsa(&c) }); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.check(), argument.Positive("Threshold", c.threshold, "in the units of the data")); err != nil {
		return nil, err
	}
	return c.encode(data, func(rest []float64) bool {
		with, without := 0.0, 0.0
		for k, h := range c.filter {
			with += math.Abs(rest[k] - h)
			without += math.Abs(rest[k])
		}
		return with <= without-c.threshold
	})
}
