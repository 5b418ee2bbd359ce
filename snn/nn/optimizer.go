package nn

import (
	"cmp"
	"math"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
	"gosnn/snn/tensormem"
)

// Optimizer changes a module's learned parameters so that a loss gets smaller, by the rule of [NewAdam], [NewAdamW] or [NewSGD]. gotch's own keeps its
// state to itself; here training goes on where [Optimizer.State] was kept.
type Optimizer struct {
	LearningRate float64 // of the next step

	rule    rule
	guard   guard
	params  []neuron.Parameter
	moments []moments // of each parameter
}

// moments are what a rule keeps of a parameter.
type moments struct {
	step   *ts.Tensor   // how many there were, [] of int64
	values []*ts.Tensor // of the parameter's shape
}

// rule changes one parameter.
type rule interface {
	// names are those of the moments, PyTorch's.
	names() []string
	// update takes a step down the gradient g with the learning rate lr.
	update(s *ops.Scope, lr float64, p, g []float32, m moments)
}

// An OptimizerOption is taken by [NewAdam], [NewAdamW] and [NewSGD]: [ClipGradNorm], [ClipGradValue], [FindNotFinite], [WeightDecay].
type OptimizerOption interface {
	AdamOption
	AdamWOption
	SGDOption
}

func newOptimizer(m Module, lr float64, r rule, g guard) (*Optimizer, error) {
	if err := cmp.Or(checkModule("module", m), checkRate("learning rate", lr), g.check()); err != nil {
		return nil, err
	}
	o := &Optimizer{LearningRate: lr, rule: r, guard: g, params: learned(m)}
	if len(o.params) == 0 {
		return nil, argument.New("module", name(m), "one with learned parameters", argument.ErrOption)
	}
	for _, p := range o.params {
		if _, err := tensormem.CheckCPU("parameter "+p.Name, p.Value, 0, gotch.Float); err != nil {
			return nil, err
		}
		if !lib.AtIsContiguous(tensormem.C(p.Value)) {
			return nil, argument.New("parameter "+p.Name, "not contiguous", "a contiguous tensor", argument.ErrTensor)
		}
		step, err := newCount()
		if err != nil {
			return nil, err
		}
		state := moments{step: step}
		for range r.names() {
			v, err := newParameter(0, false, tensormem.Shape(tensormem.C(p.Value))...)
			if err != nil {
				return nil, err
			}
			state.values = append(state.values, v)
		}
		o.moments = append(o.moments, state)
	}
	return o, nil
}

// checkRate refuses a rate or a decay below 0, or not finite as float32.
func checkRate(arg string, x float64) error {
	if !(x >= 0) || math.IsInf(float64(float32(x)), 0) {
		return argument.New(arg, x, ">= 0 and finite", argument.ErrRange)
	}
	return nil
}

// Step computes the gradients of a loss, changes the parameters once, and returns the loss as a number. It takes the loss over: its tensor and its
// graph are freed, also if there is an error. Parameters on which the loss does not depend stay as they are.
//
// loss is one number, the end of a graph. PyTorch: optimizer.zero_grad(); loss.backward(); optimizer.step(); loss.item().
func (o *Optimizer) Step(loss *ts.Tensor) (number float64, err error) {
	defer argument.Name(&err, "nn.Optimizer.Step")
	if loss != nil && loss.Ctensor() != nil {
		defer loss.MustDrop()
	}
	info, err := tensormem.CheckCPU("loss", loss, 0, gotch.Float, gotch.Double)
	if err != nil {
		return 0, err
	}
	switch {
	case tensormem.Numel(info.Shape) != 1:
		return 0, argument.New("loss", info.Shape, "one number", argument.ErrShape)
	case !info.Grad:
		return 0, argument.New("loss", "without a graph", "one that depends on a learned parameter", argument.ErrTensor)
	}
	if err := checkRate("LearningRate", o.LearningRate); err != nil {
		return 0, err
	}
	return number, ops.Do(func(s *ops.Scope) error {
		number = s.Number(s.In(loss))
		gradients := make([]lib.Ctensor, len(o.params))
		inputs := make([]lib.Ctensor, len(o.params))
		for i, p := range o.params {
			inputs[i] = s.In(p.Value)
		}
		s.Gradients(s.In(loss), inputs, gradients)
		return o.update(s, gradients)
	})
}

// update changes each parameter that has a gradient.
func (o *Optimizer) update(s *ops.Scope, gradients []lib.Ctensor) error {
	for i, g := range gradients {
		switch {
		case s.Err() != nil:
			return nil
		case lib.AtDefined(g):
			gradients[i] = s.Contiguous(g)
		default:
			gradients[i] = nil
		}
	}
	if err := o.guard.apply(s, gradients, func(i int) string { return o.params[i].Name }); err != nil || s.Err() != nil {
		return err
	}
	for i, p := range o.params {
		if gradients[i] != nil {
			*count(o.moments[i].step)++
			o.rule.update(s, o.LearningRate, floats(p.Value), tensormem.Memory[float32](gradients[i]), o.moments[i])
		}
	}
	return nil
}

// State returns what the optimizer knows of each parameter, by the parameter's name and PyTorch's of the moment: "0.weight.exp_avg", "0.weight.step".
// The tensors are the optimizer's own.
func (o *Optimizer) State() map[string]*ts.Tensor { return State(o) }

// LoadState goes on from what [Optimizer.State] has returned of an optimizer of the same kind, for the same parameters. state is borrowed, and copied.
func (o *Optimizer) LoadState(state map[string]*ts.Tensor) (err error) {
	return argument.In("nn.Optimizer.LoadState", load(o.Parameters(), state))
}

// Parameters returns the optimizer's own, which are not learned: see [Optimizer.State].
func (o *Optimizer) Parameters() []neuron.Parameter {
	var all []neuron.Parameter
	for i, p := range o.params {
		for j, name := range o.rule.names() {
			all = append(all, neuron.Parameter{Name: p.Name + "." + name, Value: o.moments[i].values[j]})
		}
		all = append(all, neuron.Parameter{Name: p.Name + ".step", Value: o.moments[i].step})
	}
	return all
}
