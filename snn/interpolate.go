package snn

import (
	"math"
	"slices"
	"unsafe"

	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// LatencyInterpolate makes targets for the membrane potential out of spike times: each neuron's rises in a straight line
// from off at step 0 to on at its spike time t, rounded to a whole step, half to even, and is off after it,
//
//	out[s] = off + (on - off) s/t   for s <= t
//	out[s] = off                    for s > t
//
// (on at s = 0 if t = 0). A neuron whose time is beyond the last step is off throughout.
//
// spikeTime [...], any tensormem.Numeric dtype, not negative; each element is another neuron. The result is [T x ...], float32. The
// caller keeps spikeTime and owns the result, which is on spikeTime's device.
//
// Options: [NumSteps] (required), [OnTarget] (1), [OffTarget] (0).
// Errors: NumSteps missing or below 1, a time that is negative or not finite, OnTarget below OffTarget.
// snnTorch: spikegen.latency_interpolate, which takes a time of T to be within T steps.
func LatencyInterpolate(spikeTime *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "LatencyInterpolate"
	o, v, err := interpolateData(fn, spikeTime, 0, opts)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	return interpolateLatency(fn, o, tensormem.Slice[float64](v), append([]int64{int64(o.numSteps)}, v.Shape...), v.Device)
}

// RateInterpolate makes the target for the membrane potential of one neuron that spikes at several times: it rises in a
// straight line from off, at the step after a spike or at step 0, to on at the next spike; after the last one it is off.
//
// spikeTime [S] holds the spike times in steps, any tensormem.Numeric dtype, not negative, in any order; times are rounded to whole
// steps, half to even, those beyond the end do not count, and S may be 0. The result is [T], float32. The caller keeps
// spikeTime and owns the result.
//
// Options: [NumSteps] (required), [OnTarget] (1), [OffTarget] (0).
// Errors: as of [LatencyInterpolate].
// snnTorch: spikegen.rate_interpolate.
func RateInterpolate(spikeTime *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "RateInterpolate"
	o, v, err := interpolateData(fn, spikeTime, 1, opts)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	var spikes []int
	for _, t := range tensormem.Slice[float64](v) {
		if t = math.RoundToEven(t); t < float64(o.numSteps) {
			spikes = append(spikes, int(t))
		}
	}
	slices.Sort(spikes)
	out, trace, err := newFloats(fn, []int64{int64(o.numSteps)})
	if err != nil {
		return nil, err
	}
	o.interpolate = true
	copy(trace, o.targetTrace(slices.Compact(spikes)))
	return toDevice(fn, out, v.Device)
}

// interpolateData checks the options and gives spike times as float64.
func interpolateData(fn string, spikeTime *ts.Tensor, minDims int, opts []Option) (o options, v *tensormem.View, err error) {
	o, err = parseOptions(fn, latencyDefaults(), opts, "NumSteps", "OnTarget", "OffTarget")
	if err != nil {
		return o, nil, err
	}
	if err := o.checkNumSteps(fn); err != nil {
		return o, nil, err
	}
	if err := o.checkTargets(fn); err != nil {
		return o, nil, err
	}
	if _, err = checkTensor(fn, "spikeTime", spikeTime, minDims); err != nil {
		return o, nil, err
	}
	if v, err = latencyData(fn, "spikeTime", spikeTime, 0, math.Inf(1)); err != nil {
		return o, nil, err
	}
	if v.DType != gotch.Double {
		if err := v.Convert(gotch.Double); err != nil {
			return o, nil, err
		}
	}
	return o, v, nil
}

// interpolateLatency writes the lines of LatencyInterpolate; an infinite time is that of a neuron which never spikes.
func interpolateLatency[F float](fn string, o options, times []F, shape []int64, device int32) (*ts.Tensor, error) {
	out, p, err := newOutput(fn, shape, gotch.Float)
	if err != nil {
		return nil, err
	}
	n := len(times)
	whole := make([]float32, n)
	for i, t := range times {
		whole[i] = float32(math.RoundToEven(float64(t)))
	}
	values := unsafe.Slice((*float32)(p), tensormem.Numel(shape))
	on, off, rise := float32(o.onTarget), float32(o.offTarget), float32(o.onTarget-o.offTarget)
	last := float32(o.numSteps - 1)
	loop.Parallel(o.numSteps, func(s int) {
		step, row := float32(s), values[s*n:(s+1)*n]
		for i, t := range whole {
			switch {
			case step == t:
				row[i] = on
			case step > t || t > last:
				row[i] = off
			default:
				row[i] = float32(step/t*rise) + off
			}
		}
	})
	return toDevice(fn, out, device)
}
