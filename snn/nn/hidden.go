package nn

import (
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/neuron"
)

// Hidden is the state of all neurons of a network between two parts of a series, for series that are too long to be trained at once, or that come in
// parts. The zero value begins from zero.
//
//	var hidden nn.Hidden
//	for part := range parts { // [T x B x ...] each
//		out, err := net.Forward(part, &hidden)
//		loss, err := functional.CrossEntropy(out.Membrane, targets)
//		number, err := opt.Step(loss)
//		out.Drop()
//	}
//	hidden.Drop()
//
// A pass goes on from where the last one has ended; the values are those of one pass over all parts. Gradients end where a part begins: truncated
// backpropagation through time. A pass that fails leaves Hidden as it was.
//
// Taken by [Network.Forward] and [Network.Eval]. snnTorch: init_hidden, and detach_hidden before each part.
//
// Source: R. J. Williams, J. Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", Neural Computation 2, 1990.
type Hidden struct{ states []neuron.State } // of each module; zero of a module without state

func (h *Hidden) network(p *pass) { p.hidden = h }

// Drop frees the state: the next pass begins from zero, of a batch of any size. PyTorch, snnTorch: reset_hidden, utils.reset.
func (h *Hidden) Drop() {
	for _, s := range h.states {
		s.Drop()
	}
	h.states = nil
}

// check refuses the state of a network with another number of modules.
func (h *Hidden) check(modules int) error {
	if h != nil && h.states != nil && len(h.states) != modules {
		return argument.New("Hidden", fmt.Sprintf("of %d modules", len(h.states)), fmt.Sprintf("of this network, of %d", modules), argument.ErrOption)
	}
	return nil
}

// detached is a state without its graph, which the caller owns; s is dropped.
func detached(s neuron.State) (d neuron.State, err error) {
	defer s.Drop()
	for _, x := range []struct{ to, from **ts.Tensor }{
		{&d.Membrane, &s.Membrane}, {&d.Synaptic, &s.Synaptic}, {&d.Inhibitory, &s.Inhibitory}, {&d.Spikes, &s.Spikes},
	} {
		if *x.from == nil {
			continue
		}
		if *x.to, err = (*x.from).Detach(false); err != nil {
			d.Drop()
			return neuron.State{}, err
		}
	}
	return d, nil
}
