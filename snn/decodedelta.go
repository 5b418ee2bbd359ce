package snn

import (
	"fmt"

	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch/ts"
)

// DecodeDelta adds up spikes over time, each worth the threshold:
//
//	x[t] = threshold * (s[0] + ... + s[t])
//
// It undoes [Delta] as far as that can be: a change of any size gives one spike, so that larger ones are cut
// to the threshold and smaller ones are lost, and with [Padding] the series starts from 0. After
// [StepForward] it stays within one threshold of the series, if that changes by no more a step.
//
// spikes [T x ...], each -1, 0 or 1, of any signed dtype; the result is float32 [T x ...]. The caller keeps spikes and
// owns the result.
//
// Options: [Threshold] (0.1, in the units of the data).
// Errors: threshold <= 0, no time step, a value other than -1, 0 or 1.
// Source: B. Petro, N. Kasabov, R. M. Kiss, "Selection and optimization of temporal spike encoding methods for spiking
// neural networks", IEEE Transactions on Neural Networks and Learning Systems 31(2), 2020, on temporal contrast.
func DecodeDelta(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "DecodeDelta"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{threshold: 0.1}}, opts, "Threshold")
	if err != nil {
		return nil, err
	}
	if err := checkPositive(fn, "Threshold", o.threshold, "in the units of the data"); err != nil {
		return nil, err
	}
	data, v, err := floatsOf(fn, "spikes", spikes, 1)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if v.Shape[0] < 1 {
		return nil, argError(fn, "spikes", fmt.Sprintf("of shape %v", v.Shape), "[T x ...] with T >= 1", ErrShape)
	}
	for i, s := range data {
		if s != 0 && s != 1 && s != -1 {
			return nil, argError(fn, "spikes", fmt.Sprintf("%v at element %d", s, i), "-1, 0 or 1", ErrRange)
		}
	}
	out, values, err := newFloats(fn, v.Shape)
	if err != nil {
		return nil, err
	}
	neurons := tensormem.Numel(v.Shape[1:])
	sums := make([]float64, neurons) // whole numbers, so that no rounding adds up
	for t := range int(v.Shape[0]) {
		for n := range neurons {
			sums[n] += float64(data[t*neurons+n])
			values[t*neurons+n] = float32(o.threshold * sums[n])
		}
	}
	return toDevice(fn, out, v.Device)
}
