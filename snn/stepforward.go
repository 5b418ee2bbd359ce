package snn

import "github.com/sugarme/gotch/ts"

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
// data [T x ...], any tensormem.Numeric dtype, finite; the result has the same shape, float32. The caller keeps data and
// owns the result.
//
// Options: [Threshold] (0.1, in the units of the data), [DType] (float32; a signed one).
// Errors: threshold <= 0, no time dimension, NaN or infinities, a dtype without -1.
// Source: N. Kasabov et al., "Evolving spatio-temporal data machines based on the NeuCube neuromorphic framework: Design
// methodology and selected applications", Neural Networks 78, 2016.
func StepForward(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "StepForward"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{threshold: 0.1}}, opts, "Threshold", "DType")
	if err != nil {
		return nil, err
	}
	if err := checkPositive(fn, "Threshold", o.threshold, "in the units of the data"); err != nil {
		return nil, err
	}
	values, v, err := floatsOf(fn, "data", data, 1)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if err := checkFinite(fn, "data", values); err != nil {
		return nil, err
	}
	out, s, err := o.newSpikeTrains(fn, v.Shape, -1)
	if err != nil {
		return nil, err
	}
	if len(values) == 0 {
		return toDevice(fn, out, v.Device)
	}
	first := values[:s.neurons]
	moved := make([]float64, s.neurons) // of the baseline, in thresholds: whole numbers, so that no rounding adds up
	for t := range len(values) / s.neurons {
		for n, x := range values[t*s.neurons:][:s.neurons] {
			switch off := float64(x) - float64(first[n]) - o.threshold*moved[n]; {
			case off > o.threshold:
				s.write(t, n, s.spike.on)
				moved[n]++
			case off < -o.threshold:
				s.write(t, n, s.spike.off)
				moved[n]--
			}
		}
	}
	return toDevice(fn, out, v.Device)
}
