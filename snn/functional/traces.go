package functional

import (
	"errors"
	"fmt"
	"slices"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// Traces are the traces of spikes between two time steps, [B x ...] as the layer's input and output. nil is zero.
type Traces struct{ Pre, Post *ts.Tensor }

// Drop frees the tensors.
func (t Traces) Drop() {
	for _, x := range []*ts.Tensor{t.Pre, t.Post} {
		if x != nil {
			x.MustDrop()
		}
	}
}

// spikes checks spikes, and returns their shape as [T x B x ...].
func spikes(arg string, x *ts.Tensor, step bool) ([]int64, error) {
	info, err := tensormem.CheckCPU(arg, x, 0, gotch.Float)
	if err != nil {
		return nil, err
	}
	shape, want := info.Shape, "[T x B x ...], T and B >= 1"
	if step {
		shape, want = append([]int64{1}, shape...), "[B x ...], B >= 1"
	}
	if len(shape) < 3 || shape[0] < 1 || shape[1] < 1 {
		return nil, argument.New(arg, info.Shape, want, argument.ErrShape)
	}
	return shape, nil
}

func (l *STDP) run(pre, post *ts.Tensor, traces Traces, step bool) (change *ts.Tensor, next Traces, err error) {
	if err := l.check(); err != nil {
		return nil, next, err
	}
	w, err := l.weight()
	if err != nil {
		return nil, next, err
	}
	before, err := spikes("pre", pre, step)
	if err != nil {
		return nil, next, err
	}
	behind, err := spikes("post", post, step)
	if err != nil {
		return nil, next, err
	}
	if behind[0] != before[0] || behind[1] != before[1] {
		return nil, next, argument.New("post", behind[:2], fmt.Sprintf("%v time steps and samples, as pre", before[:2]), argument.ErrShape)
	}
	if traces.Pre != nil {
		if err := checkShape("Traces.Pre", traces.Pre, before[1:], "as a step of pre"); err != nil {
			return nil, next, err
		}
	}
	if traces.Post != nil {
		if err := checkShape("Traces.Post", traces.Post, behind[1:], "as a step of post"); err != nil {
			return nil, next, err
		}
	}
	err = ops.Do(func(s *ops.Scope) error {
		enabled := lib.AtGradSetEnabled(1)
		defer lib.AtGradSetEnabled(enabled)
		x, y := s.Reshape(s.Detach(s.In(pre)), before...), s.Reshape(s.Detach(s.In(post)), behind...)
		tracesPre, lastPre := follow(s, x, traces.Pre, l.TauPre)
		tracesPost, lastPost := follow(s, y, traces.Post, l.TauPost)
		grown, err := l.correlate(s, w, tracesPre, y)
		if err != nil {
			return err
		}
		shrunk, err := l.correlate(s, w, x, tracesPost)
		if err != nil {
			return err
		}
		fPre, err := of(s, "FPre", l.fPre, w)
		if err != nil {
			return err
		}
		fPost, err := of(s, "FPost", l.fPost, w)
		if err != nil {
			return err
		}
		sum := s.Sub(s.Mul(fPost, grown), s.Mul(fPre, shrunk))
		if err := s.Err(); err != nil {
			return err
		}
		change, next = s.Own(sum), Traces{s.Own(lastPre), s.Own(lastPost)}
		return nil
	})
	return change, next, err
}

// follow returns the traces of spikes x at each step, of x's shape, and those at the last.
func follow(s *ops.Scope, x lib.Ctensor, from *ts.Tensor, tau float64) (all, last lib.Ctensor) {
	shape := s.Shape(x)
	if s.Err() != nil {
		return nil, nil
	}
	if from != nil {
		last = s.Detach(s.In(from))
	} else {
		last = s.Op(func(out *lib.Ctensor) { lib.AtgZeros(out, shape[1:], len(shape)-1, gotch.Float.CInt(), tensormem.CPU) })
	}
	steps := make([]lib.Ctensor, shape[0])
	for t := range steps {
		spikes := s.Op(func(out *lib.Ctensor) { lib.AtgSelect(out, x, 0, int64(t)) })
		last = s.Add(s.Sub(last, s.Over(last, tau)), spikes)
		steps[t] = last
	}
	if s.Err() != nil {
		return nil, nil
	}
	return s.Op(func(out *lib.Ctensor) { lib.AtgStack(out, steps, len(steps), 0) }), last
}

// correlate returns for each weight the sum of x·y over all pairs of values that it connects, of x [T x B x ...] before the layer and y behind it. That is the gradient
// of Σ y·layer(x), whatever the layer's kind.
func (l *STDP) correlate(s *ops.Scope, w *ts.Tensor, x, y lib.Ctensor) (lib.Ctensor, error) {
	flat := func(x lib.Ctensor) lib.Ctensor {
		shape := s.Shape(x)
		if s.Err() != nil {
			return nil
		}
		return s.Reshape(x, append([]int64{shape[0] * shape[1]}, shape[2:]...)...)
	}
	x, y = flat(x), flat(y)
	if err := s.Err(); err != nil {
		return nil, err
	}
	input := s.Own(x)
	defer input.MustDrop()
	output, err := l.layer.Forward(input)
	if err != nil {
		if e := new(argument.Error); errors.As(err, &e) && e.Arg == "x" {
			return nil, argument.New("pre", e.Value, e.Want+", as the layer's input for all time steps", e.Kind)
		}
		return nil, err
	}
	defer output.MustDrop()
	if shape := s.Shape(y); !slices.Equal(shape, tensormem.Shape(tensormem.C(output))) {
		return nil, argument.New("post", shape, fmt.Sprintf("%v, as the layer's output for all time steps", tensormem.Shape(tensormem.C(output))), argument.ErrShape)
	}
	var gradient [1]lib.Ctensor
	s.Gradients(s.Sum(s.Mul(s.In(output), y)), []lib.Ctensor{s.In(w)}, gradient[:])
	return gradient[0], s.Err()
}

// of is a function of each weight.
func of(s *ops.Scope, arg string, f func(float64) float64, w *ts.Tensor) (lib.Ctensor, error) {
	weights := s.Values(s.In(w))
	if err := s.Err(); err != nil {
		return nil, err
	}
	x, values := ops.New[float32](s, tensormem.Shape(tensormem.C(w))...)
	for i, v := range weights {
		values[i] = float32(f(float64(v)))
		if values[i]-values[i] != 0 {
			return nil, argument.New(arg, fmt.Sprintf("%v of the weight %v", values[i], v), "a finite number", argument.ErrNotFinite)
		}
	}
	return x, s.Err()
}
