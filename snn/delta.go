package snn

import (
	"math"

	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// Delta spikes where a value has changed since the time step before, as a neuron of the retina or an event camera does:
//
//	+1  if x[t] - x[t-1] >= threshold
//	-1  if x[t] - x[t-1] <= -threshold, with OffSpike
//	 0  else
//
// Before the first step x is taken to be 0, so that a large first value spikes, or with [Padding] x[0], so that
// it does not. Each step is compared with the one before and not with the last spike: a drift that stays below the
// threshold at each step never spikes.
//
// data [T x ...], any tensormem.Numeric dtype, finite. The result has data's shape and dtype; for [OffSpike] on unsigned data (uint8,
// bool) it is int8, which can hold -1. The caller keeps data and owns the result, which is on data's device.
//
// Options: [Threshold] (0.1, in the units of the data; any finite number, though below 0 rest spikes), [Padding] (false),
// [OffSpike] (false), [DType] (data's).
// Errors: no time dimension, a value or threshold that is not finite, a dtype without -1 for OffSpike.
// snnTorch: spikegen.delta, which turns -1 into 255 for uint8. The idea: T. Delbruck, P. Lichtsteiner, "Freeing vision from
// frames", 2006.
func Delta(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "Delta"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{threshold: 0.1}}, opts,
		"Threshold", "Padding", "OffSpike", "DType")
	if err != nil {
		return nil, err
	}
	if err := checkNumber(fn, "Threshold", o.threshold); err != nil {
		return nil, err
	}
	info, err := checkTensor(fn, "data", data, 1)
	if err != nil {
		return nil, err
	}
	dtype, off := info.DType, 0.0
	if o.offSpike {
		off = -1
		if dtype == gotch.Uint8 || dtype == gotch.Bool {
			dtype = gotch.Int8
		}
	}
	dtype = o.outputType(dtype)
	e, err := newElement(fn, dtype, 1, off)
	if err != nil {
		return nil, err
	}
	v, err := viewOf(fn, "data", data, 1)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	xType, err := loopData(v)
	if err != nil {
		return nil, err
	}
	if err := checkRange(fn, "data", v, xType, math.Inf(-1), math.Inf(1)); err != nil {
		return nil, err
	}
	out, p, err := newOutput(fn, v.Shape, dtype)
	if err != nil {
		return nil, err
	}
	deltaLoop{
		out: p, element: e, x: v.Data(), xType: xType, threshold: o.threshold, offSpike: o.offSpike, padding: o.padding,
		steps: int(v.Shape[0]), n: tensormem.Numel(v.Shape[1:]),
	}.run()
	return toDevice(fn, out, v.Device)
}
