package functional

import (
	"cmp"
	"fmt"
	"math"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// A CETemporalOption is taken by [CETemporalLoss]: [Inverse], [Reduction], [Weights].
type CETemporalOption interface{ ceTemporal(*config) }

// An Inverse says how an early spike becomes a large number: [Negate] if it is not given. Taken by [CETemporalLoss].
type Inverse string

const (
	Negate     Inverse = "negate"     // −t
	Reciprocal Inverse = "reciprocal" // 1/(t + 1)
)

func (i Inverse) ceTemporal(c *config) { c.inverse = i }

// CETemporalLoss is the cross entropy of inverted first spike times,
//
//	L = CE(−t, y) or CE(1/(t + 1), y):
//
// the neuron of the right class is to spike first. The gradient of a time is −1 at the step of the spike; a silent neuron counts as one that spikes at
// the last step. spikes [T x B x N], targets [B] of int64. snnTorch: ce_temporal_loss.
//
// Options: [Inverse] (Negate), [Reduction] (Mean), [Weights].
func CETemporalLoss(spikes, targets *ts.Tensor, opts ...CETemporalOption) (loss *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.CETemporalLoss")
	b, err := read(config{inverse: Negate}, opts, CETemporalOption.ceTemporal, "spikes", spikes, targets)
	if err != nil {
		return nil, err
	}
	factor := 1.0
	if b.weights != nil && b.reduction == Mean {
		sum := 0.0
		for _, w := range b.weights.of(b.labels) {
			sum += float64(w)
		}
		if sum == 0 {
			return nil, argument.New("Weights", "0 for each of the batch's classes", "a sum above 0, by which the mean divides", argument.ErrRange)
		}
		factor = float64(b.samples) / sum
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		t := s.Reshape(b.spikeTimes(s, 1), b.samples, b.n)
		if b.inverse == Negate {
			t = s.Scale(t, -1)
		} else {
			t = s.Scalar(1, func(out *lib.Ctensor, one lib.Cscalar) { lib.AtgAddScalar(out, t, one) })
			t = s.Op(func(out *lib.Ctensor) { lib.AtgReciprocal(out, t) })
		}
		return s.Scale(b.reduce(s, b.entropy(s, t)), factor)
	})
}

// An MSETemporalOption is taken by [MSETemporalLoss]: [OnTarget], [OffTarget], [OnTimes], [OffTimes], [TargetIsTime], [Tolerance],
// [Reduction], [Weights].
type MSETemporalOption interface{ mseTemporal(*config) }

// OnTimes are the time steps at which the neuron of the right class is to spike, instead of one of [OnTarget]. As many as [OffTimes].
// snnTorch: multi_spike=True. Taken by [MSETemporalLoss].
type OnTimes []float64

func (x OnTimes) mseTemporal(c *config) { c.onTimes = x }

// OffTimes are the time steps at which the neurons of the other classes are to spike, instead of one of [OffTarget]. As many as [OnTimes].
// Taken by [MSETemporalLoss].
type OffTimes []float64

func (x OffTimes) mseTemporal(c *config) { c.offTimes = x }

// Tolerance is a distance in time steps: a spike that is nearer to its target than that adds nothing to the loss. 0 if it is not given.
// Taken by [MSETemporalLoss].
type Tolerance float64

func (x Tolerance) mseTemporal(c *config) { c.tolerance = float64(x) }

// TargetIsTime says that the targets are time steps themselves. Taken by [MSETemporalLoss].
type TargetIsTime bool

func (x TargetIsTime) mseTemporal(c *config) { c.targetIsTime = bool(x) }

// MSETemporalLoss is the mean squared distance of the first spikes' times to wanted ones, in units of T,
//
//	L = mean((t/T − t'/T)²).
//
// A wanted time below 0 counts from T: -1 is the last step. The gradient of a time is −1 at the step of the spike; a silent neuron counts as
// one that spikes at the last step.
//
// spikes [T x B x N]. targets [B] of int64, the class of each sample; or with [TargetIsTime] float32 time steps, [N], [B x N], or
// [F x B x N] for the first F spikes of each neuron. They are not changed (snnTorch writes into them). snnTorch: mse_temporal_loss.
//
// Options: [OnTarget] (0), [OffTarget] (-1), [OnTimes], [OffTimes], [TargetIsTime] (false), [Tolerance] (0), [Reduction] (Mean), [Weights].
func MSETemporalLoss(spikes, targets *ts.Tensor, opts ...MSETemporalOption) (loss *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.MSETemporalLoss")
	b, err := read(config{offTarget: -1}, opts, MSETemporalOption.mseTemporal, "spikes", spikes, targets)
	if err != nil {
		return nil, err
	}
	want, n, err := b.wantedTimes(targets)
	if err != nil {
		return nil, err
	}
	for i, t := range want {
		if t < 0 {
			want[i] += float32(b.steps)
		}
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		t := b.spikeTimes(s, n)
		if b.tolerance > 0 {
			t = b.tolerated(s, t, want)
		}
		target := s.Floats(want, n, b.samples, b.n)
		squares := b.squares(s, s.Over(t, float64(b.steps)), s.Over(target, float64(b.steps)))
		if n == 1 {
			squares = s.Reshape(squares, b.samples, b.n)
		}
		return b.reduce(s, squares)
	})
}

// tolerated are the times, the target where that is near; the gradient goes through.
func (c *config) tolerated(s *ops.Scope, t lib.Ctensor, want []float32) lib.Ctensor {
	near := append([]float32(nil), s.Values(t)...)
	for i, x := range near {
		if math.Abs(float64(x-want[i])) < c.tolerance {
			near[i] = want[i]
		}
	}
	return s.Through(t, s.Floats(near, s.Shape(t)...))
}

// wantedTimes are the times of the first n spikes, [n x B x N].
func (b *batch) wantedTimes(targets *ts.Tensor) (want []float32, n int64, err error) {
	if b.targetIsTime {
		if b.weights != nil {
			return nil, 0, argument.New("Weights", "given with TargetIsTime", "targets that are classes", argument.ErrOption)
		}
		return b.times(targets)
	}
	on, off := []float64{b.onTarget}, []float64{b.offTarget}
	if b.onTimes != nil || b.offTimes != nil {
		on, off = b.onTimes, b.offTimes
	}
	if len(on) != len(off) || len(on) == 0 {
		return nil, 0, argument.New("OnTimes", fmt.Sprintf("%d values", len(on)), fmt.Sprintf("as many as OffTimes has, %d, and at least one", len(off)), argument.ErrShape)
	}
	for i := range on {
		if err := cmp.Or(b.checkTime("OnTarget", on[i], on[i]), b.checkTime("OffTarget", off[i], off[i])); err != nil {
			return nil, 0, err
		}
		want = append(want, b.oneHot(b.labels, on[i], off[i])...)
	}
	return want, int64(len(on)), nil
}

// checkTime refuses a time t that is no time step, nor one counted from the last; the error shows value.
func (o output) checkTime(arg string, t float64, value any) error {
	if !(t >= -float64(o.steps) && t < float64(o.steps)) {
		return argument.New(arg, value, fmt.Sprintf("a time step from %d to %d", -o.steps, o.steps-1), argument.ErrRange)
	}
	return nil
}

// times copies targets that are time steps, to [F x B x N].
func (o output) times(targets *ts.Tensor) (want []float32, n int64, err error) {
	info, err := tensormem.CheckCPU("targets", targets, 0, gotch.Float)
	if err != nil {
		return nil, 0, err
	}
	shape := info.Shape
	ok := len(shape) >= 1 && len(shape) <= 3 && shape[len(shape)-1] == o.n && (len(shape) < 2 || shape[len(shape)-2] == o.samples)
	if !ok || len(shape) == 3 && shape[0] < 1 {
		return nil, 0, argument.New("targets", shape, fmt.Sprintf("[%d], [%d x %d] or [F x %d x %d] (time steps)", o.n, o.samples, o.n, o.samples, o.n), argument.ErrShape)
	}
	n = 1
	if len(shape) == 3 {
		n = shape[0]
	}
	err = ops.Do(func(s *ops.Scope) error {
		want = append(want, s.Values(s.Expand(s.In(targets), n, o.samples, o.n))...)
		return nil
	})
	for i, t := range want {
		if err := o.checkTime("targets", float64(t), fmt.Sprintf("%v at element %d", t, i)); err != nil {
			return nil, 0, err
		}
	}
	return want, n, err
}
