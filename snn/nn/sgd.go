package nn

import (
	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// An SGDOption is taken by [NewSGD]: [Momentum], [Dampening], [Nesterov], [WeightDecay], [ClipGradValue], [ClipGradNorm],
// [FindNotFinite].
type SGDOption interface{ sgd(*sgd) }

type (
	// Momentum is, of [NewSGD], the share of the last step that is added to the next, 0 if it is not given; of [NewBatchNorm], the share of the batch
	// in a running mean, from 0 to 1, 0.1 if it is not given. Taken by
	// [NewBatchNorm], [NewBatchNormTT], [NewSGD].
	Momentum float64
	// Dampening is the share of a gradient that does not get into the momentum: 0 if it is not given. Taken by [NewSGD].
	Dampening float64
	// Nesterov looks ahead by one step of the momentum: false if it is not given. Taken by [NewSGD].
	Nesterov bool
)

func (x Momentum) sgd(s *sgd)    { s.momentum = float64(x) }
func (x Dampening) sgd(s *sgd)   { s.dampening = float64(x) }
func (x Nesterov) sgd(s *sgd)    { s.nesterov = bool(x) }
func (x WeightDecay) sgd(s *sgd) { s.decay = float64(x) }

type sgd struct {
	momentum, dampening, decay float64
	nesterov                   bool
	guard
}

// NewSGD makes an optimizer that goes down the gradient g:
//
//	g += WeightDecay·p
//	m = Momentum·m + (1 − Dampening)·g     in the first step m = g
//	g = m, or with Nesterov g + Momentum·m
//	p −= lr·g
//
// Parameters become those of torch.optim.SGD, to the bit where libtorch has fused multiply-adds. lr >= 0.
//
// Options: [Momentum] (0), [Dampening] (0), [Nesterov] (false), [WeightDecay] (0), [ClipGradValue], [ClipGradNorm], [FindNotFinite]
// (false).
// Source: I. Sutskever et al., "On the importance of initialization and momentum in deep learning", ICML 2013.
func NewSGD(m Module, lr float64, opts ...SGDOption) (o *Optimizer, err error) {
	defer argument.Name(&err, "nn.NewSGD")
	s := new(sgd)
	if err := argument.Apply(opts, func(o SGDOption) { o.sgd(s) }); err != nil {
		return nil, err
	}
	for _, x := range []struct {
		arg   string
		value float64
	}{{"Momentum", s.momentum}, {"WeightDecay", s.decay}} {
		if err := checkRate(x.arg, x.value); err != nil {
			return nil, err
		}
	}
	if !(s.dampening >= 0 && s.dampening <= 1) {
		return nil, argument.New("Dampening", s.dampening, "from 0 to 1", argument.ErrRange)
	}
	if s.nesterov && (s.momentum == 0 || s.dampening != 0) {
		return nil, argument.New("Nesterov", true, "a Momentum and no Dampening with it", argument.ErrOption)
	}
	return newOptimizer(m, lr, s, s.guard)
}

func (s *sgd) names() []string {
	if s.momentum == 0 {
		return nil
	}
	return []string{"momentum_buffer"}
}

func (s *sgd) update(scope *ops.Scope, lr float64, p, g []float32, k moments) {
	c := sgdLoop{p: p, g: g, decay: float32(s.decay), momentum: float32(s.momentum), fresh: float32(1 - s.dampening), nesterov: s.nesterov,
		first: *count(k.step) == 1, step: float32(-lr)}
	if s.momentum != 0 {
		c.m = tensormem.Memory[float32](scope.In(k.values[0]))
	}
	c.run()
}
