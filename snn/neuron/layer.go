package neuron

import "github.com/sugarme/gotch/ts"

// Layer is a layer of neurons: each neuron of this package is one.
type Layer interface {
	// Forward runs the neurons through all time steps. current is [T x B x ...], or with [NumSteps] [B x ...] for a current that does
	// not change.
	//
	// Options: [NumSteps], [SpikesOnly] (false), [From] (zero), [KeepState] (false).
	Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error)
	// Step takes one time step from a state: current [B x ...], spikes of the same shape. The zero State begins from zero. The state
	// that is given stays the caller's; a gradient flows through it.
	Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error)
	// Parameters returns what PyTorch's state_dict holds of the layer, but for the reset mechanism. Those that are learned require a
	// gradient. They stay the layer's.
	Parameters() []Parameter
}

// Parameter is a parameter of a layer, named as in PyTorch's state_dict: "beta", "threshold".
type Parameter struct {
	Name  string
	Value *ts.Tensor
}

// Output is what a layer returns, owned by the caller.
type Output struct {
	Spikes   *ts.Tensor // [T x B x ...], 0 or 1, times the factor of graded spikes
	Membrane *ts.Tensor // [T x B x ...], as it fired; nil with SpikesOnly
	State    State      // after the last step; empty without KeepState
}

// Drop frees the tensors. What libtorch's graph needs of them lives on there.
func (o *Output) Drop() {
	drop(o.Spikes, o.Membrane)
	o.State.Drop()
}

// State is the state of a layer between two time steps. nil is zero, or what the neuron does not have. Each tensor is [B x ...].
type State struct {
	Membrane   *ts.Tensor // U
	Synaptic   *ts.Tensor // synaptic current, of Alpha the excitatory one
	Inhibitory *ts.Tensor // of Alpha: the inhibitory current
	Spikes     *ts.Tensor // of recurrent neurons: the last spikes
}

// Drop frees the tensors.
func (s State) Drop() { drop(s.Membrane, s.Synaptic, s.Inhibitory, s.Spikes) }

func drop(tensors ...*ts.Tensor) {
	for _, x := range tensors {
		if x != nil && x.Ctensor() != nil {
			x.MustDrop()
		}
	}
}
