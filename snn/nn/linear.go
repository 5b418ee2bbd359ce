package nn

import (
	"cmp"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/ops"
)

// Linear is a layer in which each output is connected with each input: y = x·Wᵀ + b, W [Out x In], b [Out]. PyTorch: nn.Linear.
type Linear struct {
	weights
	In, Out int
}

// NewLinear makes a linear layer, its weights and biases drawn evenly from (−1/√in, 1/√in).
//
// Options: [Bias] (true), [Seed] (a fresh one), [TorchSeed].
func NewLinear(in, out int, opts ...LinearOption) (l *Linear, err error) {
	defer argument.Name(&err, "nn.NewLinear")
	if err := cmp.Or(atLeast("in", in, 1), atLeast("out", out, 1)); err != nil {
		return nil, err
	}
	c, err := configure(opts)
	if err != nil {
		return nil, err
	}
	w, err := newWeights(!c.noBias, int64(out), int64(in))
	if err != nil {
		return nil, err
	}
	l = &Linear{w, in, out}
	return l, initialize(l, c.source)
}

func (l *Linear) draws() []drawn { return l.kaiming(int64(l.In)) }

// Forward takes x [... x In] to [... x Out].
func (l *Linear) Forward(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, true) }

func (l *Linear) apply(s *ops.Scope, x lib.Ctensor, r run) lib.Ctensor {
	shape := s.Shape(x)
	if s.Err() == nil && (len(shape) == 0 || shape[len(shape)-1] != int64(l.In)) {
		s.Fail(wrongShape(shape, "[... x %d]", l.In))
		return nil
	}
	w, b := s.In(l.weight), s.In(l.bias)
	// What goes through once, a picture that does not change or a series by itself, is not worth looking for zeros.
	if r.steps > 0 || r.alone && len(shape) == 2 {
		if y := grad.EventLinear(s, x, w, b, r.steps); y != nil {
			return y
		}
	}
	return grad.Linear(s, x, w, b)
}
