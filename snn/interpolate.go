package snn

import (
	"cmp"
	"math"
	"slices"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// An InterpolateOption is an option of [LatencyInterpolate] and [RateInterpolate].
type InterpolateOption interface{ interpolated(*interpolateConfig) }

type interpolateConfig struct {
	steps  timeSteps
	levels targetLevels
}

// Interpolate raises the target in a straight line from the off target up to each spike, for training on the
// membrane potential.
//
// Taken by [Latency], [TargetsConvert], [TargetsLatency], [TargetsRate].
type Interpolate bool

func (n NumSteps) interpolated(c *interpolateConfig)    { c.steps.set(n) }
func (on OnTarget) interpolated(c *interpolateConfig)   { c.levels.on = float64(on) }
func (off OffTarget) interpolated(c *interpolateConfig) { c.levels.off = float64(off) }

// LatencyInterpolate makes targets for the membrane potential out of spike times: each neuron's rises in a straight line
// from off at step 0 to on at its spike time t, rounded to a whole step, half to even, and is off after it,
//
//	out[s] = off + (on - off) s/t   for s <= t
//	out[s] = off                    for s > t
//
// (on at s = 0 if t = 0). A neuron whose time is beyond the last step is off throughout.
//
// spikeTime [...], any numeric dtype, not negative; each element is another neuron. The result is [T x ...], float32. The
// caller keeps spikeTime and owns the result, which is on spikeTime's device.
//
// Options: [NumSteps] (required), [OnTarget] (1), [OffTarget] (0).
// Errors: NumSteps missing or below 1, a time that is negative or not finite, OnTarget below OffTarget.
// snnTorch: spikegen.latency_interpolate, which takes a time of T to be within T steps.
func LatencyInterpolate(spikeTime *ts.Tensor, opts ...InterpolateOption) (targets *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.LatencyInterpolate")
	c, v, err := openSpikeTimes(spikeTime, 0, opts)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	return interpolateLatency(c.levels, tensormem.Slice[float64](v), append([]int64{int64(c.steps.n)}, v.Shape...), v.Device)
}

// RateInterpolate makes the target for the membrane potential of one neuron that spikes at several times: it rises in a
// straight line from off, at the step after a spike or at step 0, to on at the next spike; after the last one it is off.
//
// spikeTime [S] holds the spike times in steps, any numeric dtype, not negative, in any order; times are rounded to whole
// steps, half to even, those beyond the end do not count, and S may be 0. The result is [T], float32. The caller keeps
// spikeTime and owns the result.
//
// Options: [NumSteps] (required), [OnTarget] (1), [OffTarget] (0).
// Errors: as of [LatencyInterpolate].
// snnTorch: spikegen.rate_interpolate.
func RateInterpolate(spikeTime *ts.Tensor, opts ...InterpolateOption) (target *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.RateInterpolate")
	c, v, err := openSpikeTimes(spikeTime, 1, opts)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	var spikes []int
	for _, t := range tensormem.Slice[float64](v) {
		if t = math.RoundToEven(t); t < float64(c.steps.n) {
			spikes = append(spikes, int(t))
		}
	}
	slices.Sort(spikes)
	out, err := tensormem.Of(c.levels.trace(slices.Compact(spikes), c.steps.n, true), []int64{int64(c.steps.n)})
	if err != nil {
		return nil, err
	}
	return tensormem.ToDevice(out, v.Device)
}

// openSpikeTimes checks the options and opens spike times as float64.
func openSpikeTimes(spikeTime *ts.Tensor, minDims int, opts []InterpolateOption) (c interpolateConfig, v *tensormem.View, err error) {
	c.levels.on = 1
	if err := argument.Apply(opts, func(o InterpolateOption) { o.interpolated(&c) }); err != nil {
		return c, nil, err
	}
	if err := cmp.Or(c.steps.check(), c.levels.check()); err != nil {
		return c, nil, err
	}
	if v, err = tensormem.Open("spikeTime", spikeTime, minDims); err != nil {
		return c, nil, err
	}
	if err := v.Convert(gotch.Double); err != nil {
		return c, nil, err
	}
	if err := checkValues("spikeTime", v, v.Data(), loop.Float64, 0, math.Inf(1)); err != nil {
		v.Close()
		return c, nil, err
	}
	return c, v, nil
}

// interpolateLatency writes the lines of LatencyInterpolate; an infinite time is that of a neuron which never spikes.
func interpolateLatency[F float](levels targetLevels, times []F, shape []int64, device int32) (*ts.Tensor, error) {
	out, values, err := tensormem.New[float32](shape)
	if err != nil {
		return nil, err
	}
	n := len(times)
	whole := make([]float32, n)
	for i, t := range times {
		whole[i] = float32(math.RoundToEven(float64(t)))
	}
	on, off, rise := float32(levels.on), float32(levels.off), float32(levels.on-levels.off)
	last := float32(shape[0] - 1)
	loop.Parallel(int(shape[0]), func(s int) {
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
	return tensormem.ToDevice(out, device)
}

// trace returns the target of a train over time: on at its spikes and off elsewhere, or with interpolate a line
// that rises from off, at the step after a spike, to on at the next one.
func (l targetLevels) trace(spikes []int, steps int, interpolate bool) []float32 {
	trace := make([]float32, steps)
	for t := range trace {
		trace[t] = float32(l.off)
	}
	last := -1
	for _, t := range spikes {
		if interpolate && t > last+1 {
			slope := (l.on - l.off) / float64(t-last-1)
			for k := last + 1; k < t; k++ {
				trace[k] = float32(l.off + slope*float64(k-last-1))
			}
		}
		trace[t] = float32(l.on)
		last = t
	}
	return trace
}
