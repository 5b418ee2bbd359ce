package nn

import (
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
)

// Flatten makes one dimension of all but the first: [B x C x H x W] becomes [B x C*H*W]. PyTorch: nn.Flatten.
type Flatten struct{}

// NewFlatten makes a Flatten.
func NewFlatten() *Flatten { return new(Flatten) }

// Parameters returns none.
func (*Flatten) Parameters() []neuron.Parameter { return nil }

// Forward takes x [B x ...] to [B x N]. The result shares x's memory where it can.
func (l *Flatten) Forward(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, true) }

func (l *Flatten) apply(s *ops.Scope, x lib.Ctensor, _ run) lib.Ctensor {
	if shape := s.Shape(x); s.Err() == nil && len(shape) < 2 {
		s.Fail(wrongShape(shape, "[B x ...]"))
		return nil
	}
	return s.Op(func(out *lib.Ctensor) { lib.AtgFlatten(out, x, 1, -1) })
}
