package snn

import (
	"cmp"
	"fmt"
	"math"
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// A LatencyOption is an option of [Latency] and [TargetsLatency].
type LatencyOption interface{ latency(*latencyConfig) }

// A DecodeLatencyOption is an option of [DecodeLatency].
type DecodeLatencyOption interface{ decodeLatency(*latencyConfig) }

type latencyConfig struct {
	steps           timeSteps
	threshold, tau  float64
	firstSpikeTime  int
	levels          targetLevels
	clip, normalize bool
	linear          bool
	interpolate     bool
	bypass          bool
	epsilon         float64
	dtype           spikeType
}

// latencyDefaults are snnTorch's.
func latencyDefaults() latencyConfig {
	return latencyConfig{threshold: 0.01, tau: 1, levels: targetLevels{on: 1}, epsilon: 1e-7}
}

// Clip takes away the spikes of values below the threshold.
//
// Taken by [Latency], [TargetsConvert], [TargetsLatency].
type Clip bool

// Normalize stretches spike times over all time steps: a value of 0 would spike at the last one with [Linear], and without
// it the smallest of the batch does.
//
// Taken by [DecodeLatency], [Latency], [LatencyCode], [TargetsConvert], [TargetsLatency].
type Normalize bool

// Linear makes the spike time fall in a straight line with the value, and not as the logarithm of the RC circuit.
//
// Taken by [DecodeLatency], [Latency], [LatencyCode], [TargetsConvert], [TargetsLatency].
type Linear bool

// Bypass drops spikes beyond the last time step, in place of an error; without [NumSteps], the last spike sets
// the number of time steps.
//
// Taken by [Latency], [TargetsConvert], [TargetsLatency].
type Bypass bool

// Epsilon sets how far above the threshold values below it are raised, as the time at the threshold itself is infinite.
//
// Taken by [Latency], [LatencyCode], [TargetsConvert], [TargetsLatency].
type Epsilon float64

func (n NumSteps) latency(c *latencyConfig)       { c.steps.set(n) }
func (x Threshold) latency(c *latencyConfig)      { c.threshold = float64(x) }
func (tau Tau) latency(c *latencyConfig)          { c.tau = float64(tau) }
func (t FirstSpikeTime) latency(c *latencyConfig) { c.firstSpikeTime = int(t) }
func (on OnTarget) latency(c *latencyConfig)      { c.levels.on = float64(on) }
func (off OffTarget) latency(c *latencyConfig)    { c.levels.off = float64(off) }
func (l Clip) latency(c *latencyConfig)           { c.clip = bool(l) }
func (n Normalize) latency(c *latencyConfig)      { c.normalize = bool(n) }
func (l Linear) latency(c *latencyConfig)         { c.linear = bool(l) }
func (i Interpolate) latency(c *latencyConfig)    { c.interpolate = bool(i) }
func (b Bypass) latency(c *latencyConfig)         { c.bypass = bool(b) }
func (e Epsilon) latency(c *latencyConfig)        { c.epsilon = float64(e) }
func (d DType) latency(c *latencyConfig)          { c.dtype.set(d) }

func (x Threshold) decodeLatency(c *latencyConfig)      { c.threshold = float64(x) }
func (tau Tau) decodeLatency(c *latencyConfig)          { c.tau = float64(tau) }
func (t FirstSpikeTime) decodeLatency(c *latencyConfig) { c.firstSpikeTime = int(t) }
func (l Linear) decodeLatency(c *latencyConfig)         { c.linear = bool(l) }
func (n Normalize) decodeLatency(c *latencyConfig)      { c.normalize = bool(n) }

// Latency codes a value as the time of one spike: a large value fires early, a small one late. The time t is that of
// [LatencyCode], rounded to a whole step, half to even; it is what an RC circuit that starts to charge at step 0 takes to
// reach the threshold.
//
// A value below the threshold fires when one just above it does (threshold + epsilon): not always at the last step, but at
// tau ln((threshold + epsilon)/epsilon) steps, or with [Linear] at tau (1 - threshold). With [Clip] it does not fire.
// [Normalize] with the logarithmic code stretches times by the largest of the whole batch, so that a sample's code depends
// on its neighbours, and values that are all equal fire last.
//
// data [...], usually [B x C x H x W] or [B x F], any numeric dtype, in [0, 1]. The result is [T x ...], of data's dtype if that is a
// floating-point one, else float32: 1 at the spikes and 0 elsewhere, or [OnTarget] and [OffTarget]; with [Interpolate] it is float32, the
// lines of [LatencyInterpolate]. The caller keeps data and owns the result, which is on data's device.
//
// Options: [NumSteps] (required without [Bypass], which then takes the last spike's), [Threshold] (0.01), [Tau] (1 time
// step), [FirstSpikeTime] (0), [OnTarget] (1), [OffTarget] (0), [Clip] (false), [Normalize] (false; needs NumSteps), [Linear]
// (false), [Interpolate] (false), [Bypass] (false: a spike beyond the end is an error), [Epsilon] (1e-7), [DType].
// Errors: a value outside [0, 1], threshold outside (0, 1), tau <= 0, epsilon too small for the data's precision, NumSteps
// missing, below 1 or too few for the last spike, a first spike time that is negative or beyond the end.
// snnTorch: spikegen.latency; there off_target below 0 is lost, and clip with interpolate.
func Latency(data *ts.Tensor, opts ...LatencyOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Latency")
	return latency(data, opts)
}

func latency(data *ts.Tensor, opts []LatencyOption) (*ts.Tensor, error) {
	c := latencyDefaults()
	if err := argument.Apply(opts, func(o LatencyOption) { o.latency(&c) }); err != nil {
		return nil, err
	}
	if !c.bypass || c.steps.given {
		if err := c.steps.check(); err != nil {
			return nil, err
		}
	}
	if err := cmp.Or(c.check(), c.levels.check()); err != nil {
		return nil, err
	}
	if c.interpolate {
		if c.dtype.given && c.dtype.dtype != gotch.Float {
			return nil, argument.New("DType", tensormem.DTypeName(c.dtype.dtype), "float32 with Interpolate", ErrDType)
		}
		c.dtype.set(DType(gotch.Float))
	}
	v, err := openFloats("data", data, 0, 1)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	element, err := loop.NewElement(c.dtype.of(v.DType), c.levels.on, c.levels.off)
	if err != nil {
		return nil, err
	}
	if v.DType == gotch.Double {
		return latencySpikes[float64](c, v, element)
	}
	return latencySpikes[float32](c, v, element)
}

// latencySpikes encodes values in their own precision, as snnTorch does.
func latencySpikes[F float](c latencyConfig, v *tensormem.View, e loop.Element) (*ts.Tensor, error) {
	x := tensormem.Slice[F](v)
	times, last, err := spikeTimes(c, x)
	if err != nil {
		return nil, err
	}
	end := math.RoundToEven(float64(last))
	switch {
	case c.steps.n == 0 && len(x) == 0:
		return nil, argument.New("NumSteps", "missing", "snn.NumSteps(n), as data is empty", ErrOption)
	case c.steps.n == 0 && end >= math.MaxInt32:
		return nil, argument.New("Tau", c.tau, fmt.Sprintf("smaller: the last spike comes at step %v", end), ErrRange)
	case c.steps.n == 0:
		c.steps.n = int(end) + 1
	case end > float64(c.steps.n-1) && !c.bypass:
		return nil, argument.New("NumSteps", c.steps.n,
			fmt.Sprintf("at least %v, as the last spike comes at step %v; or a smaller Tau, Normalize, or Bypass", end+1, end), ErrRange)
	}
	if c.clip { // a spike that never comes
		for i := range x {
			if x[i] < F(c.threshold) {
				times[i] = F(math.Inf(1))
			}
		}
	}
	shape := append([]int64{int64(c.steps.n)}, v.Shape...)
	if c.interpolate {
		return interpolateLatency(c.levels, times, shape, v.Device)
	}
	out, p, err := tensormem.Empty(shape, c.dtype.of(v.DType))
	if err != nil {
		return nil, err
	}
	loop.Fill(p, e.Size, e.Off, c.steps.n*len(x))
	switch e.Size {
	case 1:
		scatter(p, uint8(e.On), times, c.steps.n)
	case 2:
		scatter(p, uint16(e.On), times, c.steps.n)
	case 4:
		scatter(p, uint32(e.On), times, c.steps.n)
	default:
		scatter(p, e.On, times, c.steps.n)
	}
	return tensormem.ToDevice(out, v.Device)
}

// scatter writes on at each element's spike time, if that is within the steps.
func scatter[E uint8 | uint16 | uint32 | uint64, F float](p unsafe.Pointer, on E, times []F, steps int) {
	out := unsafe.Slice((*E)(p), steps*len(times))
	loop.Split(len(times), valuesPerTask).Each(func(lo, hi int) {
		for i := lo; i < hi; i++ {
			if t := math.RoundToEven(float64(times[i])); t < float64(steps) {
				out[int(t)*len(times)+i] = on
			}
		}
	})
}

// check refuses settings of a latency code that are out of range. The number of steps may be 0, not yet known.
func (c *latencyConfig) check() error {
	if !(c.threshold > 0 && c.threshold < 1) {
		return argument.New("Threshold", c.threshold, "in (0, 1)", ErrRange)
	}
	if err := argument.Positive("Tau", c.tau, "time steps"); err != nil {
		return err
	}
	if c.tau > math.MaxFloat32 { // infinite in float32
		return argument.New("Tau", c.tau, "at most 3.4e38 (time steps)", ErrRange)
	}
	if c.normalize && c.steps.n == 0 {
		return argument.New("NumSteps", "missing", "snn.NumSteps(n) with Normalize", ErrOption)
	}
	return checkFirstSpike(c.firstSpikeTime, c.steps.n)
}

// DecodeLatency turns the time t of each neuron's first spike back into a value; it undoes [Latency], up to the rounding
// of times to whole steps. With s = (t - first spike time) / tau,
//
//	x = threshold / (1 - exp(-s))   logarithmic code
//	x = 1 - s                       linear code
//
// held to [0, 1]; a silent neuron gives 0. Give the options that the spikes were made with. With [Normalize], the
// linear code has tau = T - 1 - first spike time; the logarithmic one cannot be undone, as each of its times depends
// on the largest of the whole batch.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [Threshold] (0.01), [Tau] (1 time step), [FirstSpikeTime] (0), [Linear] (false), [Normalize] (false).
// Errors: a threshold outside (0, 1), tau <= 0, a first spike time beyond the end, Normalize without Linear, a value
// other than 0 or 1.
// Source: the inverse of snnTorch's spikegen.latency_code.
func DecodeLatency(spikes *ts.Tensor, opts ...DecodeLatencyOption) (values *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeLatency")
	c := latencyDefaults()
	if err := argument.Apply(opts, func(o DecodeLatencyOption) { o.decodeLatency(&c) }); err != nil {
		return nil, err
	}
	r, err := openRecording(spikes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	c.steps.n = r.steps
	if err := c.check(); err != nil {
		return nil, err
	}
	if c.normalize && !c.linear {
		return nil, argument.New("Normalize", true, "Linear too: a normalized logarithmic code cannot be undone", ErrOption)
	}
	if c.normalize {
		c.tau = float64(c.steps.n - 1 - c.firstSpikeTime)
	}
	return r.decode(nil, func(one response) float64 {
		delay := float64(int(one.first) - c.firstSpikeTime)
		switch {
		case one.count == 0:
			return 0
		case delay <= 0:
			return 1
		case c.linear:
			return max(0, 1-delay/c.tau)
		}
		return min(1, c.threshold/-math.Expm1(-delay/c.tau))
	})
}
