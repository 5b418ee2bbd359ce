package functional

import (
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// An MSECountOption is taken by [MSECountLoss]: [CorrectRate], [IncorrectRate], [PopulationCode], [Reduction], [Weights].
type MSECountOption interface{ mseCount(*config) }

// CorrectRate is the share of time steps, from 0 to 1, at which the neuron of the right class is to spike: 1 if it is not given.
// Taken by [MSECountLoss].
type CorrectRate float64

func (r CorrectRate) mseCount(c *config) { c.correctRate = float64(r) }

// IncorrectRate is the share of time steps, from 0 to 1, at which the neurons of the other classes are to spike: 0 if it is not given.
// (snnTorch's documentation says 1, its code has 0.) Taken by [MSECountLoss].
type IncorrectRate float64

func (r IncorrectRate) mseCount(c *config) { c.incorrectRate = float64(r) }

// MSECountLoss is the mean squared distance of the spikes' counts to wanted counts, over time steps,
//
//	L = 1/T · mean((Σ_t S_t − n)²), n = ⌊T·CorrectRate⌋ for the right class, ⌊T·IncorrectRate⌋ for the others,
//
// both times N/C in a [PopulationCode]. spikes [T x B x N], targets [B] of int64.
// Source: S. B. Shrestha, G. Orchard, "SLAYER", NeurIPS 2018; snnTorch: mse_count_loss.
//
// Options: [CorrectRate] (1), [IncorrectRate] (0), [PopulationCode], [Reduction] (Mean), [Weights].
func MSECountLoss(spikes, targets *ts.Tensor, opts ...MSECountOption) (loss *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.MSECountLoss")
	b, err := read(config{correctRate: 1}, opts, MSECountOption.mseCount, "spikes", spikes, targets)
	if err != nil {
		return nil, err
	}
	count := func(rate float64) float64 {
		return float64(int64(float64(b.steps) * rate * (float64(b.n) / float64(b.classes))))
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		want := s.Floats(b.oneHot(b.labels, count(b.correctRate), count(b.incorrectRate)), b.samples, b.classes)
		return s.Over(b.reduce(s, b.squares(s, b.counts(s), want)), float64(b.steps))
	})
}

// An MSEMembraneOption is taken by [MSEMembraneLoss]: [OnTarget], [OffTarget], [Reduction], [Weights].
type MSEMembraneOption interface{ mseMembrane(*config) }

// OnTarget is what is wanted of the neuron of the right class: its membrane in [MSEMembraneLoss], 1 if it is not given; the time step of its
// first spike in [MSETemporalLoss], 0 if it is not given.
//
// Taken by [MSEMembraneLoss], [MSETemporalLoss].
type OnTarget float64

func (x OnTarget) mseMembrane(c *config) { c.onTarget = float64(x) }
func (x OnTarget) mseTemporal(c *config) { c.onTarget = float64(x) }

// OffTarget is what is wanted of the neurons of the other classes: their membranes in [MSEMembraneLoss], 0 if it is not given; the time step
// of their first spikes in [MSETemporalLoss], -1, the last, if it is not given. (snnTorch 1.0.0 takes it as the least that any target is, so that
// -1 becomes 0, and an OnTarget below it becomes it.)
//
// Taken by [MSEMembraneLoss], [MSETemporalLoss].
type OffTarget float64

func (x OffTarget) mseMembrane(c *config) { c.offTarget = float64(x) }
func (x OffTarget) mseTemporal(c *config) { c.offTarget = float64(x) }

// MSEMembraneLoss is the mean over time steps of the mean squared distance of membranes to wanted ones,
//
//	L = 1/T · Σ_t mean((U_t − u)²), u = OnTarget for the right class, OffTarget for the others.
//
// membrane [T x B x N], targets of int64, [B], or [T x B] if they change with time (snnTorch: time_var_targets=True, which
// fails for classes in 1.0.0).
// snnTorch: mse_membrane_loss.
//
// Options: [OnTarget] (1), [OffTarget] (0), [Reduction] (Mean), [Weights].
func MSEMembraneLoss(membrane, targets *ts.Tensor, opts ...MSEMembraneOption) (loss *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.MSEMembraneLoss")
	b, err := read(config{onTarget: 1, mayChange: true}, opts, MSEMembraneOption.mseMembrane, "membrane", membrane, targets)
	if err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		want := s.Floats(b.oneHot(b.labels, b.onTarget, b.offTarget), int64(len(b.labels))/b.samples, b.samples, b.classes)
		squares := b.squares(s, s.In(b.x), s.Expand(want, b.steps, b.samples, b.classes))
		return s.Over(b.reduce(s, s.SumOver(squares, 0)), float64(b.steps))
	})
}

// squares are the squared distances of x to want, [... x B x N], times the weight of each label.
func (b *batch) squares(s *ops.Scope, x, want lib.Ctensor) lib.Ctensor {
	const none = 0 // no reduction
	squares := s.Op(func(out *lib.Ctensor) { lib.AtgMseLoss(out, x, want, none) })
	if b.weights == nil {
		return squares
	}
	shape := s.Shape(x)
	if s.Err() != nil {
		return nil
	}
	shape[len(shape)-1] = 1
	if n := int64(len(b.labels)); len(shape) == 3 && n == shape[1] {
		shape[0] = 1
	}
	return s.Mul(squares, s.Floats(b.weights.of(b.labels), shape...))
}

// An L1Option is taken by [L1RateSparsity]: [Lambda].
type L1Option interface{ l1(*float64) }

// Lambda is the factor of a penalty: 1e-5 if it is not given. Taken by [L1RateSparsity].
type Lambda float64

func (x Lambda) l1(c *float64) { *c = float64(x) }

// L1RateSparsity is a penalty on activity, λ · Σ S: a sum over all of spikes, of any shape, which is added to a loss.
// snnTorch: l1_rate_sparsity.
//
// Options: [Lambda] (1e-5).
func L1RateSparsity(spikes *ts.Tensor, opts ...L1Option) (penalty *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.L1RateSparsity")
	lambda := 1e-5
	if err := argument.Apply(opts, func(o L1Option) { o.l1(&lambda) }); err != nil {
		return nil, err
	}
	if !(lambda >= 0) {
		return nil, argument.New("Lambda", lambda, ">= 0", argument.ErrRange)
	}
	if err := argument.Finite("Lambda", lambda); err != nil {
		return nil, err
	}
	if _, err := tensormem.CheckCPU("spikes", spikes, 0); err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor { return s.Scale(s.Sum(s.In(spikes)), lambda) })
}
