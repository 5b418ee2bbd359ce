package nn

import (
	"strconv"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
)

// BatchNormTT is batch normalisation through time: each time step has a [BatchNorm] of its own, without β, so that the scale of
// currents may change with time. It is for networks, whose input has as many time steps.
//
// Source: Y. Kim, P. Panda, "Revisiting batch normalization for training low-latency deep spiking neural networks from scratch",
// Front. Neurosci. 15, 2021. snnTorch: BatchNormTT1d, BatchNormTT2d.
type BatchNormTT struct {
	Steps []*BatchNorm // of each time step
}

// NewBatchNormTT makes a batch normalisation of numSteps time steps. Options: [Eps] (1e-5), [Momentum] (0.1), [Affine] (true).
func NewBatchNormTT(features, numSteps int, opts ...NormOption) (l *BatchNormTT, err error) {
	defer argument.Name(&err, "nn.NewBatchNormTT")
	if err := atLeast("numSteps", numSteps, 1); err != nil {
		return nil, err
	}
	l = new(BatchNormTT)
	for range numSteps {
		step, err := newBatchNorm(features, opts)
		if err != nil {
			return nil, err
		}
		if step.bias != nil {
			step.bias.MustDrop()
			step.bias = nil
		}
		l.Steps = append(l.Steps, step)
	}
	return l, nil
}

// Parameters returns those of each time step, "0.weight", "0.running_mean" and so on.
func (l *BatchNormTT) Parameters() []neuron.Parameter {
	var all []neuron.Parameter
	for t, step := range l.Steps {
		for _, p := range step.Parameters() {
			all = append(all, neuron.Parameter{Name: strconv.Itoa(t) + "." + p.Name, Value: p.Value})
		}
	}
	return all
}

// Forward normalises by the mean and variance of each time step, and keeps running ones. x is [T*B x ...].
func (l *BatchNormTT) Forward(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, true) }

// Eval normalises by the running means and variances.
func (l *BatchNormTT) Eval(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, false) }

// changes: a current that is the same at each step is not so any more.
func (l *BatchNormTT) changes(bool) bool { return true }

func (l *BatchNormTT) apply(s *ops.Scope, x lib.Ctensor, r run) lib.Ctensor {
	shape, steps := s.Shape(x), int64(len(l.Steps))
	if s.Err() == nil && (len(shape) == 0 || shape[0]%steps != 0 || r.steps != 0 && r.steps != steps) {
		s.Fail(wrongShape(shape, "[%d*B x ...], B samples of %d time steps", steps, steps))
	}
	if s.Err() != nil {
		return nil
	}
	samples := shape[0] / steps
	out := make([]lib.Ctensor, steps)
	for t, step := range l.Steps {
		part := s.Op(func(out *lib.Ctensor) { lib.AtgNarrow(out, x, 0, int64(t)*samples, samples) })
		out[t] = step.apply(s, part, run{training: r.training, steps: 1})
	}
	if s.Err() != nil {
		return nil
	}
	return s.Op(func(p *lib.Ctensor) { lib.AtgCat(p, out, len(out), 0) })
}
