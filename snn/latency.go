package snn

import (
	"fmt"
	"math"
	"unsafe"

	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// latencyDefaults are snnTorch's.
func latencyDefaults() options {
	return options{encoderOptions: encoderOptions{threshold: 0.01, tau: 1, onTarget: 1, epsilon: 1e-7}}
}

// Latency codes a value as the time of one spike: a large value fires early, a small one late. The time t is that of
// [LatencyCode], rounded to a whole step, half to even; it is what an RC circuit that starts to charge at step 0 takes to
// reach the threshold.
//
// A value below the threshold fires when one just above it does (threshold + epsilon): not always at the last step, but at
// tau ln((threshold + epsilon)/epsilon) steps, or with [Linear] at tau (1 - threshold). With [Clip] it does not fire.
// [Normalize] with the logarithmic code stretches times by the largest of the whole batch, so that a sample's code depends
// on its neighbours, and values that are all equal fire last.
//
// data [...], usually [B x C x H x W] or [B x F], any tensormem.Numeric dtype, in [0, 1]. The result is [T x ...], float32: 1 at the
// spikes and 0 elsewhere, or [OnTarget] and [OffTarget]; with [Interpolate], which takes float32 only, the lines
// of [LatencyInterpolate]. The caller keeps data and owns the result, which is on data's device.
//
// Options: [NumSteps] (required without [Bypass], which then takes the last spike's), [Threshold] (0.01), [Tau] (1 time
// step), [FirstSpikeTime] (0), [OnTarget] (1), [OffTarget] (0), [Clip] (false), [Normalize] (false; needs NumSteps), [Linear]
// (false), [Interpolate] (false), [Bypass] (false: a spike beyond the end is an error), [Epsilon] (1e-7), [DType] (float32).
// Errors: a value outside [0, 1], threshold outside (0, 1), tau <= 0, epsilon too small for the data's precision, NumSteps
// missing, below 1 or too few for the last spike, a first spike time that is negative or beyond the end.
// snnTorch: spikegen.latency; there off_target below 0 is lost, and clip with interpolate.
func Latency(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	return latency("Latency", data, opts)
}

func latency(fn string, data *ts.Tensor, opts []Option) (*ts.Tensor, error) {
	o, err := parseOptions(fn, latencyDefaults(), opts, "NumSteps", "Threshold", "Tau", "FirstSpikeTime", "OnTarget",
		"OffTarget", "Clip", "Normalize", "Linear", "Interpolate", "Bypass", "Epsilon", "DType")
	if err != nil {
		return nil, err
	}
	if !o.bypass || o.has("NumSteps") {
		if err := o.checkNumSteps(fn); err != nil {
			return nil, err
		}
	}
	if err := o.checkLatency(fn); err != nil {
		return nil, err
	}
	if err := o.checkTargets(fn); err != nil {
		return nil, err
	}
	dtype := o.outputType(gotch.Float)
	if o.interpolate && dtype != gotch.Float {
		return nil, argError(fn, "DType", dtypeName(dtype), "float32 with Interpolate", ErrDType)
	}
	e, err := newElement(fn, dtype, o.onTarget, o.offTarget)
	if err != nil {
		return nil, err
	}
	v, err := latencyData(fn, "data", data, 0, 1)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if v.DType == gotch.Double {
		return latencyOf(fn, o, v, e, dtype, tensormem.Slice[float64](v))
	}
	return latencyOf(fn, o, v, e, dtype, tensormem.Slice[float32](v))
}

// latencyOf encodes values in their own precision, as snnTorch does.
func latencyOf[F float](fn string, o options, v *tensormem.View, e element, dtype gotch.DType, x []F) (*ts.Tensor, error) {
	times, last, err := spikeTimes(fn, o, x)
	if err != nil {
		return nil, err
	}
	end := math.RoundToEven(float64(last))
	switch {
	case o.numSteps == 0 && len(x) == 0:
		return nil, argError(fn, "NumSteps", "missing", "snn.NumSteps(n), as data is empty", ErrOption)
	case o.numSteps == 0 && end >= math.MaxInt32:
		return nil, argError(fn, "Tau", o.tau, fmt.Sprintf("smaller: the last spike comes at step %v", end), ErrRange)
	case o.numSteps == 0:
		o.numSteps = int(end) + 1
	case end > float64(o.numSteps-1) && !o.bypass:
		return nil, argError(fn, "NumSteps", o.numSteps,
			fmt.Sprintf("at least %v, as the last spike comes at step %v; or a smaller Tau, Normalize, or Bypass", end+1, end), ErrRange)
	}
	if o.clip { // a spike that never comes
		for i := range x {
			if x[i] < F(o.threshold) {
				times[i] = F(math.Inf(1))
			}
		}
	}
	shape := append([]int64{int64(o.numSteps)}, v.Shape...)
	if o.interpolate {
		return interpolateLatency(fn, o, times, shape, v.Device)
	}
	out, p, err := newOutput(fn, shape, dtype)
	if err != nil {
		return nil, err
	}
	loopFill(p, e.size, e.off, o.numSteps*len(x))
	switch e.size {
	case 1:
		scatter(p, uint8(e.on), times, o.numSteps)
	case 2:
		scatter(p, uint16(e.on), times, o.numSteps)
	case 4:
		scatter(p, uint32(e.on), times, o.numSteps)
	default:
		scatter(p, e.on, times, o.numSteps)
	}
	return toDevice(fn, out, v.Device)
}

// scatter writes on at each element's spike time, if that is within the steps.
func scatter[E uint8 | uint16 | uint32 | uint64, F float](p unsafe.Pointer, on E, times []F, steps int) {
	out := unsafe.Slice((*E)(p), steps*len(times))
	c := loop.Split(len(times), timesPerTask)
	loop.Parallel(c.Count(), func(task int) {
		lo, hi := c.Bounds(task)
		for i := lo; i < hi; i++ {
			if t := math.RoundToEven(float64(times[i])); t < float64(steps) {
				out[int(t)*len(times)+i] = on
			}
		}
	})
}

// checkTargets refuses targets that are not finite, or on below off.
func (o *options) checkTargets(fn string) error {
	if err := checkNumber(fn, "OnTarget", o.onTarget); err != nil {
		return err
	}
	if err := checkNumber(fn, "OffTarget", o.offTarget); err != nil {
		return err
	}
	if o.onTarget < o.offTarget {
		return argError(fn, "OnTarget", o.onTarget, fmt.Sprintf("at least OffTarget, %v", o.offTarget), ErrRange)
	}
	return nil
}
