package neuron

import (
	"cmp"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/surrogate"
)

// Leaky is a layer of leaky integrate-and-fire neurons: first order, with a membrane U that decays by beta in each time step.
//
//	R = H(U - θ)              reset, from the last step's membrane
//	U = beta·U + I - R·θ      Reset(Subtract)
//	U = beta·(1 - R)·U + I    Reset(Zero): the old membrane is cleared, the step's current counts
//	U = beta·U + I            Reset(None)
//	S = g·H(U - θ)            spike
//
// I is the current, θ the threshold, g the factor of graded spikes. With ResetDelay(false) the membrane is corrected after the
// spike: by -(H - R)·θ, or by -(H - R)·U, and here a gradient flows through the spike. A decay that learning takes out of [0, 1]
// counts as if clipped to it.
//
// snnTorch: Leaky.
type Leaky struct {
	Beta         *ts.Tensor // decay per step in [0, 1]: one, or broadcast to the features of [B x ...]
	Threshold    *ts.Tensor // θ, as Beta
	GradedSpikes *ts.Tensor // g, as Beta

	Reset      Reset
	ResetDelay bool
	Inhibition bool
	Surrogate  surrogate.Func
}

// LeakyOption is an option of [NewLeaky].
type LeakyOption interface{ leaky(*config) }

// NewLeaky makes a layer of Leaky neurons of any number, whose membranes decay by beta, in [0, 1], in each time step: exp(-dt/τ) of
// a membrane with time constant τ.
//
// Options: [Threshold] (1), [Thresholds], [Betas], [LearnBeta] (false), [LearnThreshold] (false), [Reset] (Subtract), [ResetDelay]
// (true), [Inhibition] (false), [GradedSpikes] (1), [LearnGradedSpikes] (false), [Surrogate] (surrogate.ATan(2)).
// Errors: a decay outside of [0, 1], a threshold or factor that is not finite, a surrogate gradient without sense.
func NewLeaky(beta float64, opts ...LeakyOption) (l *Leaky, err error) {
	defer func() { err = argument.In("neuron.NewLeaky", err) }()
	c := defaults()
	c.beta = []float64{beta}
	for _, o := range opts {
		o.leaky(&c)
	}
	if err := cmp.Or(checkDecay("beta", c.beta), checkFinite("Threshold", c.threshold), checkFinite("GradedSpikes", c.graded),
		c.reset.check(), c.surrogate.Check()); err != nil {
		return nil, err
	}
	l = &Leaky{Reset: c.reset, ResetDelay: c.resetDelay, Inhibition: c.inhibition, Surrogate: c.surrogate}
	if l.Beta, err = newParameter("beta", c.beta, c.learnBeta); err != nil {
		return nil, err
	}
	if l.Threshold, err = newParameter("Threshold", c.threshold, c.learnThreshold); err != nil {
		return nil, err
	}
	if l.GradedSpikes, err = newParameter("GradedSpikes", c.graded, c.learnGraded); err != nil {
		return nil, err
	}
	return l, nil
}

// Parameters returns "threshold", "graded_spikes_factor" and "beta".
func (l *Leaky) Parameters() []Parameter {
	return []Parameter{{"threshold", l.Threshold}, {"graded_spikes_factor", l.GradedSpikes}, {"beta", l.Beta}}
}

// Forward runs the neurons through all time steps: see [Layer].
func (l *Leaky) Forward(current *ts.Tensor, opts ...ForwardOption) (out *Output, err error) {
	defer func() { err = argument.In("neuron.Leaky.Forward", err) }()
	r, err := newRun(current, opts)
	if err != nil {
		return nil, err
	}
	return l.run(r)
}

// Step takes one time step: see [Layer].
func (l *Leaky) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	defer func() { err = argument.In("neuron.Leaky.Step", err) }()
	r, err := newStep(current, state)
	if err != nil {
		return nil, State{}, err
	}
	out, err := l.run(r)
	if err != nil {
		return nil, State{}, err
	}
	return out.Spikes, out.State, nil
}

func (l *Leaky) run(r *run) (*Output, error) {
	if err := cmp.Or(checkParameter("Beta", l.Beta, r.sample), r.checkState(r.sample, "Membrane")); err != nil {
		return nil, err
	}
	n := grad.Neuron{Model: grad.Leaky, AtOnce: !l.ResetDelay, Inhibition: l.Inhibition, Clamp: true, Beta: l.Beta}
	return r.through(&n, l.Reset, grad.ZeroBefore, l.Threshold, l.GradedSpikes, l.Surrogate)
}
