package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// Rate codes a value as the rate of spikes: at each time step t, element i spikes with probability
//
//	p = x*gain + offset, clipped to [0, 1]
//
// independently of all other steps and elements (a Bernoulli process, for small p near to a Poisson process). 0 never
// spikes, 1 always; in between p counts to the nearest 2^-31.
//
// data [...], usually [B x C x H x W] or [B x F], any tensormem.Numeric dtype, finite; one dimension is one sample of features.
// The result is [T x ...] of data's dtype, 0 or 1. With [TimeVarInput], data is [T x B x ...], a value for each time step,
// and the result has [FirstSpikeTime] silent steps before those of the data. The caller keeps data and owns the result,
// which is on data's device.
//
// Random numbers depend on the seed, the time step and the index of the element in the data set, counted from
// [SampleIndex]: equal seeds give equal spikes, however many threads there are and however samples are split into batches.
//
// Options: [NumSteps] (required, not with TimeVarInput), [Gain] (1), [Offset] (0), [FirstSpikeTime] (0), [TimeVarInput]
// (false), [DType] (data's), [Seed] (a fresh one), [SeedUsed], [SampleIndex] (0).
// Errors: NumSteps missing or below 1, a first spike time that is negative or beyond the end, a value that is not finite.
// snnTorch: spikegen.rate, which ignores gain and offset for time-varying input; here they count.
func Rate(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "Rate"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{gain: 1}}, opts, "NumSteps", "Gain", "Offset",
		"FirstSpikeTime", "TimeVarInput", "DType", "Seed", "SeedUsed", "SampleIndex")
	if err != nil {
		return nil, err
	}
	if o.timeVarInput && o.has("NumSteps") {
		return nil, argError(fn, "NumSteps", o.numSteps, "left out with TimeVarInput: the data's first dimension sets it", ErrOption)
	}
	if !o.timeVarInput {
		if err := o.checkNumSteps(fn); err != nil {
			return nil, err
		}
	}
	if err := o.checkFirstSpikeTime(fn); err != nil {
		return nil, err
	}
	return o.bernoulli(fn, data)
}

// RateConv spikes once for each value of data, with probability x clipped to [0, 1]: it turns probabilities that are
// already one for each time step, [T x ...], into spikes of the same shape. Elements are numbered through as those of one
// time step, so that calls for one time step after another need different seeds.
//
// data [...], any tensormem.Numeric dtype, finite. The result has data's shape and dtype, 0 or 1. The caller keeps data and owns the
// result, which is on data's device.
//
// Options: [DType] (data's), [Seed] (a fresh one), [SeedUsed], [SampleIndex] (0; the first dimension counts samples).
// Errors: a value that is not finite.
// snnTorch: spikegen.rate_conv.
func RateConv(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "RateConv"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{gain: 1}}, opts,
		"DType", "Seed", "SeedUsed", "SampleIndex")
	if err != nil {
		return nil, err
	}
	return o.bernoulli(fn, data)
}

// bernoulli makes the spikes of Rate, or of RateConv if there are neither time steps nor time-varying input.
func (o *options) bernoulli(fn string, data *ts.Tensor) (*ts.Tensor, error) {
	for _, arg := range []struct {
		name  string
		value float64
	}{{"Gain", o.gain}, {"Offset", o.offset}} {
		if err := checkNumber(fn, arg.name, arg.value); err != nil {
			return nil, err
		}
	}
	if o.sampleIndex < 0 {
		return nil, argError(fn, "SampleIndex", o.sampleIndex, ">= 0", ErrRange)
	}
	minDims := 0
	if o.timeVarInput {
		minDims = 1
	}
	info, err := checkTensor(fn, "data", data, minDims)
	if err != nil {
		return nil, err
	}
	e, err := newElement(fn, o.outputType(info.DType), 1, 0)
	if err != nil {
		return nil, err
	}
	v, err := viewOf(fn, "data", data, minDims)
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

	shape, sample := append([]int64{int64(o.numSteps)}, v.Shape...), v.Shape
	switch {
	case o.timeVarInput:
		shape = append([]int64{v.Shape[0] + int64(o.firstSpikeTime)}, v.Shape[1:]...)
		sample = v.Shape[1:]
	case o.numSteps == 0:
		shape = v.Shape
	}
	steps, n := 1, v.Numel() // RateConv: one step
	if o.timeVarInput || o.numSteps > 0 {
		steps, n = int(shape[0]), tensormem.Numel(shape[1:])
	}
	if steps > math.MaxUint32 {
		return nil, argError(fn, "NumSteps", steps, "below 2^32 (time steps)", ErrRange)
	}
	perSample := tensormem.Numel(sample)
	if len(sample) > 1 {
		perSample = tensormem.Numel(sample[1:])
	}
	task := rateLoop{
		element: e, x: v.Data(), xType: xType, timeVar: o.timeVarInput, gain: o.gain, offset: o.offset, steps: steps, n: n,
		first: o.firstSpikeTime, n0: uint64(o.sampleIndex) * uint64(perSample), random: loop.NewRandom(o.resolveSeed(), loop.StreamRate),
	}
	out, p, err := newOutput(fn, shape, o.outputType(v.DType))
	if err != nil {
		return nil, err
	}
	task.out = p
	task.run()
	return toDevice(fn, out, v.Device)
}

// outputType is the element type asked for by [DType], or else the one given.
func (o *options) outputType(otherwise gotch.DType) gotch.DType {
	if o.has("DType") {
		return o.dtype
	}
	return otherwise
}

// checkFirstSpikeTime refuses a first spike time that is negative, or beyond the last of NumSteps if these are given.
func (o *options) checkFirstSpikeTime(fn string) error {
	if o.firstSpikeTime < 0 {
		return argError(fn, "FirstSpikeTime", o.firstSpikeTime, ">= 0 (time step)", ErrRange)
	}
	if o.numSteps > 0 && o.firstSpikeTime > o.numSteps-1 {
		return argError(fn, "FirstSpikeTime", o.firstSpikeTime,
			fmt.Sprintf("at most NumSteps-1 = %d (time step)", o.numSteps-1), ErrRange)
	}
	return nil
}

// checkNumber refuses NaN and infinities.
func checkNumber(fn, arg string, x float64) error {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return argError(fn, arg, x, "a finite number", ErrNotFinite)
	}
	return nil
}

// checkRange refuses values that are not finite or outside of [low, high].
func checkRange(fn, arg string, v *tensormem.View, t loopType, low, high float64) error {
	smallest, largest, bad := loopRange(v.Data(), t, v.Numel())
	switch {
	case bad >= 0:
		return argError(fn, arg, fmt.Sprintf("NaN or infinite at element %d", bad), "finite values", ErrNotFinite)
	case v.Numel() > 0 && (smallest < low || largest > high):
		return argError(fn, arg, fmt.Sprintf("from %v to %v", smallest, largest),
			fmt.Sprintf("values in [%v, %v]", low, high), ErrRange)
	}
	return nil
}
