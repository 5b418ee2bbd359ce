package neuron

import (
	"fmt"
	"slices"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/tensormem"
)

// ForwardOption is an option of every layer's Forward.
type ForwardOption interface{ forward(*run) }

// MaxSteps is the largest number of time steps of one Forward: a slip of the keyboard is to be an error, not a loop without an end.
const MaxSteps = 1 << 24

// NumSteps is the number of time steps T, from 1 to [MaxSteps], of a current [B x ...] that does not change. What depends on it alone is
// computed once. Layers: all but [LeakyParallel].
type NumSteps int

// SpikesOnly leaves out the membranes, which saves the time and memory that they take.
type SpikesOnly bool

// From is the state to begin from, borrowed.
type From State

// KeepState also returns the state after the last step, to go on from there.
type KeepState bool

func (n NumSteps) forward(r *run)   { r.steps, r.static = int(n), true }
func (s SpikesOnly) forward(r *run) { r.spikesOnly = bool(s) }
func (s From) forward(r *run)       { r.state = State(s) }
func (k KeepState) forward(r *run)  { r.keepState = bool(k) }

// run is one call of Forward or of Step.
type run struct {
	current    *ts.Tensor
	feedback   *ts.Tensor // from the last step's spikes, or nil
	layout     grad.Layout
	steps      int
	static     bool
	state      State
	spikesOnly bool
	keepState  bool

	dtype  gotch.DType
	sample []int64 // [B x ...]
}

// forward is Forward of a layer that runs by f.
func forward(name string, f func(*run) (*Output, error), current *ts.Tensor, opts []ForwardOption) (*Output, error) {
	r, err := newRun(current, opts)
	if err != nil {
		return nil, argument.In(name, err)
	}
	out, err := f(r)
	return out, argument.In(name, err)
}

// step is Step of a layer that runs by f.
func step(name string, f func(*run) (*Output, error), current *ts.Tensor, state State) (*ts.Tensor, State, error) {
	r, err := newStep(current, state)
	if err != nil {
		return nil, State{}, argument.In(name, err)
	}
	out, err := f(r)
	if err != nil {
		return nil, State{}, argument.In(name, err)
	}
	return out.Spikes, out.State, nil
}

// newRun checks the current and the options of Forward.
func newRun(current *ts.Tensor, opts []ForwardOption) (*run, error) {
	r := &run{current: current, layout: grad.Series}
	if err := argument.Apply(opts, func(o ForwardOption) { o.forward(r) }); err != nil {
		return nil, err
	}
	if r.static {
		r.layout = grad.Static
		if r.steps < 1 || r.steps > MaxSteps {
			return nil, argument.New("NumSteps", r.steps, fmt.Sprintf("from 1 to %d (time steps)", MaxSteps), argument.ErrRange)
		}
	}
	return r, r.check()
}

// newStep checks the current and the state of Step.
func newStep(current *ts.Tensor, state State) (*run, error) {
	r := &run{current: current, layout: grad.Step, steps: 1, state: state, spikesOnly: true, keepState: true}
	return r, r.check()
}

func (r *run) check() error {
	info, err := tensormem.CheckCPU("current", r.current, 1, gotch.Float, gotch.Double)
	if err != nil {
		return err
	}
	r.dtype, r.sample = info.DType, info.Shape
	if r.layout == grad.Series {
		if len(info.Shape) < 2 || info.Shape[0] < 1 {
			return argument.New("current", info.Shape, "[T x B x ...], T >= 1; or [B x ...] with NumSteps", argument.ErrShape)
		}
		r.steps, r.sample = int(info.Shape[0]), info.Shape[1:]
	}
	if len(r.sample) == 0 {
		return argument.New("current", info.Shape, "[B x ...]", argument.ErrShape)
	}
	return nil
}

// checkState refuses state of another shape than the sample's, or which the neuron does not have.
func (r *run) checkState(shape []int64, has ...string) error {
	for _, s := range []struct {
		name  string
		value *ts.Tensor
	}{{"Membrane", r.state.Membrane}, {"Synaptic", r.state.Synaptic}, {"Inhibitory", r.state.Inhibitory}, {"Spikes", r.state.Spikes}} {
		if s.value == nil {
			continue
		}
		if !slices.Contains(has, s.name) {
			return argument.New("State."+s.name, "given", fmt.Sprint("nil: the neuron's state is ", has), argument.ErrOption)
		}
		info, err := tensormem.Check("State."+s.name, s.value, 0, r.dtype)
		if err != nil {
			return err
		}
		if !slices.Equal(info.Shape, shape) {
			return argument.New("State."+s.name, info.Shape, fmt.Sprintf("%v, as a step of current", shape), argument.ErrShape)
		}
	}
	return nil
}
