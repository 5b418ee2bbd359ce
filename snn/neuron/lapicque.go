package neuron

import (
	"cmp"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
)

// Lapicque is a layer of RC circuits with a threshold, integrated by the forward Euler method: a resistance, a capacitance and a time
// step dt.
//
//	R' = H(U - θ)
//	U = I·R·dt/(RC) + (1 - dt/(RC))·U
//	U = U - R'·θ              Reset(Subtract)
//	U = U - R'·U              Reset(Zero): all of the new membrane, the step's current included
//	S = g·H(U - θ)
//
// The symbols are those of [Leaky]. Where a decay beta is given, RC is dt/ln(1/beta), and the decay of the Euler step, 1 + ln(beta),
// is below beta: 0.895 for 0.9, and negative for beta < 1/e.
//
// L. Lapicque, Recherches quantitatives sur l'excitation électrique des nerfs traitée comme une polarisation, 1907.
// snnTorch: Lapicque, in which a learned beta fails at the second backward pass.
type Lapicque struct {
	Firing
	Beta     *ts.Tensor // decay exp(-dt/RC), or nil where R and C are given
	R, C     *ts.Tensor // resistance and capacitance; nil is one that follows from Beta
	TimeStep *ts.Tensor // dt
}

// LapicqueOption is an option of [NewLapicque].
type LapicqueOption interface{ lapicque(*config) }

// NewLapicque makes a layer of Lapicque neurons of any number.
//
// Options: two of [R], [C] and [Beta] (required), or Beta alone, with a resistance of 1; [TimeStep] (1), [LearnBeta] (false),
// [Threshold] (1), [Thresholds], [LearnThreshold] (false), [GradedSpikes] (1), [GradedFactors], [LearnGradedSpikes] (false), [Reset] (Subtract),
// [ResetDelay] (true), [Inhibition] (false), [Surrogate] (surrogate.ATan(2)),
// [StateQuant].
// Errors: none or all three of R, C and Beta; one of them, or the time step, out of range; LearnBeta without Beta; a threshold or
// factor that is not finite, an invalid surrogate gradient.
func NewLapicque(opts ...LapicqueOption) (l *Lapicque, err error) {
	defer argument.Name(&err, "neuron.NewLapicque")
	c, err := configure(defaults(), opts, LapicqueOption.lapicque)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(checkPositive("R", c.r), checkPositive("C", c.c), checkPositive("TimeStep", c.timeStep), c.checkCircuit()); err != nil {
		return nil, err
	}
	if c.r == nil && c.c == nil {
		c.r = []float64{1}
	}
	l = new(Lapicque)
	if l.Firing, err = c.newFiring(); err != nil {
		return nil, err
	}
	for _, p := range []struct {
		to      **ts.Tensor
		name    string
		values  []float64
		learned bool
	}{{&l.Beta, "Beta", c.beta, c.learnBeta}, {&l.R, "R", c.r, false}, {&l.C, "C", c.c, false}, {&l.TimeStep, "TimeStep", c.timeStep, false}} {
		if p.values == nil {
			continue
		}
		if *p.to, err = newParameter(p.name, p.values, p.learned); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// checkCircuit refuses what does not determine an RC circuit.
func (c *config) checkCircuit() error {
	switch {
	case c.beta == nil && (c.r == nil || c.c == nil):
		return argument.New("Beta", "missing", "Beta, or R and C", argument.ErrOption)
	case c.beta != nil && c.r != nil && c.c != nil:
		return argument.New("Beta", "given", "left out with R and C, which set it", argument.ErrOption)
	case c.beta == nil && c.learnBeta:
		return argument.New("LearnBeta", true, "Beta with it", argument.ErrOption)
	case c.beta != nil && !(c.beta[0] > 0 && c.beta[0] < 1):
		return argument.New("Beta", c.beta[0], "in (0, 1)", argument.ErrRange)
	}
	return nil
}

// Parameters returns "threshold", "graded_spikes_factor", "beta", "time_step", "R" and "C", without those that are nil.
func (l *Lapicque) Parameters() []Parameter {
	all := l.parameters()
	for _, p := range []Parameter{{"beta", l.Beta}, {"time_step", l.TimeStep}, {"R", l.R}, {"C", l.C}} {
		if p.Value != nil {
			all = append(all, p)
		}
	}
	return all
}

// Forward runs the neurons through all time steps: see [Layer].
func (l *Lapicque) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.Lapicque.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *Lapicque) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.Lapicque.Step", l.run, current, state)
}

func (l *Lapicque) run(r *run) (*Output, error) {
	if err := r.checkState(r.sample, "Membrane"); err != nil {
		return nil, err
	}
	for _, p := range []struct {
		name   string
		x      *ts.Tensor
		needed bool
	}{{"TimeStep", l.TimeStep, true}, {"Beta", l.Beta, l.R == nil || l.C == nil}, {"R", l.R, l.Beta == nil}, {"C", l.C, l.Beta == nil}} {
		if p.x == nil && !p.needed {
			continue
		}
		if err := checkParameter(p.name, p.x, []int64{1}); err != nil { // a circuit is the same for all
			return nil, err
		}
	}
	driven, decay, err := grad.Circuit(r.current, l.Beta, l.R, l.C, l.TimeStep)
	if err != nil {
		return nil, err
	}
	defer drop(driven, decay)
	r.current = driven
	return l.Firing.run(r, grad.Neuron{Model: grad.Leaky, Beta: decay}, grad.Zero)
}
