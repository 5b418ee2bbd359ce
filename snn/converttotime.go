package snn

import (
	"math"
	"unsafe"

	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// ConvertToTime returns when an RC circuit that a constant current x charges, V(t) = x (1 - exp(-t/tau)), reaches the
// threshold:
//
//	t = tau ln(x / (x - threshold))   for x > threshold
//	t = +Inf                          else: it never does
//
// data [...], any tensormem.Numeric dtype, finite; it may be above 1. The result has data's shape, float32, or float64 for
// float64 data, in the units of tau. The caller keeps data and owns the result, which is on data's device.
//
// Options: [Tau] (5), [Threshold] (0.01, in the units of data, > 0).
// Errors: tau or threshold <= 0, a value that is not finite.
// snnTorch: convert_to_time in its tutorial 1, which gives NaN below the threshold and -Inf at 0.
func ConvertToTime(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "ConvertToTime"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{tau: 5, threshold: 0.01}}, opts, "Tau", "Threshold")
	if err != nil {
		return nil, err
	}
	if err := checkPositive(fn, "Tau", o.tau, "time"); err != nil {
		return nil, err
	}
	if err := checkPositive(fn, "Threshold", o.threshold, "units of the data"); err != nil {
		return nil, err
	}
	v, err := latencyData(fn, "data", data, math.Inf(-1), math.Inf(1))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	dtype := gotch.Float
	if v.DType == gotch.Double {
		dtype = gotch.Double
	}
	out, p, err := newOutput(fn, v.Shape, dtype)
	if err != nil {
		return nil, err
	}
	if dtype == gotch.Double {
		convertToTime(unsafe.Slice((*float64)(p), v.Numel()), tensormem.Slice[float64](v), o)
	} else {
		convertToTime(unsafe.Slice((*float32)(p), v.Numel()), tensormem.Slice[float32](v), o)
	}
	return toDevice(fn, out, v.Device)
}

func convertToTime[F float](times, x []F, o options) {
	tau, thr := F(o.tau), F(o.threshold)
	c := loop.Split(len(x), timesPerTask)
	loop.Parallel(c.Count(), func(task int) {
		lo, hi := c.Bounds(task)
		for i := lo; i < hi; i++ {
			times[i] = F(math.Inf(1))
			if x[i] > thr {
				times[i] = tau * F(math.Log(float64(x[i]/(x[i]-thr))))
			}
		}
	})
}
