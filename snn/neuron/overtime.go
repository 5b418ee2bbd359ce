package neuron

import (
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// overTime runs a layer whose steps depend on more than the layer's own node, one after another. one takes a step.
func (r *run) overTime(one func(*run) (*Output, error)) (out *Output, err error) {
	if r.layout == grad.Step {
		return one(r)
	}
	var spikes, membranes []*ts.Tensor
	state := r.state
	defer func() {
		drop(spikes...)
		drop(membranes...)
		if state != r.state && (err != nil || !r.keepState) {
			state.Drop()
		}
	}()
	for t := range r.steps {
		s := *r
		s.layout, s.steps, s.spikesOnly, s.keepState, s.state = grad.Step, 1, true, true, state
		if r.layout == grad.Series {
			if s.current, err = r.current.Select(0, int64(t), false); err != nil {
				return nil, err
			}
		}
		next, err := one(&s)
		if r.layout == grad.Series {
			s.current.MustDrop()
		}
		if err != nil {
			return nil, err
		}
		spikes = append(spikes, next.Spikes)
		if !r.spikesOnly {
			m, err := next.State.Membrane.ShallowClone()
			if err != nil {
				next.State.Drop()
				return nil, err
			}
			membranes = append(membranes, m)
		}
		if state != r.state {
			state.Drop()
		}
		state = next.State
	}
	out = new(Output)
	if out.Spikes, err = stack(spikes); err != nil {
		return nil, err
	}
	if !r.spikesOnly {
		if out.Membrane, err = stack(membranes); err != nil {
			out.Spikes.MustDrop()
			return nil, err
		}
	}
	if r.keepState {
		out.State = state
	}
	return out, nil
}

// stack puts steps [B x ...] together, [T x B x ...].
func stack(steps []*ts.Tensor) (*ts.Tensor, error) {
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		all := make([]lib.Ctensor, len(steps))
		for i, x := range steps {
			all[i] = s.In(x)
		}
		return s.Op(func(out *lib.Ctensor) { lib.AtgStack(out, all, len(all), 0) })
	})
}

// cast is a tensor of the run's element type.
func (r *run) cast(s *ops.Scope, x *ts.Tensor) lib.Ctensor {
	if x == nil {
		return s.None()
	}
	of := s.In(x)
	return s.Op(func(out *lib.Ctensor) { lib.AtgTotype(out, of, r.dtype.CInt()) })
}

// zeros is a tensor of the run's element type.
func (r *run) zeros(s *ops.Scope, shape []int64) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgZeros(out, shape, len(shape), r.dtype.CInt(), tensormem.CPU) })
}

// orZero is a state, or zero.
func (r *run) orZero(s *ops.Scope, x *ts.Tensor, shape []int64) lib.Ctensor {
	if x == nil {
		return r.zeros(s, shape)
	}
	return s.In(x)
}
