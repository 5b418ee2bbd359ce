package neuron

import (
	"cmp"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/surrogate"
)

// Firing is what neurons have in common: when they spike, what a spike is, and what it does to the membrane. A parameter is one value,
// or one that is broadcast to the features of [B x ...].
type Firing struct {
	Threshold    *ts.Tensor // θ
	GradedSpikes *ts.Tensor // g, the factor of spikes
	Reset        Reset
	ResetDelay   bool // the reset comes with the step after the spike
	Inhibition   bool
	Surrogate    surrogate.Func
	Levels       []float32 // that the state is rounded to in each step; nil for none
}

// newFiring checks what the options say of firing.
func (c *config) newFiring() (f Firing, err error) {
	if err := cmp.Or(checkFinite("Threshold", c.threshold), checkFinite("GradedSpikes", c.graded), c.reset.check(), c.surrogate.Check(), c.checkLevels()); err != nil {
		return f, err
	}
	f = Firing{Reset: c.reset, ResetDelay: c.resetDelay, Inhibition: c.inhibition, Surrogate: c.surrogate, Levels: c.levels}
	if f.Threshold, err = newParameter("Threshold", c.threshold, c.learnThreshold); err != nil {
		return f, err
	}
	f.GradedSpikes, err = newParameter("GradedSpikes", c.graded, c.learnGraded)
	return f, err
}

// ResetMechanism returns Reset, of whatever layer.
func (f *Firing) ResetMechanism() Reset { return f.Reset }

func (f *Firing) parameters() []Parameter {
	return []Parameter{{"threshold", f.Threshold}, {"graded_spikes_factor", f.GradedSpikes}}
}

// run runs a layer whose model and decays are in n. zero is the neuron's kind of Reset(Zero).
func (f *Firing) run(r *run, n grad.Neuron, zero grad.Reset) (*Output, error) {
	if err := cmp.Or(checkParameter("Threshold", f.Threshold, r.sample), checkParameter("GradedSpikes", f.GradedSpikes, r.sample),
		f.Reset.check(), f.Surrogate.Check()); err != nil {
		return nil, err
	}
	if f.Levels != nil {
		return r.overTime(func(r *run) (*Output, error) { return f.quantized(r, n, zero) })
	}
	if f.Inhibition && len(r.sample) != 2 {
		return nil, argument.New("current", r.sample, "[B x N] in each step, with Inhibition", argument.ErrShape)
	}
	n.Reset, n.AtOnce, n.Inhibition = [...]grad.Reset{grad.Subtract, zero, grad.NoReset}[f.Reset], !f.ResetDelay, f.Inhibition
	n.Threshold, n.Graded, n.Surrogate = f.Threshold, f.GradedSpikes, f.Surrogate
	in := grad.Input{
		Current: r.current, Feedback: r.feedback, Steps: r.steps, Layout: r.layout, WantState: r.keepState,
		State: grad.State{Membrane: r.state.Membrane, Synaptic: r.state.Synaptic, Inhibitory: r.state.Inhibitory},
	}
	if f.Surrogate.Slope != nil {
		slopes, err := customSlopes(n, in)
		if err != nil {
			return nil, err
		}
		defer slopes.MustDrop()
		in.Slopes = slopes
	}
	if !r.spikesOnly {
		in.Want = grad.Membranes
	}
	out, err := n.Run(in)
	if err != nil {
		return nil, err
	}
	return &Output{Spikes: out.Spikes, Membrane: out.Membranes,
		State: State{Membrane: out.State.Membrane, Synaptic: out.State.Synaptic, Inhibitory: out.State.Inhibitory}}, nil
}

// fire is what neurons give that are never reset, whose membranes u of all steps are known, [T x B x ...] or of a step [B x ...]. They fire by their potentials, which are of
// u's shape, and often u. It takes over u and the last membranes, of a shape [B x ...], which may be nil if the state is not kept.
func (f *Firing) fire(r *run, potentials, u, last *ts.Tensor, shape []int64) (*Output, error) {
	firing, s := *f, *r
	firing.Reset = None
	s.current, s.sample, s.state, s.spikesOnly, s.keepState = potentials, shape, State{}, true, false
	if r.layout == grad.Static {
		s.layout = grad.Series
	}
	out, err := firing.run(&s, grad.Neuron{Model: grad.Leaky}, grad.Zero)
	if err != nil {
		drop(u, last)
		return nil, err
	}
	if r.keepState {
		out.State.Membrane = last
	} else {
		drop(last)
	}
	if r.spikesOnly {
		u.MustDrop()
	} else {
		out.Membrane = u
	}
	return out, nil
}
