package snn

import (
	"cmp"
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// A RateOption is an option of [Rate].
type RateOption interface{ rate(*rateConfig) }

// A RateConvOption is an option of [RateConv].
type RateConvOption interface{ rateConv(*rateConfig) }

type rateConfig struct {
	steps          timeSteps
	gain, offset   float64
	firstSpikeTime int
	timeVarInput   bool
	dtype          spikeType
	draws
}

// Gain multiplies the data: a probability of a spike is x*gain + offset.
//
// Taken by [Rand], [Rate].
type Gain float64

// Offset is added to the data, after [Gain].
//
// Taken by [Rate].
type Offset float64

// TimeVarInput says that the data's first dimension is time already: one value of the data for each time step.
//
// Taken by [Rate].
type TimeVarInput bool

func (n NumSteps) rate(c *rateConfig)       { c.steps.set(n) }
func (g Gain) rate(c *rateConfig)           { c.gain = float64(g) }
func (o Offset) rate(c *rateConfig)         { c.offset = float64(o) }
func (t FirstSpikeTime) rate(c *rateConfig) { c.firstSpikeTime = int(t) }
func (v TimeVarInput) rate(c *rateConfig)   { c.timeVarInput = bool(v) }
func (d DType) rate(c *rateConfig)          { c.dtype.set(d) }
func (d DType) rateConv(c *rateConfig)      { c.dtype.set(d) }

// Rate codes a value as the rate of spikes: at each time step t, element i spikes with probability
//
//	p = x*gain + offset, clipped to [0, 1]
//
// independently of all other steps and elements (a Bernoulli process, for small p near to a Poisson process). 0 never
// spikes, 1 always; in between p counts to the nearest 2^-31.
//
// data [...], usually [B x C x H x W] or [B x F], any numeric dtype, finite; one dimension is one sample of features. Whole numbers
// (of an integer dtype) must give probabilities in [0, 1] without clipping: pixels from 0 to 255 need [Gain](1.0/255).
// The result is [T x ...], 0 or 1, of data's dtype if that is a floating-point one, else float32. With [TimeVarInput], data is
// [T x B x ...], a value for each time step, and the result has [FirstSpikeTime] silent steps before those of the data. The caller keeps
// data and owns the result, which is on data's device.
//
// Random numbers depend on the seed, the time step and the index of the element in the data set, counted from
// [SampleIndex]: equal seeds give equal spikes, however many threads there are and however samples are split into batches.
//
// Options: [NumSteps] (required, not with TimeVarInput), [Gain] (1), [Offset] (0), [FirstSpikeTime] (0), [TimeVarInput]
// (false), [DType], [Seed] (a fresh one) or [TorchSeed], [SeedUsed], [SampleIndex] (0).
// Errors: NumSteps missing or below 1, a first spike time that is negative or beyond the end, a value that is not finite, whole numbers
// that give no probabilities.
// snnTorch: spikegen.rate, which ignores gain and offset for time-varying input; here they count.
func Rate(data *ts.Tensor, opts ...RateOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Rate")
	c := rateConfig{gain: 1}
	if err := argument.Apply(opts, func(o RateOption) { o.rate(&c) }); err != nil {
		return nil, err
	}
	if c.timeVarInput && c.steps.given {
		return nil, argument.New("NumSteps", c.steps.n, "left out with TimeVarInput: the data's first dimension sets it", ErrOption)
	}
	if !c.timeVarInput {
		if err := c.steps.check(); err != nil {
			return nil, err
		}
	}
	if err := checkFirstSpike(c.firstSpikeTime, c.steps.n); err != nil {
		return nil, err
	}
	return c.bernoulli(data)
}

// RateConv spikes once for each value of data, with probability x clipped to [0, 1]: it turns probabilities that are
// already one for each time step, [T x ...], into spikes of the same shape. Elements are numbered through as those of one
// time step, so that calls for one time step after another need different seeds.
//
// data [...], any numeric dtype, finite; whole numbers (of an integer dtype) must be 0 or 1. The result has data's shape, 0 or 1, and
// its dtype if that is a floating-point one, else float32. The caller keeps data and owns the result, which is on data's device.
//
// Options: [DType], [Seed] (a fresh one) or [TorchSeed], [SeedUsed], [SampleIndex] (0; the first dimension counts samples).
// Errors: a value that is not finite, whole numbers that are no probabilities.
// snnTorch: spikegen.rate_conv.
func RateConv(data *ts.Tensor, opts ...RateConvOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.RateConv")
	c := rateConfig{gain: 1}
	if err := argument.Apply(opts, func(o RateConvOption) { o.rateConv(&c) }); err != nil {
		return nil, err
	}
	return c.bernoulli(data)
}

// bernoulli returns the spikes of Rate, or of RateConv if there are neither time steps nor time-varying input.
func (c *rateConfig) bernoulli(data *ts.Tensor) (*ts.Tensor, error) {
	if err := cmp.Or(argument.Finite("Gain", c.gain), argument.Finite("Offset", c.offset), c.draws.check()); err != nil {
		return nil, err
	}
	minDims := 0
	if c.timeVarInput {
		minDims = 1
	}
	v, xType, err := openValues("data", data, minDims, math.Inf(-1), math.Inf(1))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if err := c.checkWhole(v, xType); err != nil {
		return nil, err
	}
	dtype := c.dtype.of(v.DType)
	element, err := loop.NewElement(dtype, 1, 0)
	if err != nil {
		return nil, err
	}

	shape, sample := append([]int64{int64(c.steps.n)}, v.Shape...), v.Shape
	switch {
	case c.timeVarInput:
		shape = append([]int64{v.Shape[0] + int64(c.firstSpikeTime)}, v.Shape[1:]...)
		sample = v.Shape[1:]
	case c.steps.n == 0:
		shape = v.Shape
	}
	steps, n := 1, v.Numel() // RateConv: one step
	if c.timeVarInput || c.steps.n > 0 {
		steps, n = int(shape[0]), tensormem.Numel(shape[1:])
	}
	if steps > math.MaxUint32 {
		return nil, argument.New("NumSteps", steps, "below 2^32 (time steps)", ErrRange)
	}
	if c.torch != nil {
		return c.torchBernoulli(data, v, shape)
	}
	out, p, err := tensormem.Empty(shape, dtype)
	if err != nil {
		return nil, err
	}
	loop.Rate{
		Out: p, Element: element, X: v.Data(), XType: xType, TimeVar: c.timeVarInput, Gain: c.gain, Offset: c.offset, Steps: steps, N: n,
		First: c.firstSpikeTime, N0: c.firstElement(sample), Random: loop.NewRandom(c.seed.Resolve(), loop.StreamRate),
	}.Run()
	return tensormem.ToDevice(out, v.Device)
}

// checkWhole refuses whole numbers that gain and offset do not turn into probabilities: pixels that nobody has scaled.
func (c *rateConfig) checkWhole(v *tensormem.View, t loop.Type) error {
	if isFloat(v.DType) || v.Numel() == 0 {
		return nil
	}
	low, high, _ := loop.Range(v.Data(), t, v.Numel())
	const rounding = 1e-6 // of a gain such as 1.0/255
	for _, x := range []float64{low, high} {
		if p := x*c.gain + c.offset; p < -rounding || p > 1+rounding {
			return argument.New("data", fmt.Sprintf("%s from %v to %v", tensormem.DTypeName(v.DType), low, high),
				"probabilities, values in [0, 1]: dataset.ToTensor or Gain(1.0/255) makes such of pixels", ErrRange)
		}
	}
	return nil
}

// DecodeRate returns the firing rate of each neuron, in spikes per time step: the mean over time. It turns
// the spikes of [Rate] back into values, with gain 1 to within sqrt(x(1-x)/T), one standard deviation.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...] in [0, 1]. The caller keeps spikes
// and owns the result. Errors: no time step, a value other than 0 or 1.
// Source: E. D. Adrian, Y. Zotterman, "The impulses produced by sensory nerve-endings: Part II: The response of a single
// end-organ", The Journal of Physiology 61(2), 1926.
func DecodeRate(spikes *ts.Tensor) (rates *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeRate")
	r, err := openRecording(spikes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.decode(nil, func(one response) float64 { return float64(one.count) / float64(r.steps) })
}
