package nn

import (
	"cmp"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
)

// GradedSpikes has a learned factor for each neuron of the layer before it, y = w·x: how much a spike of that neuron weighs, w [Size x 1].
//
// snnTorch: GradedSpikes. It multiplies [B x Size] by [Size x 1] element by element, so that a factor is a sample's, not a neuron's, where B is Size,
// and most other B fail. This layer does what its documentation says.
type GradedSpikes struct {
	Size    int
	weights *ts.Tensor
	fixed   bool // initial factors are not drawn
}

// NewGradedSpikes makes factors for size neurons, drawn evenly from [0.5, 1.5).
//
// Options: [ConstantFactor] (drawn), [Seed] (a fresh one), [TorchSeed].
func NewGradedSpikes(size int, opts ...GradedSpikesOption) (l *GradedSpikes, err error) {
	defer argument.Name(&err, "nn.NewGradedSpikes")
	c, err := configure(opts)
	if err != nil {
		return nil, err
	}
	factor := 0.0
	if c.factor != nil {
		factor = *c.factor
	}
	if err := cmp.Or(atLeast("size", size, 1), argument.Finite("ConstantFactor", float64(float32(factor)))); err != nil {
		return nil, err
	}
	w, err := newParameter(float32(factor), true, int64(size), 1)
	if err != nil {
		return nil, err
	}
	l = &GradedSpikes{size, w, c.factor != nil}
	return l, initialize(l, c.source)
}

func (l *GradedSpikes) draws() []drawn {
	if l.fixed {
		return nil
	}
	return []drawn{{x: l.weights, bound: 0.5, middle: 1}}
}

// Parameters returns weights.
func (l *GradedSpikes) Parameters() []neuron.Parameter {
	return []neuron.Parameter{{Name: "weights", Value: l.weights}}
}

// Forward takes x [B x ...], Size values a sample, to the same shape.
func (l *GradedSpikes) Forward(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, true) }

func (l *GradedSpikes) apply(s *ops.Scope, x lib.Ctensor, _ run) lib.Ctensor {
	shape := s.Shape(x)
	size := int64(1)
	for _, n := range shape[min(1, len(shape)):] {
		size *= n
	}
	if s.Err() == nil && (len(shape) < 2 || size != int64(l.Size)) {
		s.Fail(wrongShape(shape, "[B x ...] of %d values a sample", l.Size))
	}
	if s.Err() != nil {
		return nil
	}
	return s.Mul(x, s.Reshape(s.In(l.weights), shape[1:]...))
}
