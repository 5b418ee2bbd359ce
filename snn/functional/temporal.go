package functional

import (
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
	defer func() { err = argument.In("functional.CETemporalLoss", err) }()
	c, err := configure(config{inverse: Negate}, opts, CETemporalOption.ceTemporal)
	if err != nil {
		return nil, err
	}
	if c.inverse != Negate && c.inverse != Reciprocal {
		return nil, &argument.Error{Arg: "Inverse", Value: fmt.Sprintf("%q", string(c.inverse)), Want: "Negate or Reciprocal", Kind: argument.ErrRange}
	}
	o, err := c.output("spikes", spikes)
	if err != nil {
		return nil, err
	}
	labels, _, err := o.labels(targets, false)
	if err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		t := s.Reshape(o.spikeTimes(s, 1), o.batch, o.n)
		if c.inverse == Negate {
			t = s.Scale(t, -1)
		} else {
			t = s.Scalar(1, func(out *lib.Ctensor, one lib.Cscalar) { lib.AtgAddScalar(out, t, one) })
			t = s.Op(func(out *lib.Ctensor) { lib.AtgReciprocal(out, t) })
		}
		loss := c.reduce(s, c.entropy(s, t, labels))
		if c.weights != nil && c.reduction == Mean {
			sum := 0.0
			for _, w := range c.weights.of(labels) {
				sum += float64(w)
			}
			loss = s.Scale(loss, float64(o.batch)/sum)
		}
		return loss
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
	defer func() { err = argument.In("functional.MSETemporalLoss", err) }()
	c, err := configure(config{offTarget: -1}, opts, MSETemporalOption.mseTemporal)
	if err != nil {
		return nil, err
	}
	o, err := c.output("spikes", spikes)
	if err != nil {
		return nil, err
	}
	want, labels, n, err := c.wantedTimes(o, targets)
	if err != nil {
		return nil, err
	}
	for i, t := range want {
		if t < 0 {
			want[i] += float32(o.steps)
		}
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		t := o.spikeTimes(s, n)
		if c.tolerance > 0 {
			t = c.tolerated(s, t, want)
		}
		target := s.Floats(want, n, o.batch, o.n)
		squares := c.squares(s, s.Over(t, float64(o.steps)), s.Over(target, float64(o.steps)), labels)
		if n == 1 {
			squares = s.Reshape(squares, o.batch, o.n)
		}
		return c.reduce(s, squares)
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

// wantedTimes are the times of the first n spikes, [n x B x N], and the samples' classes if these are given.
func (c *config) wantedTimes(o output, targets *ts.Tensor) (want []float32, labels []int64, n int64, err error) {
	if !(c.tolerance >= 0) || math.IsInf(c.tolerance, 0) {
		return nil, nil, 0, &argument.Error{Arg: "Tolerance", Value: c.tolerance, Want: ">= 0 (time steps)", Kind: argument.ErrRange}
	}
	if c.targetIsTime {
		if c.weights != nil {
			return nil, nil, 0, &argument.Error{Arg: "Weights", Value: "given with TargetIsTime", Want: "targets that are classes", Kind: argument.ErrOption}
		}
		want, n, err = o.times(targets)
		return want, nil, n, err
	}
	on, off := []float64{c.onTarget}, []float64{c.offTarget}
	if c.onTimes != nil || c.offTimes != nil {
		on, off = c.onTimes, c.offTimes
	}
	if len(on) != len(off) || len(on) == 0 {
		return nil, nil, 0, &argument.Error{Arg: "OnTimes", Value: fmt.Sprintf("%d values", len(on)), Want: fmt.Sprintf("as many as OffTimes has, %d, and at least one", len(off)), Kind: argument.ErrShape}
	}
	for i := range on {
		for arg, t := range map[string]float64{"OnTarget": on[i], "OffTarget": off[i]} {
			if !(t >= -float64(o.steps) && t < float64(o.steps)) {
				return nil, nil, 0, &argument.Error{Arg: arg, Value: t, Want: fmt.Sprintf("a time step from %d to %d", -o.steps, o.steps-1), Kind: argument.ErrRange}
			}
		}
	}
	labels, _, err = o.labels(targets, false)
	if err != nil {
		return nil, nil, 0, err
	}
	for i := range on {
		want = append(want, o.oneHot(labels, on[i], off[i])...)
	}
	return want, labels, int64(len(on)), nil
}

// times copies targets that are time steps, to [F x B x N].
func (o output) times(targets *ts.Tensor) (want []float32, n int64, err error) {
	info, err := inspect("targets", targets)
	if err != nil {
		return nil, 0, err
	}
	shape := info.Shape
	ok := len(shape) >= 1 && len(shape) <= 3 && shape[len(shape)-1] == o.n && (len(shape) < 2 || shape[len(shape)-2] == o.batch)
	if !ok || len(shape) == 3 && shape[0] < 1 {
		return nil, 0, &argument.Error{Arg: "targets", Value: fmt.Sprint(shape), Want: fmt.Sprintf("[%d], [%d x %d] or [F x %d x %d] (time steps)", o.n, o.batch, o.n, o.batch, o.n), Kind: argument.ErrShape}
	}
	if info.DType != gotch.Float {
		return nil, 0, &argument.Error{Arg: "targets", Value: tensormem.DTypeName(info.DType), Want: "float32", Kind: argument.ErrDType}
	}
	n = 1
	if len(shape) == 3 {
		n = shape[0]
	}
	err = ops.Do(func(s *ops.Scope) error {
		want = append(want, s.Values(s.Expand(s.In(targets), n, o.batch, o.n))...)
		return nil
	})
	for i, t := range want {
		if !(t >= -float32(o.steps) && t < float32(o.steps)) {
			return nil, 0, &argument.Error{Arg: "targets", Value: fmt.Sprintf("%v at element %d", t, i), Want: fmt.Sprintf("time steps from %d to %d", -o.steps, o.steps-1), Kind: argument.ErrRange}
		}
	}
	return want, n, err
}
