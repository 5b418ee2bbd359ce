package nn

import (
	"cmp"
	"math"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// An AdamOption is taken by [NewAdam]: [Betas], [AdamEps], [WeightDecay], [ClipGradValue], [ClipGradNorm], [FindNotFinite].
type AdamOption interface{ adam(*adam) }

// An AdamWOption is taken by [NewAdamW]: [Betas], [AdamEps], [WeightDecay], [ClipGradValue], [ClipGradNorm], [FindNotFinite].
type AdamWOption interface{ adamW(*adam) }

type (
	// Betas are the decays of Adam's two means, each from 0 to below 1: {0.9, 0.999} if they are not given. Taken by [NewAdam], [NewAdamW].
	Betas [2]float64
	// AdamEps is added to the root of Adam's second mean, >= 0: 1e-8 if it is not given. Taken by [NewAdam], [NewAdamW].
	AdamEps float64
	// WeightDecay draws parameters to 0, >= 0: 0 if it is not given, of [NewAdamW] 0.01. Taken by [NewAdam], [NewAdamW], [NewSGD].
	WeightDecay float64
)

func (b Betas) adam(a *adam)        { a.beta1, a.beta2 = b[0], b[1] }
func (e AdamEps) adam(a *adam)      { a.eps = float64(e) }
func (w WeightDecay) adam(a *adam)  { a.decay = float64(w) }
func (b Betas) adamW(a *adam)       { b.adam(a) }
func (e AdamEps) adamW(a *adam)     { e.adam(a) }
func (w WeightDecay) adamW(a *adam) { w.adam(a) }

type adam struct {
	beta1, beta2, eps, decay float64
	decoupled                bool // AdamW
	guard
}

// NewAdam makes an optimizer that divides each step by a running mean of the gradient's size. With gradient g, and t counting steps,
//
//	g += WeightDecay·p
//	m = β₁·m + (1 − β₁)·g
//	v = β₂·v + (1 − β₂)·g²
//	p −= lr · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
//
// Parameters become those of torch.optim.Adam on an Intel processor with AVX2, to the bit. lr >= 0.
//
// Options: [Betas] ({0.9, 0.999}), [AdamEps] (1e-8), [WeightDecay] (0), [ClipGradValue], [ClipGradNorm], [FindNotFinite] (false).
// Source: D. P. Kingma, J. Ba, "Adam", ICLR 2015.
func NewAdam(m Module, lr float64, opts ...AdamOption) (o *Optimizer, err error) {
	defer argument.Name(&err, "nn.NewAdam")
	a := &adam{beta1: 0.9, beta2: 0.999, eps: 1e-8}
	if err := argument.Apply(opts, func(o AdamOption) { o.adam(a) }); err != nil {
		return nil, err
	}
	return a.optimizer(m, lr)
}

// NewAdamW makes an Adam whose weight decay does not go through the means: p −= lr·WeightDecay·p, before [NewAdam]'s step. lr >= 0.
//
// Options: [Betas] ({0.9, 0.999}), [AdamEps] (1e-8), [WeightDecay] (0.01), [ClipGradValue], [ClipGradNorm], [FindNotFinite] (false).
// Source: I. Loshchilov, F. Hutter, "Decoupled weight decay regularization", ICLR 2019. PyTorch: torch.optim.AdamW.
func NewAdamW(m Module, lr float64, opts ...AdamWOption) (o *Optimizer, err error) {
	defer argument.Name(&err, "nn.NewAdamW")
	a := &adam{beta1: 0.9, beta2: 0.999, eps: 1e-8, decay: 0.01, decoupled: true}
	if err := argument.Apply(opts, func(o AdamWOption) { o.adamW(a) }); err != nil {
		return nil, err
	}
	return a.optimizer(m, lr)
}

func (a *adam) optimizer(m Module, lr float64) (*Optimizer, error) {
	for _, b := range []float64{a.beta1, a.beta2} {
		if !(b >= 0 && b < 1) {
			return nil, argument.New("Betas", b, "from 0 to below 1", argument.ErrRange)
		}
	}
	if err := cmp.Or(checkRate("AdamEps", a.eps), checkRate("WeightDecay", a.decay)); err != nil {
		return nil, err
	}
	return newOptimizer(m, lr, a, a.guard)
}

func (a *adam) names() []string { return []string{"exp_avg", "exp_avg_sq"} }

// update takes PyTorch's order of operations. Numbers that PyTorch computes in double are so here: 1 − β₂ in float32 would be off by 1.3e-5, and the
// next losses by 3e-4. Square roots are rounded right. PyTorch's are MKL's, which are so on an Intel processor.
func (a *adam) update(s *ops.Scope, lr float64, p, g []float32, k moments) {
	m, v := s.In(k.values[0]), s.In(k.values[1])
	t := float64(*count(k.step))
	correction1, correction2 := 1-math.Pow(a.beta1, t), 1-math.Pow(a.beta2, t)
	c := adamLoop{
		p: p, g: g, m: tensormem.Memory[float32](m), v: tensormem.Memory[float32](v),
		keep: 1, decay: float32(a.decay), weight1: float32(1 - a.beta1), beta2: float32(a.beta2), weight2: float32(1 - a.beta2),
		rate: float32(-(lr / correction1)), scale: float32(math.Sqrt(correction2)), eps: float32(a.eps),
	}
	if a.decoupled {
		c.keep, c.decay = float32(1-lr*a.decay), 0
	}
	c.run()
}
