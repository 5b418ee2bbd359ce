package neuron

import (
	"cmp"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/surrogate"
)

// through runs a layer whose model and decays are in n. zero is the neuron's kind of Reset(Zero).
func (r *run) through(n *grad.Neuron, reset Reset, zero grad.Reset, threshold, graded *ts.Tensor, slope surrogate.Func) (*Output, error) {
	if err := cmp.Or(checkParameter("Threshold", threshold, r.sample), checkParameter("GradedSpikes", graded, r.sample),
		reset.check(), slope.Check()); err != nil {
		return nil, err
	}
	if n.Inhibition && len(r.sample) != 2 {
		return nil, &argument.Error{Arg: "current", Value: r.sample, Want: "[B x N] in each step, with Inhibition", Kind: argument.ErrShape}
	}
	n.Reset = [...]grad.Reset{grad.Subtract, zero, grad.NoReset}[reset]
	n.Threshold, n.Graded, n.Surrogate = threshold, graded, slope
	out, err := n.Run(grad.Input{
		Current: r.current, Steps: r.steps, Layout: r.layout,
		State:         grad.State{Membrane: r.state.Membrane, Synaptic: r.state.Synaptic, Inhibitory: r.state.Inhibitory},
		WantMembranes: !r.spikesOnly, WantState: r.keepState,
	})
	if err != nil {
		return nil, err
	}
	return &Output{Spikes: out.Spikes, Membrane: out.Membranes,
		State: State{Membrane: out.State.Membrane, Synaptic: out.State.Synaptic, Inhibitory: out.State.Inhibitory}}, nil
}
