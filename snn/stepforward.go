package snn

import (
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// A StepForwardOption is an option of [StepForward].
type StepForwardOption interface{ stepForward(*deltaConfig) }

func (x Threshold) stepForward(c *deltaConfig) { c.threshold = float64(x) }
func (d DType) stepForward(c *deltaConfig)     { c.dtype.set(d) }

// StepForward codes a series by spikes for its rises and falls, measured from a baseline and not, as [Delta] does, from
// the step before: the baseline b starts at x[0] and follows the series by one threshold a spike,
//
//	s[t] =  1, b += threshold   if x[t] > b + threshold
//	s[t] = -1, b -= threshold   if x[t] < b - threshold
//	s[t] =  0                   else
//
// What one spike leaves over is carried to the next, so that slow drifts and large steps are not lost but
// late: x[0] + [DecodeDelta] stays within one threshold of a series that changes by no more than that in a step.
//
// data [T x ...], any numeric dtype, finite; the result has the same shape, and data's dtype if that is a floating-point one, else
// float32. The caller keeps data and owns the result.
//
// Options: [Threshold] (0.1, in the units of the data), [DType] (a signed one).
// Errors: threshold <= 0, no time dimension, NaN or infinities, a dtype without -1.
// Source: N. Kasabov et al., "Evolving spatio-temporal data machines based on the NeuCube neuromorphic framework: Design
// methodology and selected applications", Neural Networks 78, 2016.
func StepForward(data *ts.Tensor, opts ...StepForwardOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.StepForward")
	c := deltaConfig{threshold: 0.1}
	if err := argument.Apply(opts, func(o StepForwardOption) { o.stepForward(&c) }); err != nil {
		return nil, err
	}
	if err := argument.Positive("Threshold", c.threshold, "in the units of the data"); err != nil {
		return nil, err
	}
	values, v, err := openFloat32("data", data, 1, math.Inf(-1), math.Inf(1))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	out, r, err := newRaster(v.Shape, c.dtype.of(v.DType), -1)
	if err != nil {
		return nil, err
	}
	if len(values) == 0 {
		return tensormem.ToDevice(out, v.Device)
	}
	first := values[:r.neurons]
	moved := make([]float64, r.neurons) // of the baseline, in thresholds: whole numbers, so that no rounding adds up
	for t := range len(values) / r.neurons {
		for n, x := range values[t*r.neurons:][:r.neurons] {
			switch off := float64(x) - float64(first[n]) - c.threshold*moved[n]; {
			case off > c.threshold:
				r.write(t, n, r.spike.On)
				moved[n]++
			case off < -c.threshold:
				r.write(t, n, r.spike.Off)
				moved[n]--
			}
		}
	}
	return tensormem.ToDevice(out, v.Device)
}
