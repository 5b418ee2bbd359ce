package nn

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
)

// Network is a row of layers and neurons, made by [Sequential].
type Network struct{ modules []Module }

// Sequential puts layers and neurons in a row: each module is a [Layer] or a [neuron.Layer]. PyTorch: nn.Sequential.
func Sequential(modules ...Module) (n *Network, err error) {
	defer argument.Name(&err, "nn.Sequential")
	if len(modules) == 0 {
		return nil, argument.New("modules", "empty", "at least one", argument.ErrOption)
	}
	for i, m := range modules {
		if err := checkModule(fmt.Sprintf("module %d", i), m); err != nil {
			return nil, err
		}
		switch m := m.(type) {
		case Layer, neuron.Layer:
		default:
			return nil, argument.New(fmt.Sprintf("module %d", i), fmt.Sprintf("%T", m), "a layer or neurons", argument.ErrOption)
		}
	}
	return &Network{modules}, nil
}

// Modules returns what the network consists of.
func (n *Network) Modules() []Module { return n.modules }

// Parameters returns those of all modules, each named with its module's number as in PyTorch's state_dict: "0.weight", "1.beta".
func (n *Network) Parameters() []neuron.Parameter {
	var all []neuron.Parameter
	for i, m := range n.modules {
		for _, p := range m.Parameters() {
			all = append(all, neuron.Parameter{Name: strconv.Itoa(i) + "." + p.Name, Value: p.Value})
		}
	}
	return all
}

// Init draws all initial values anew, of one layer after another: with [TorchSeed], those that PyTorch draws for the same network. What neurons
// and normalisations have is left as it is.
func (n *Network) Init(source Source) error {
	var all []drawn
	for _, m := range n.modules {
		if d, ok := m.(drawing); ok {
			all = append(all, d.draws()...)
		}
	}
	if source == nil {
		return argument.In("nn.Network.Init", argument.New("source", "nil", "a Seed or TorchSeed", argument.ErrOption))
	}
	return source.draw(all)
}

// A ForwardOption is taken by [Network.Forward] and [Network.Eval]: [NumSteps], [SpikesOnly], [Watch], a pointer to [Hidden].
type ForwardOption interface{ network(*pass) }

// NumSteps is the number of time steps T, >= 1, of an input that does not change with time. Taken by [Network.Forward] and [Network.Eval].
type NumSteps int

// SpikesOnly leaves out the membranes of the output. Taken by [Network.Forward] and [Network.Eval].
type SpikesOnly bool

// Watch is called with what each module of a network is given and returns, in order. Taken by [Network.Forward] and [Network.Eval].
//
// snnTorch: functional.probe.
type Watch func(Watched)

// Watched is a module at work. The tensors are borrowed.
type Watched struct {
	Index  int // of the module in the network
	Module Module
	Steps  int64 // time steps of the input: T, or 0 if it does not change with time
	// Input and Output are [T x B x ...], or [B x ...] if they do not change with time. Of neurons, Output is their spikes.
	Input, Output *ts.Tensor
}

func (t NumSteps) network(p *pass)   { p.numSteps, p.static = int(t), true }
func (o SpikesOnly) network(p *pass) { p.spikesOnly = bool(o) }
func (w Watch) network(p *pass)      { p.watch = w }

// Forward runs the network, in training: x [T x B x ...], or with [NumSteps] [B x ...], an input that is the same at each step. The output has
// the last neurons' spikes and membranes, [T x B x ...]; of a network that ends in another layer, its values are Membrane, and Spikes is nil.
//
// Options: [NumSteps], [SpikesOnly] (false), [Watch], &[Hidden].
func (n *Network) Forward(x *ts.Tensor, opts ...ForwardOption) (*neuron.Output, error) {
	return n.pass("nn.Network.Forward", x, opts, true)
}

// Eval runs the network as Forward does, in evaluation: without gradients, without dropout, and normalised by running means.
func (n *Network) Eval(x *ts.Tensor, opts ...ForwardOption) (out *neuron.Output, err error) {
	err = withoutGradients(func() error {
		out, err = n.pass("nn.Network.Eval", x, opts, false)
		return err
	})
	return out, err
}

func (n *Network) pass(fn string, x *ts.Tensor, opts []ForwardOption, training bool) (out *neuron.Output, err error) {
	defer argument.Name(&err, fn)
	p := &pass{run: run{training: training}}
	if err := argument.Apply(opts, func(o ForwardOption) { o.network(p) }); err != nil {
		return nil, err
	}
	if err := checkModule("network", n); err != nil {
		return nil, err
	}
	if err := cmp.Or(p.begin(x), p.hidden.check(len(n.modules))); err != nil {
		return nil, err
	}
	if p.hidden != nil {
		p.after.states = make([]neuron.State, len(n.modules))
	}
	err = ops.Do(func(s *ops.Scope) error {
		p.s, p.x = s, s.In(x)
		for i := 0; i < len(n.modules); i++ {
			if p.convPool(i, n.modules) {
				i++
				continue
			}
			if err := p.through(i, n.modules[i], i == len(n.modules)-1); err != nil {
				return in(i, n.modules[i], err)
			}
		}
		out = p.output()
		return nil
	})
	if err != nil {
		if out != nil {
			out.Drop()
		}
		p.after.Drop()
		return nil, err
	}
	if p.hidden != nil {
		p.hidden.Drop()
		*p.hidden = p.after
	}
	return out, nil
}

// in says in which module an error is.
func in(i int, m Module, err error) error {
	where := fmt.Sprintf("module %d, %s", i, name(m))
	if e := new(argument.Error); errors.As(err, &e) && e.Func == "" {
		e.Arg = where + ": " + e.Arg
		return err
	}
	return fmt.Errorf("%s: %w", where, err)
}
