package snn

import (
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// A DeltaOption is an option of [Delta].
type DeltaOption interface{ delta(*deltaConfig) }

// A DecodeDeltaOption is an option of [DecodeDelta].
type DecodeDeltaOption interface{ decodeDelta(*deltaConfig) }

type deltaConfig struct {
	threshold         float64
	padding, offSpike bool
	dtype             spikeType
}

// Padding measures the first time step's change against itself, and not against zero: it never spikes.
//
// Taken by [Delta].
type Padding bool

// OffSpike adds the spikes of falling values, as -1.
//
// Taken by [Delta].
type OffSpike bool

func (x Threshold) delta(c *deltaConfig)       { c.threshold = float64(x) }
func (x Threshold) decodeDelta(c *deltaConfig) { c.threshold = float64(x) }
func (p Padding) delta(c *deltaConfig)         { c.padding = bool(p) }
func (o OffSpike) delta(c *deltaConfig)        { c.offSpike = bool(o) }
func (d DType) delta(c *deltaConfig)           { c.dtype.set(d) }

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
// data [T x ...], any numeric dtype, finite. The result has data's shape, and its dtype if that is a floating-point one, else float32.
// The caller keeps data and owns the result, which is on data's device.
//
// Options: [Threshold] (0.1, in the units of the data; any finite number, though below 0 rest spikes), [Padding] (false),
// [OffSpike] (false), [DType].
// Errors: no time dimension, a value or threshold that is not finite, a dtype without -1 for OffSpike.
// snnTorch: spikegen.delta, which turns -1 into 255 for uint8. The idea: T. Delbruck, P. Lichtsteiner, "Freeing vision from
// frames", 2006.
func Delta(data *ts.Tensor, opts ...DeltaOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Delta")
	c := deltaConfig{threshold: 0.1}
	if err := argument.Apply(opts, func(o DeltaOption) { o.delta(&c) }); err != nil {
		return nil, err
	}
	if err := argument.Finite("Threshold", c.threshold); err != nil {
		return nil, err
	}
	v, xType, err := openValues("data", data, 1, math.Inf(-1), math.Inf(1))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	off := 0.0
	if c.offSpike {
		off = -1
	}
	dtype := c.dtype.of(v.DType)
	element, err := loop.NewElement(dtype, 1, off)
	if err != nil {
		return nil, err
	}
	out, p, err := tensormem.Empty(v.Shape, dtype)
	if err != nil {
		return nil, err
	}
	loop.Delta{
		Out: p, Element: element, X: v.Data(), XType: xType, Threshold: c.threshold, OffSpike: c.offSpike, Padding: c.padding,
		Steps: int(v.Shape[0]), N: tensormem.Numel(v.Shape[1:]),
	}.Run()
	return tensormem.ToDevice(out, v.Device)
}

// DecodeDelta adds up spikes over time, each worth the threshold:
//
//	x[t] = threshold * (s[0] + ... + s[t])
//
// It undoes [Delta] as far as that can be: a change of any size gives one spike, so that larger ones are cut
// to the threshold and smaller ones are lost, and with [Padding] the series starts from 0. After
// [StepForward] it stays within one threshold of the series, if that changes by no more a step.
//
// spikes [T x ...], each -1, 0 or 1, of any signed dtype; the result is float32 [T x ...]. The caller keeps spikes and
// owns the result.
//
// Options: [Threshold] (0.1, in the units of the data).
// Errors: threshold <= 0, no time step, a value other than -1, 0 or 1.
// Source: B. Petro, N. Kasabov, R. M. Kiss, "Selection and optimization of temporal spike encoding methods for spiking
// neural networks", IEEE Transactions on Neural Networks and Learning Systems 31(2), 2020, on temporal contrast.
func DecodeDelta(spikes *ts.Tensor, opts ...DecodeDeltaOption) (series *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeDelta")
	c := deltaConfig{threshold: 0.1}
	if err := argument.Apply(opts, func(o DecodeDeltaOption) { o.decodeDelta(&c) }); err != nil {
		return nil, err
	}
	if err := argument.Positive("Threshold", c.threshold, "in the units of the data"); err != nil {
		return nil, err
	}
	s, err := openSigned(spikes)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	out, values, err := tensormem.New[float32](s.Shape)
	if err != nil {
		return nil, err
	}
	sums := make([]float64, s.neurons) // whole numbers, so that no rounding adds up
	for t := range s.steps {
		for n := range sums {
			sums[n] += float64(s.at(t, n))
			values[t*s.neurons+n] = float32(c.threshold * sums[n])
		}
	}
	return tensormem.ToDevice(out, s.Device)
}
