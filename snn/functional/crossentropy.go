package functional

import (
	"slices"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
)

// A CrossEntropyOption is taken by [CrossEntropy] and [CEMaxMembraneLoss]: [Reduction], [Weights].
type CrossEntropyOption interface{ crossEntropy(*config) }

// A CECountOption is taken by [CERateLoss] and [CECountLoss]: [Reduction], [Weights], [PopulationCode].
type CECountOption interface{ ceCount(*config) }

// CrossEntropy adds the cross entropy of the membranes of each time step,
//
//	L = Σ_t CE(U_t, y), CE(u, y) = −log(exp(u_y) / Σ_n exp(u_n)),
//
// the mean of a batch for each step: what snnTorch's tutorial 5 trains with. membrane [T x B x N], targets [B] of int64.
//
// Options: [Reduction] (Mean), [Weights].
func CrossEntropy(membrane, targets *ts.Tensor, opts ...CrossEntropyOption) (loss *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.CrossEntropy")
	b, err := read(config{}, opts, CrossEntropyOption.crossEntropy, "membrane", membrane, targets)
	if err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor { return b.reduce(s, b.entropyOfSteps(s)) })
}

// CERateLoss is the mean over time steps of the cross entropy of each step's spikes,
//
//	L = 1/T · Σ_t CE(S_t, y):
//
// the neuron of the right class is to spike at all steps, the others at none. spikes [T x B x N], targets [B] of int64.
// With a [PopulationCode] the spikes of each class are added first (snnTorch 1.0.0 fails at it).
// snnTorch: ce_rate_loss.
//
// Options: [PopulationCode], [Reduction] (Mean), [Weights].
func CERateLoss(spikes, targets *ts.Tensor, opts ...CECountOption) (loss *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.CERateLoss")
	b, err := read(config{}, opts, CECountOption.ceCount, "spikes", spikes, targets)
	if err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor { return s.Over(b.reduce(s, b.entropyOfSteps(s)), float64(b.steps)) })
}

// CECountLoss is the cross entropy of the spikes' counts,
//
//	L = CE(Σ_t S_t, y).
//
// spikes [T x B x N], targets [B] of int64. snnTorch: ce_count_loss.
//
// Options: [PopulationCode], [Reduction] (Mean), [Weights].
func CECountLoss(spikes, targets *ts.Tensor, opts ...CECountOption) (loss *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.CECountLoss")
	b, err := read(config{}, opts, CECountOption.ceCount, "spikes", spikes, targets)
	if err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor { return b.reduce(s, b.entropy(s, b.counts(s))) })
}

// CEMaxMembraneLoss is the cross entropy of the largest membrane of each neuron,
//
//	L = CE(max_t U_t, y).
//
// Where two steps are equal, the gradient goes to one of them. membrane [T x B x N], targets [B] of int64.
// Source: F. Zenke's SpyTorch; snnTorch: ce_max_membrane_loss.
//
// Options: [Reduction] (Mean), [Weights].
func CEMaxMembraneLoss(membrane, targets *ts.Tensor, opts ...CrossEntropyOption) (loss *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.CEMaxMembraneLoss")
	b, err := read(config{}, opts, CrossEntropyOption.crossEntropy, "membrane", membrane, targets)
	if err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		return b.reduce(s, b.entropy(s, s.Op(func(out *lib.Ctensor) { lib.AtgMaxDim(out, s.In(b.x), 0, 0) })))
	})
}

// entropyOfSteps is the weighted cross entropy of each sample, summed over time steps, [B].
func (b *batch) entropyOfSteps(s *ops.Scope) lib.Ctensor {
	rows := b.entropy(s, s.Reshape(b.populations(s), b.steps*b.samples, b.classes))
	return s.SumOver(s.Reshape(rows, b.steps, b.samples), 0)
}

// entropy is the weighted cross entropy of each row, [rows], whose classes are the samples', again and again.
func (b *batch) entropy(s *ops.Scope, x lib.Ctensor) lib.Ctensor {
	const none, ignore = 0, -100 // libtorch's numbers: no reduction; a label that no class has
	weight := s.None()
	if b.weights != nil {
		weight = s.Floats(b.weights)
	}
	rows := s.Shape(x)
	if s.Err() != nil {
		return nil
	}
	y := s.Int64s(slices.Repeat(b.labels, int(rows[0])/len(b.labels)))
	return s.Op(func(out *lib.Ctensor) { lib.AtgCrossEntropyLoss(out, x, y, weight, none, ignore, 0) })
}
