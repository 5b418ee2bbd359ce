package nn

import (
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
)

// BatchNorm normalises each feature over the samples of a batch, and over the pixels of pictures,
//
//	y = γ·(x − mean)/√(variance + Eps) + β,
//
// x [B x Features] or [B x Features x H x W]. In training mean and variance are the batch's, and running ones are kept: r += Momentum·(batch − r);
// in evaluation they are those. In a network, each time step is a batch, as it is in a loop over steps.
//
// Source: S. Ioffe, C. Szegedy, "Batch normalization", ICML 2015. PyTorch: nn.BatchNorm1d, nn.BatchNorm2d.
type BatchNorm struct {
	Features                int
	Eps, Momentum           float64
	weight, bias            *ts.Tensor // nil if not affine
	mean, variance, batches *ts.Tensor // running
}

// NewBatchNorm makes a batch normalisation. Options: [Eps] (1e-5), [Momentum] (0.1), [Affine] (true).
func NewBatchNorm(features int, opts ...NormOption) (l *BatchNorm, err error) {
	defer argument.Name(&err, "nn.NewBatchNorm")
	return newBatchNorm(features, opts)
}

func newBatchNorm(features int, opts []NormOption) (l *BatchNorm, err error) {
	c, err := configure(opts)
	if err != nil {
		return nil, err
	}
	if err := atLeast("features", features, 1); err != nil {
		return nil, err
	}
	if !(c.eps >= 0 && c.eps < 1) {
		return nil, argument.New("Eps", c.eps, "from 0 to below 1", argument.ErrRange)
	}
	if !(c.momentum >= 0 && c.momentum <= 1) {
		return nil, argument.New("Momentum", c.momentum, "from 0 to 1", argument.ErrRange)
	}
	l = &BatchNorm{Features: features, Eps: c.eps, Momentum: c.momentum}
	n := int64(features)
	for _, p := range []struct {
		x       **ts.Tensor
		value   float32
		learned bool
	}{{&l.weight, 1, true}, {&l.bias, 0, true}, {&l.mean, 0, false}, {&l.variance, 1, false}} {
		if p.learned && c.noAffine {
			continue
		}
		if *p.x, err = newParameter(p.value, p.learned, n); err != nil {
			return nil, err
		}
	}
	l.batches, err = newCount()
	return l, err
}

// Parameters returns weight (γ) and bias (β), if there are any, running_mean, running_var and num_batches_tracked.
func (l *BatchNorm) Parameters() []neuron.Parameter {
	var p []neuron.Parameter
	if l.weight != nil {
		p = append(p, neuron.Parameter{Name: "weight", Value: l.weight})
	}
	if l.bias != nil {
		p = append(p, neuron.Parameter{Name: "bias", Value: l.bias})
	}
	return append(p, neuron.Parameter{Name: "running_mean", Value: l.mean}, neuron.Parameter{Name: "running_var", Value: l.variance},
		neuron.Parameter{Name: "num_batches_tracked", Value: l.batches})
}

// Forward normalises by the mean and variance of x, and keeps running ones.
func (l *BatchNorm) Forward(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, true) }

// Eval normalises by the running mean and variance.
func (l *BatchNorm) Eval(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, false) }

func (l *BatchNorm) apply(s *ops.Scope, x lib.Ctensor, r run) lib.Ctensor {
	shape := s.Shape(x)
	if s.Err() == nil && (len(shape) != 2 && len(shape) != 4 || shape[1] != int64(l.Features)) {
		s.Fail(wrongShape(shape, "[B x %d] or [B x %d x H x W]", l.Features, l.Features))
	}
	if s.Err() != nil {
		return nil
	}
	if !r.training {
		return l.normalise(s, x, 0)
	}
	steps := max(1, r.steps)
	samples := shape[0] / steps
	values := samples
	for _, d := range shape[2:] {
		values *= d
	}
	if values < 2 {
		s.Fail(argument.New("x", shape, "more than one value for each feature, which a variance needs", argument.ErrShape))
		return nil
	}
	*count(l.batches) += steps
	if steps == 1 {
		return l.normalise(s, x, 1)
	}
	out := make([]lib.Ctensor, steps)
	for t := range steps {
		step := s.Op(func(out *lib.Ctensor) { lib.AtgNarrow(out, x, 0, t*samples, samples) })
		out[t] = l.normalise(s, step, 1)
	}
	return s.Op(func(p *lib.Ctensor) { lib.AtgCat(p, out, len(out), 0) })
}

func (l *BatchNorm) normalise(s *ops.Scope, x lib.Ctensor, training int32) lib.Ctensor {
	w, b, mean, variance := s.In(l.weight), s.In(l.bias), s.In(l.mean), s.In(l.variance)
	return s.Op(func(out *lib.Ctensor) { lib.AtgBatchNorm(out, x, w, b, mean, variance, training, l.Momentum, l.Eps, 0) })
}
