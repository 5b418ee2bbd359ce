package functional

import (
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
	defer func() { err = argument.In("functional.CrossEntropy", err) }()
	c, err := configure(config{}, opts, CrossEntropyOption.crossEntropy)
	if err != nil {
		return nil, err
	}
	return c.entropyOfSteps("membrane", membrane, targets, 1)
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
	defer func() { err = argument.In("functional.CERateLoss", err) }()
	c, err := configure(config{}, opts, CECountOption.ceCount)
	if err != nil {
		return nil, err
	}
	return c.entropyOfSteps("spikes", spikes, targets, 0)
}

// CECountLoss is the cross entropy of the spikes' counts,
//
//	L = CE(Σ_t S_t, y).
//
// spikes [T x B x N], targets [B] of int64. snnTorch: ce_count_loss.
//
// Options: [PopulationCode], [Reduction] (Mean), [Weights].
func CECountLoss(spikes, targets *ts.Tensor, opts ...CECountOption) (loss *ts.Tensor, err error) {
	defer func() { err = argument.In("functional.CECountLoss", err) }()
	c, err := configure(config{}, opts, CECountOption.ceCount)
	if err != nil {
		return nil, err
	}
	return c.entropyOfSum("spikes", spikes, targets, output.counts)
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
	defer func() { err = argument.In("functional.CEMaxMembraneLoss", err) }()
	c, err := configure(config{}, opts, CrossEntropyOption.crossEntropy)
	if err != nil {
		return nil, err
	}
	return c.entropyOfSum("membrane", membrane, targets, func(o output, s *ops.Scope) lib.Ctensor {
		return s.Op(func(out *lib.Ctensor) { lib.AtgMaxDim(out, s.In(o.x), 0, 0) })
	})
}

// entropyOfSteps is the cross entropy of each step, summed (sum 1) or its mean over time (sum 0).
func (c *config) entropyOfSteps(arg string, x, targets *ts.Tensor, sum int) (*ts.Tensor, error) {
	o, err := c.output(arg, x)
	if err != nil {
		return nil, err
	}
	labels, _, err := o.labels(targets, false)
	if err != nil {
		return nil, err
	}
	all := make([]int64, 0, o.steps*o.batch)
	for range o.steps {
		all = append(all, labels...)
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		rows := c.entropy(s, s.Reshape(o.populations(s), o.steps*o.batch, o.classes), all)
		samples := s.SumOver(s.Reshape(rows, o.steps, o.batch), 0)
		loss := c.reduce(s, samples)
		if sum == 0 {
			loss = s.Over(loss, float64(o.steps))
		}
		return loss
	})
}

// entropyOfSum is the cross entropy of what has no time any more, [B x C].
func (c *config) entropyOfSum(arg string, x, targets *ts.Tensor, of func(output, *ops.Scope) lib.Ctensor) (*ts.Tensor, error) {
	o, err := c.output(arg, x)
	if err != nil {
		return nil, err
	}
	labels, _, err := o.labels(targets, false)
	if err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor { return c.reduce(s, c.entropy(s, of(o, s), labels)) })
}

// entropy is the weighted cross entropy of each row, [rows].
func (c *config) entropy(s *ops.Scope, x lib.Ctensor, labels []int64) lib.Ctensor {
	const none, ignore = 0, -100 // libtorch's numbers: no reduction; a label that no class has
	weight := s.None()
	if c.weights != nil {
		weight = s.Floats(c.weights)
	}
	y := s.Int64s(labels)
	return s.Op(func(out *lib.Ctensor) { lib.AtgCrossEntropyLoss(out, x, y, weight, none, ignore, 0) })
}
