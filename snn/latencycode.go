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

type float interface{ float32 | float64 }

// timesPerTask is how many values one task takes: enough to be worth a switch of goroutines.
const timesPerTask = 1 << 14

// LatencyCode turns values into spike times, in time steps but not yet whole ones. A neuron that a constant current x
// charges as an RC circuit, V(t) = x (1 - exp(-t/tau)), reaches the threshold at
//
//	t = tau ln(x / (x - threshold)) + f              logarithmic, x at least threshold + epsilon
//	t = min(tau (1 - x), tau (1 - threshold)) + f    Linear
//
// where f is the first spike time. [Normalize] makes the last time T-1: the logarithmic code multiplies t - f by
// (T-1-f)/max(t-f) over all of data, the linear code takes tau = T-1-f.
//
// data [...], any tensormem.Numeric dtype, in [0, 1]. times has data's shape, float32, or float64 for float64 data; belowThreshold, bool,
// tells which values are below the threshold, whose times are those of the threshold. The caller keeps data and owns
// both results, which are on data's device.
//
// Options: [NumSteps] (only for Normalize and to check FirstSpikeTime), [Threshold] (0.01), [Tau] (1 time step),
// [FirstSpikeTime] (0), [Normalize] (false), [Linear] (false), [Epsilon] (1e-7).
// Errors: as of [Latency].
// snnTorch: spikegen.latency_code.
func LatencyCode(data *ts.Tensor, opts ...Option) (times, belowThreshold *ts.Tensor, err error) {
	const fn = "LatencyCode"
	o, err := parseOptions(fn, latencyDefaults(), opts,
		"NumSteps", "Threshold", "Tau", "FirstSpikeTime", "Normalize", "Linear", "Epsilon")
	if err != nil {
		return nil, nil, err
	}
	if o.normalize || o.has("NumSteps") {
		if err := o.checkNumSteps(fn); err != nil {
			return nil, nil, err
		}
	}
	if err := o.checkLatency(fn); err != nil {
		return nil, nil, err
	}
	v, err := latencyData(fn, "data", data, 0, 1)
	if err != nil {
		return nil, nil, err
	}
	defer v.Close()
	if v.DType == gotch.Double {
		return latencyCodeOf(fn, o, v, gotch.Double, tensormem.Slice[float64](v))
	}
	return latencyCodeOf(fn, o, v, gotch.Float, tensormem.Slice[float32](v))
}

func latencyCodeOf[F float](fn string, o options, v *tensormem.View, dtype gotch.DType, x []F) (times, below *ts.Tensor, err error) {
	t, _, err := spikeTimes(fn, o, x)
	if err != nil {
		return nil, nil, err
	}
	times, p, err := newOutput(fn, v.Shape, dtype)
	if err != nil {
		return nil, nil, err
	}
	copy(unsafe.Slice((*F)(p), len(t)), t)
	if times, err = toDevice(fn, times, v.Device); err != nil {
		return nil, nil, err
	}
	below, p, err = newOutput(fn, v.Shape, gotch.Bool)
	if err != nil {
		times.MustDrop()
		return nil, nil, err
	}
	for i, mask := 0, unsafe.Slice((*bool)(p), len(x)); i < len(x); i++ {
		mask[i] = x[i] < F(o.threshold)
	}
	if below, err = toDevice(fn, below, v.Device); err != nil {
		times.MustDrop()
		return nil, nil, err
	}
	return times, below, nil
}

// checkLatency refuses settings of a latency code that are out of range. NumSteps may be 0, not yet known.
func (o *options) checkLatency(fn string) error {
	if !(o.threshold > 0 && o.threshold < 1) {
		return argError(fn, "Threshold", o.threshold, "in (0, 1)", ErrRange)
	}
	if err := checkPositive(fn, "Tau", o.tau, "time steps"); err != nil {
		return err
	}
	if o.tau > math.MaxFloat32 { // infinite in float32
		return argError(fn, "Tau", o.tau, "at most 3.4e38 (time steps)", ErrRange)
	}
	if o.normalize && o.numSteps == 0 {
		return argError(fn, "NumSteps", "missing", "snn.NumSteps(n) with Normalize", ErrOption)
	}
	return o.checkFirstSpikeTime(fn)
}

// latencyData checks data to lie in [low, high] and gives its values as float32, or float64 for float64.
func latencyData(fn, arg string, data *ts.Tensor, low, high float64) (*tensormem.View, error) {
	v, err := viewOf(fn, arg, data, 0)
	if err != nil {
		return nil, err
	}
	t := loopFloat64
	if v.DType != gotch.Double {
		t = loopFloat32
		if v.DType != gotch.Float {
			if err := v.Convert(gotch.Float); err != nil {
				return nil, err
			}
		}
	}
	if err := checkRange(fn, arg, v, t, low, high); err != nil {
		v.Close()
		return nil, err
	}
	return v, nil
}

// spikeTimes returns the time of each value, and the largest. Each step is rounded to F, as torch does.
func spikeTimes[F float](fn string, o options, x []F) (times []F, last F, err error) {
	var (
		tau   = F(o.tau)
		thr   = F(o.threshold)
		first = F(o.firstSpikeTime)
		span  = F(o.numSteps - 1 - o.firstSpikeTime)
		low   = F(o.threshold + o.epsilon) // values below it fire at its time
		time  func(x F) F
	)
	if o.linear {
		if o.normalize {
			tau = span
		}
		slowest := F(-float64(tau) * (o.threshold - 1))
		time = func(x F) F { return min(F(-tau*(x-1)), slowest) + first }
	} else {
		if !(o.epsilon > 0) || math.IsInf(o.epsilon, 0) || low-thr <= 0 {
			return nil, 0, argError(fn, "Epsilon", o.epsilon,
				fmt.Sprintf("> 0, and enough to change the threshold %v in %T", o.threshold, low), ErrRange)
		}
		time = func(x F) F {
			x = max(x, low)
			return F(tau*F(math.Log(float64(x/(x-thr))))) + first
		}
	}

	times = make([]F, len(x))
	c := loop.Split(len(x), timesPerTask)
	largest := make([]F, c.Count())
	loop.Parallel(c.Count(), func(task int) {
		lo, hi := c.Bounds(task)
		known, at := F(0), time(0) // images are mostly of one colour
		most := F(math.Inf(-1))
		for i := lo; i < hi; i++ {
			if x[i] != known {
				known, at = x[i], time(x[i])
			}
			times[i] = at
			most = max(most, at)
		}
		largest[task] = most
	})
	for _, t := range largest {
		last = max(last, t)
	}
	if longest := last - first; o.normalize && !o.linear && longest > 0 {
		loop.Parallel(c.Count(), func(task int) {
			lo, hi := c.Bounds(task)
			for i := lo; i < hi; i++ {
				times[i] = F(F(times[i]-first)*span)/longest + first
			}
		})
		last = F(longest*span)/longest + first
	}
	return times, last, nil
}
