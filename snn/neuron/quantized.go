package neuron

import (
	"fmt"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/levels"
	"gosnn/snn/internal/ops"
)

// StateQuant rounds the state to the nearest of these levels in each step, before the neurons fire: those of functional.StateQuant, or any, from the lowest to
// the highest. The gradient goes through the rounding (straight-through estimator). Time steps are taken one after another, of float32, and the reset has
// a delay.
//
//	q, err := functional.StateQuant(functional.NumBits(4))
//	lif, err := neuron.NewLeaky(0.9, neuron.StateQuant(q.Levels()))
//
// Taken by [NewAlpha], [NewLapicque], [NewLeaky], [NewRLeaky], [NewRSynaptic], [NewSynaptic].
type StateQuant []float32

func (o StateQuant) set(c *config) { c.levels, c.quantized = o, true }

// checkLevels refuses invalid levels, and what they do not go with.
func (c *config) checkLevels() error {
	if !c.quantized {
		return nil
	}
	if !c.resetDelay {
		return argument.New("ResetDelay", false, "true, with StateQuant", argument.ErrOption)
	}
	return levels.Check("StateQuant", c.levels)
}

// quantized takes one step of a layer whose state is rounded: the state as without rounding, then the spikes of the rounded membrane.
func (f *Firing) quantized(r *run, n grad.Neuron, zero grad.Reset) (*Output, error) {
	if r.dtype != gotch.Float {
		return nil, argument.New("current", fmt.Sprint("of ", r.dtype), "float32, with StateQuant", argument.ErrDType)
	}
	moving := *f
	moving.Levels, moving.Inhibition = nil, false
	moved, err := moving.run(r, n, zero)
	if err != nil {
		return nil, err
	}
	defer moved.Drop()
	state, err := f.round(moved.State)
	if err != nil {
		return nil, err
	}
	firing, at := *f, *r
	firing.Levels, firing.Reset = nil, None
	at.current, at.feedback, at.state, at.spikesOnly, at.keepState = state.Membrane, nil, State{}, true, false
	out, err := firing.run(&at, grad.Neuron{Model: grad.Leaky}, zero)
	if err != nil {
		state.Drop()
		return nil, err
	}
	out.State = state
	return out, nil
}

// round returns a state at the nearest levels.
func (f *Firing) round(s State) (rounded State, err error) {
	for _, x := range []struct {
		name string
		from *ts.Tensor
		to   **ts.Tensor
	}{{"Membrane", s.Membrane, &rounded.Membrane}, {"Synaptic", s.Synaptic, &rounded.Synaptic}, {"Inhibitory", s.Inhibitory, &rounded.Inhibitory}} {
		if x.from == nil {
			continue
		}
		*x.to, err = ops.Run(func(s *ops.Scope) lib.Ctensor { return levels.Quantize(s, "State."+x.name, s.In(x.from), f.Levels) })
		if err != nil {
			rounded.Drop()
			return State{}, err
		}
	}
	return rounded, nil
}
