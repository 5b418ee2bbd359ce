package nn

import (
	"fmt"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
	"gosnn/snn/tensormem"
)

// pass is one run through a network.
type pass struct {
	run
	numSteps   int
	static     bool
	spikesOnly bool
	watch      Watch
	hidden     *Hidden // to begin from and to leave the state in; or nil
	after      Hidden  // the state after the last step

	s     *ops.Scope
	x     lib.Ctensor    // what the next module is given
	flat  bool           // x is [T*B x ...], where it would be [T x B x ...]
	last  *neuron.Output // of the last module, if that is neurons
	batch int64
}

// begin checks the input.
func (p *pass) begin(x *ts.Tensor) error {
	info, err := tensormem.CheckCPU("x", x, 0, gotch.Float)
	if err != nil {
		return err
	}
	switch shape := info.Shape; {
	case p.static && (p.numSteps < 1 || p.numSteps > neuron.MaxSteps):
		return argument.New("NumSteps", p.numSteps, fmt.Sprintf("from 1 to %d (time steps)", neuron.MaxSteps), argument.ErrRange)
	case p.static && (len(shape) < 1 || shape[0] < 1):
		return wrongShape(shape, "[B x ...], B >= 1")
	case !p.static && (len(shape) < 2 || shape[0] < 1 || shape[1] < 1):
		return wrongShape(shape, "[T x B x ...], T and B >= 1; or [B x ...] with NumSteps")
	case p.static:
		p.batch = shape[0]
	default:
		p.steps, p.batch = shape[0], shape[1]
	}
	return nil
}

// through gives x to a module and takes its output.
func (p *pass) through(i int, m Module, last bool) error {
	watched := Watched{Index: i, Module: m, Steps: p.steps}
	if c, ok := m.(changing); ok && p.steps == 0 && c.changes(p.training) {
		p.expand()
		watched.Steps = p.steps
	}
	if p.watch != nil {
		watched.Input = p.tensor()
		defer watched.Input.MustDrop()
	}
	var err error
	switch m := m.(type) {
	case neuron.Layer:
		err = p.neurons(i, m, last)
	case operation:
		p.flatten()
		p.next(m.apply(p.s, p.x, p.run))
	case Layer:
		err = p.layer(m)
	}
	if err == nil {
		err = p.s.Err()
	}
	if err == nil && p.watch != nil {
		watched.Output = p.tensor()
		defer watched.Output.MustDrop()
		p.watch(watched)
	}
	return err
}

// next goes on with y; x is not needed any more, but by the graph.
func (p *pass) next(y lib.Ctensor) {
	if y != p.x {
		p.s.Free(p.x)
		p.x = y
	}
}

// flatten makes one row of the samples of all time steps.
func (p *pass) flatten() { p.shape(true) }

// shape has x as [T*B x ...] or as [T x B x ...], if it changes with time.
func (p *pass) shape(flat bool) {
	if p.steps == 0 || p.flat == flat || p.s.Err() != nil {
		return
	}
	shape := p.s.Shape(p.x)
	if flat {
		shape = append([]int64{p.steps * p.batch}, shape[2:]...)
	} else {
		shape = append([]int64{p.steps, p.batch}, shape[1:]...)
	}
	p.next(p.s.Reshape(p.x, shape...))
	p.flat = flat
}

// expand has x change with time, the same at each step.
func (p *pass) expand() {
	p.steps = int64(p.numSteps)
	p.next(p.s.Expand(p.x, append([]int64{p.steps}, p.s.Shape(p.x)...)...))
}

// tensor is x as [T x B x ...], or [B x ...] if it does not change with time; the caller owns it.
func (p *pass) tensor() *ts.Tensor {
	p.shape(false)
	return p.s.Own(p.x)
}

func (p *pass) neurons(i int, m neuron.Layer, last bool) error {
	x := p.tensor()
	defer x.MustDrop()
	var opts []neuron.ForwardOption
	if p.steps == 0 {
		opts = append(opts, neuron.NumSteps(p.numSteps))
	}
	if !last || p.spikesOnly {
		opts = append(opts, neuron.SpikesOnly(true))
	}
	if p.hidden != nil {
		opts = append(opts, neuron.KeepState(true))
		if p.hidden.states != nil {
			opts = append(opts, neuron.From(p.hidden.states[i]))
		}
	}
	out, err := m.Forward(x, opts...)
	if err != nil {
		return err
	}
	if p.hidden != nil {
		if p.after.states[i], err = detached(out.State); err != nil {
			out.Drop()
			return err
		}
		out.State = neuron.State{}
	}
	p.steps, p.flat = max(p.steps, int64(p.numSteps)), false
	p.next(p.s.Take(out.Spikes))
	if last {
		p.last = out
	} else {
		out.Drop()
	}
	return nil
}

// layer is for a user's own.
func (p *pass) layer(m Layer) error {
	p.flatten()
	x := p.s.Own(p.x)
	defer x.MustDrop()
	y, err := m.Forward(x)
	if err != nil {
		return err
	}
	defer y.MustDrop()
	p.next(p.s.Take(y))
	return nil
}

func (p *pass) output() *neuron.Output {
	if p.last != nil {
		return p.last
	}
	if p.steps == 0 {
		p.expand()
	}
	return &neuron.Output{Membrane: p.tensor()}
}
