package nn

import "gosnn/snn/argument"

// layerConfig is what the options of layers set.
type layerConfig struct {
	source                            Source
	noBias                            bool
	stride, padding, dilation, groups int
	hasStride                         bool
	eps, momentum                     float64
	noAffine                          bool
	factor                            *float64 // of all spikes; nil: drawn
}

type layerOption interface{ layer(*layerConfig) }

// A LinearOption is taken by [NewLinear]: [Bias], [Seed], [TorchSeed].
type LinearOption interface {
	layerOption
	linear()
}

// A ConvOption is taken by [NewConv2d]: [Stride], [Padding], [Dilation], [Groups], [Bias], [Seed], [TorchSeed].
type ConvOption interface {
	layerOption
	conv()
}

// A PoolOption is taken by [NewMaxPool2d] and [NewAvgPool2d]: [Stride], [Padding].
type PoolOption interface {
	layerOption
	pool()
}

// A GradedSpikesOption is taken by [NewGradedSpikes]: [ConstantFactor], [Seed], [TorchSeed].
type GradedSpikesOption interface {
	layerOption
	graded()
}

// A NormOption is taken by [NewBatchNorm] and [NewBatchNormTT]: [Eps], [Momentum], [Affine].
type NormOption interface {
	layerOption
	norm()
}

type (
	// Bias adds a learned number to each output: true if it is not given. Taken by [NewConv2d], [NewLinear].
	Bias bool
	// Stride is the distance of neighbouring windows in pixels, >= 1: 1 if it is not given, of pooling the window's size. Taken by
	// [NewAvgPool2d], [NewConv2d], [NewMaxPool2d].
	Stride int
	// Padding is the number of zeros, of maximum pooling lowest values, put around a picture, >= 0: 0 if it is not given. Taken by
	// [NewAvgPool2d], [NewConv2d], [NewMaxPool2d].
	Padding int
	// Dilation is the distance of a kernel's pixels, >= 1: 1 if it is not given. Taken by [NewConv2d].
	Dilation int
	// Groups cuts the channels in as many parts that know nothing of each other, >= 1: 1 if it is not given. Taken by [NewConv2d].
	Groups int
	// Eps is added to the variance, >= 0: 1e-5 if it is not given. Taken by [NewBatchNorm], [NewBatchNormTT].
	Eps float64
	// ConstantFactor is the factor that all neurons' spikes begin with, finite: drawn if it is not given. Taken by [NewGradedSpikes].
	ConstantFactor float64
	// Affine learns a factor and a summand for each feature: true if it is not given. Taken by [NewBatchNorm], [NewBatchNormTT].
	Affine bool
)

func (b Bias) layer(c *layerConfig)           { c.noBias = !bool(b) }
func (n Stride) layer(c *layerConfig)         { c.stride, c.hasStride = int(n), true }
func (n Padding) layer(c *layerConfig)        { c.padding = int(n) }
func (n Dilation) layer(c *layerConfig)       { c.dilation = int(n) }
func (n Groups) layer(c *layerConfig)         { c.groups = int(n) }
func (e Eps) layer(c *layerConfig)            { c.eps = float64(e) }
func (m Momentum) layer(c *layerConfig)       { c.momentum = float64(m) }
func (a Affine) layer(c *layerConfig)         { c.noAffine = !bool(a) }
func (f ConstantFactor) layer(c *layerConfig) { c.factor = (*float64)(&f) }
func (s Seed) layer(c *layerConfig)           { c.source = s }
func (t TorchSeed) layer(c *layerConfig)      { c.source = t }

func (Bias) linear()           {}
func (Seed) linear()           {}
func (TorchSeed) linear()      {}
func (Bias) conv()             {}
func (Seed) conv()             {}
func (TorchSeed) conv()        {}
func (Stride) conv()           {}
func (Padding) conv()          {}
func (Dilation) conv()         {}
func (Groups) conv()           {}
func (ConstantFactor) graded() {}
func (Seed) graded()           {}
func (TorchSeed) graded()      {}
func (Stride) pool()           {}
func (Padding) pool()          {}
func (Eps) norm()              {}
func (Momentum) norm()         {}
func (Affine) norm()           {}

func configure[O layerOption](opts []O) (*layerConfig, error) {
	c := &layerConfig{stride: 1, dilation: 1, groups: 1, eps: 1e-5, momentum: 0.1}
	return c, argument.Apply(opts, func(o O) { o.layer(c) })
}
