package snn

import (
	"cmp"
	"math"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// A ConvertToTimeOption is an option of [ConvertToTime].
type ConvertToTimeOption interface{ convertToTime(*latencyConfig) }

func (tau Tau) convertToTime(c *latencyConfig)     { c.tau = float64(tau) }
func (x Threshold) convertToTime(c *latencyConfig) { c.threshold = float64(x) }

// ConvertToTime returns when an RC circuit that a constant current x charges, V(t) = x (1 - exp(-t/tau)), reaches the
// threshold:
//
//	t = tau ln(x / (x - threshold))   for x > threshold
//	t = +Inf                          else: it never does
//
// data [...], any numeric dtype, finite; it may be above 1. The result has data's shape, float32, or float64 for
// float64 data, in the units of tau. The caller keeps data and owns the result, which is on data's device.
//
// Options: [Tau] (5), [Threshold] (0.01, in the units of data, > 0).
// Errors: tau or threshold <= 0, a value that is not finite.
// snnTorch: convert_to_time in its tutorial 1, which gives NaN below the threshold and -Inf at 0.
func ConvertToTime(data *ts.Tensor, opts ...ConvertToTimeOption) (times *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.ConvertToTime")
	c := latencyConfig{tau: 5, threshold: 0.01}
	if err := argument.Apply(opts, func(o ConvertToTimeOption) { o.convertToTime(&c) }); err != nil {
		return nil, err
	}
	if err := cmp.Or(argument.Positive("Tau", c.tau, "time"),
		argument.Positive("Threshold", c.threshold, "units of the data")); err != nil {
		return nil, err
	}
	v, err := openFloats("data", data, math.Inf(-1), math.Inf(1))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if v.DType == gotch.Double {
		return convertToTime[float64](c, v)
	}
	return convertToTime[float32](c, v)
}

func convertToTime[F float](c latencyConfig, v *tensormem.View) (*ts.Tensor, error) {
	out, times, err := tensormem.New[F](v.Shape)
	if err != nil {
		return nil, err
	}
	x := tensormem.Slice[F](v)
	tau, thr := F(c.tau), F(c.threshold)
	loop.Split(len(x), valuesPerTask).Each(func(lo, hi int) {
		for i := lo; i < hi; i++ {
			times[i] = F(math.Inf(1))
			if x[i] > thr {
				times[i] = tau * F(math.Log(float64(x[i]/(x[i]-thr))))
			}
		}
	})
	return tensormem.ToDevice(out, v.Device)
}
