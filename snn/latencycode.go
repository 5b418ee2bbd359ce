package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// A LatencyCodeOption is an option of [LatencyCode].
type LatencyCodeOption interface{ latencyCode(*latencyConfig) }

func (n NumSteps) latencyCode(c *latencyConfig)       { c.steps.set(n) }
func (x Threshold) latencyCode(c *latencyConfig)      { c.threshold = float64(x) }
func (tau Tau) latencyCode(c *latencyConfig)          { c.tau = float64(tau) }
func (t FirstSpikeTime) latencyCode(c *latencyConfig) { c.firstSpikeTime = int(t) }
func (n Normalize) latencyCode(c *latencyConfig)      { c.normalize = bool(n) }
func (l Linear) latencyCode(c *latencyConfig)         { c.linear = bool(l) }
func (e Epsilon) latencyCode(c *latencyConfig)        { c.epsilon = float64(e) }

// valuesPerTask is how many values one task takes: enough to be worth a switch of goroutines.
const valuesPerTask = 1 << 14

// LatencyCode turns values into spike times, in time steps but not yet whole ones. A neuron that a constant current x
// charges as an RC circuit, V(t) = x (1 - exp(-t/tau)), reaches the threshold at
//
//	t = tau ln(x / (x - threshold)) + f              logarithmic, x at least threshold + epsilon
//	t = min(tau (1 - x), tau (1 - threshold)) + f    Linear
//
// where f is the first spike time. [Normalize] makes the last time T-1: the logarithmic code multiplies t - f by
// (T-1-f)/max(t-f) over all of data, the linear code takes tau = T-1-f.
//
// data [...], any numeric dtype, in [0, 1]. times has data's shape, float32, or float64 for float64 data; belowThreshold, bool, is
// true for the values below the threshold, whose times are those of the threshold. The caller keeps data and owns
// both results, which are on data's device.
//
// Options: [NumSteps] (only for Normalize and to check FirstSpikeTime), [Threshold] (0.01), [Tau] (1 time step),
// [FirstSpikeTime] (0), [Normalize] (false), [Linear] (false), [Epsilon] (1e-7).
// Errors: as of [Latency].
// snnTorch: spikegen.latency_code.
func LatencyCode(data *ts.Tensor, opts ...LatencyCodeOption) (times, belowThreshold *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.LatencyCode")
	c := latencyDefaults()
	if err := argument.Apply(opts, func(o LatencyCodeOption) { o.latencyCode(&c) }); err != nil {
		return nil, nil, err
	}
	if c.normalize || c.steps.given {
		if err := c.steps.check(); err != nil {
			return nil, nil, err
		}
	}
	if err := c.check(); err != nil {
		return nil, nil, err
	}
	v, err := openFloats("data", data, 0, 1)
	if err != nil {
		return nil, nil, err
	}
	defer v.Close()
	if v.DType == gotch.Double {
		return latencyCode[float64](c, v)
	}
	return latencyCode[float32](c, v)
}

func latencyCode[F float](c latencyConfig, v *tensormem.View) (times, below *ts.Tensor, err error) {
	x := tensormem.Slice[F](v)
	t, _, err := spikeTimes(c, x)
	if err != nil {
		return nil, nil, err
	}
	times, err = tensormem.Of(t, v.Shape)
	if err != nil {
		return nil, nil, err
	}
	if times, err = tensormem.ToDevice(times, v.Device); err != nil {
		return nil, nil, err
	}
	below, mask, err := tensormem.New[bool](v.Shape)
	if err != nil {
		times.MustDrop()
		return nil, nil, err
	}
	for i := range x {
		mask[i] = x[i] < F(c.threshold)
	}
	if below, err = tensormem.ToDevice(below, v.Device); err != nil {
		times.MustDrop()
		return nil, nil, err
	}
	return times, below, nil
}

// spikeTimes returns the time of each value, and the largest. Each step is rounded to F, as torch does.
func spikeTimes[F float](c latencyConfig, x []F) (times []F, last F, err error) {
	var (
		tau   = F(c.tau)
		thr   = F(c.threshold)
		first = F(c.firstSpikeTime)
		span  = F(c.steps.n - 1 - c.firstSpikeTime)
		low   = F(c.threshold + c.epsilon) // values below it fire at its time
		time  func(x F) F
	)
	if c.linear {
		if c.normalize {
			tau = span
		}
		slowest := F(-float64(tau) * (c.threshold - 1))
		time = func(x F) F { return min(F(-tau*(x-1)), slowest) + first }
	} else {
		if !(c.epsilon > 0) || math.IsInf(c.epsilon, 0) || low-thr <= 0 {
			return nil, 0, argument.New("Epsilon", c.epsilon,
				fmt.Sprintf("> 0, and enough to change the threshold %v in %T", c.threshold, low), ErrRange)
		}
		time = func(x F) F {
			x = max(x, low)
			return F(tau*F(math.Log(float64(x/(x-thr))))) + first
		}
	}

	times = make([]F, len(x))
	tasks := loop.Split(len(x), valuesPerTask)
	largest := make([]F, tasks.Count())
	tasks.Each(func(lo, hi int) {
		known, at := F(0), time(0) // images are mostly of one colour
		most := F(math.Inf(-1))
		for i := lo; i < hi; i++ {
			if x[i] != known {
				known, at = x[i], time(x[i])
			}
			times[i] = at
			most = max(most, at)
		}
		largest[lo/valuesPerTask] = most
	})
	for _, t := range largest {
		last = max(last, t)
	}
	if longest := last - first; c.normalize && !c.linear && longest > 0 {
		tasks.Each(func(lo, hi int) {
			for i := lo; i < hi; i++ {
				times[i] = F(F(times[i]-first)*span)/longest + first
			}
		})
		last = F(longest*span)/longest + first
	}
	return times, last, nil
}
