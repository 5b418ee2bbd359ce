package snn

import "github.com/sugarme/gotch"

// encoderOptions are the settings that several encoders share.
type encoderOptions struct {
	gain, offset   float64
	timeVarInput   bool
	sampleIndex    int64
	firstSpikeTime int
	tau, threshold float64
	onTarget       float64
	offTarget      float64
	clip           bool
	normalize      bool
	linear         bool
	interpolate    bool
	bypass         bool
	epsilon        float64
	padding        bool
	offSpike       bool
	dtype          gotch.DType
}

// Gain multiplies the data: a probability of a spike is x*gain + offset.
func Gain(gain float64) Option {
	return Option{"Gain", func(o *options) { o.gain = gain }}
}

// Offset is added to the data, after [Gain].
func Offset(offset float64) Option {
	return Option{"Offset", func(o *options) { o.offset = offset }}
}

// TimeVarInput says that the data's first dimension is time already: one value of the data for each time step.
func TimeVarInput(timeVarInput bool) Option {
	return Option{"TimeVarInput", func(o *options) { o.timeVarInput = timeVarInput }}
}

// SampleIndex says where in the data set the batch begins: the index, from 0, of its first sample. Random spikes depend on
// the index of a sample in the data set, so that with it they are the same however the data set is split into batches.
func SampleIndex(first int64) Option {
	return Option{"SampleIndex", func(o *options) { o.sampleIndex = first }}
}

// FirstSpikeTime sets the time step, from 0, before which nothing spikes.
func FirstSpikeTime(t int) Option {
	return Option{"FirstSpikeTime", func(o *options) { o.firstSpikeTime = t }}
}

// Tau sets the time constant of the RC circuit that turns a value into a spike time, in time steps, above 0.
func Tau(tau float64) Option {
	return Option{"Tau", func(o *options) { o.tau = tau }}
}

// Threshold sets what a value, or for [Delta] a change of it, has to reach for a spike.
func Threshold(threshold float64) Option {
	return Option{"Threshold", func(o *options) { o.threshold = threshold }}
}

// OnTarget sets what is written at the time of a spike, in place of 1.
func OnTarget(on float64) Option {
	return Option{"OnTarget", func(o *options) { o.onTarget = on }}
}

// OffTarget sets what is written where there is no spike, in place of 0.
func OffTarget(off float64) Option {
	return Option{"OffTarget", func(o *options) { o.offTarget = off }}
}

// Clip takes away the spikes of values below the threshold.
func Clip(clip bool) Option {
	return Option{"Clip", func(o *options) { o.clip = clip }}
}

// Normalize stretches spike times over all time steps: a value of 0 would spike at the last one with [Linear], and without
// it the smallest of the batch does.
func Normalize(normalize bool) Option {
	return Option{"Normalize", func(o *options) { o.normalize = normalize }}
}

// Linear makes the spike time fall in a straight line with the value, and not as the logarithm of the RC circuit.
func Linear(linear bool) Option {
	return Option{"Linear", func(o *options) { o.linear = linear }}
}

// Interpolate raises the target in a straight line from the off target up to each spike, for training on the
// membrane potential.
func Interpolate(interpolate bool) Option {
	return Option{"Interpolate", func(o *options) { o.interpolate = interpolate }}
}

// Bypass drops spikes beyond the last time step, in place of an error; without [NumSteps], the last spike sets
// the number of time steps.
func Bypass(bypass bool) Option {
	return Option{"Bypass", func(o *options) { o.bypass = bypass }}
}

// Epsilon sets how far above the threshold values below it are raised, as the time at the threshold itself is infinite.
func Epsilon(epsilon float64) Option {
	return Option{"Epsilon", func(o *options) { o.epsilon = epsilon }}
}

// Padding measures the first time step's change against itself, and not against zero: it never spikes.
func Padding(padding bool) Option {
	return Option{"Padding", func(o *options) { o.padding = padding }}
}

// OffSpike adds the spikes of falling values, as -1.
func OffSpike(offSpike bool) Option {
	return Option{"OffSpike", func(o *options) { o.offSpike = offSpike }}
}

// DType sets the element type of the output: gotch.Uint8 and gotch.Bool need a quarter of the memory of gotch.Float.
func DType(dtype gotch.DType) Option {
	return Option{"DType", func(o *options) { o.dtype = dtype }}
}
