package neuron

import (
	"cmp"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
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
	Firing
	Beta *ts.Tensor // decay per step in [0, 1]: one, or broadcast to the features of [B x ...]
}

// LeakyOption is an option of [NewLeaky].
type LeakyOption interface{ leaky(*config) }

// NewLeaky makes a layer of Leaky neurons of any number, whose membranes decay by beta, in [0, 1], in each time step: exp(-dt/τ) of
// a membrane with time constant τ.
//
// Options: [Threshold] (1), [Thresholds], [LearnThreshold] (false), [Betas], [LearnBeta] (false), [GradedSpikes] (1), [GradedFactors],
// [LearnGradedSpikes] (false), [Reset] (Subtract), [ResetDelay] (true), [Inhibition] (false), [Surrogate] (surrogate.ATan(2)),
// [StateQuant].
// Errors: a decay outside of [0, 1], a threshold or factor that is not finite, an invalid surrogate gradient.
func NewLeaky(beta float64, opts ...LeakyOption) (l *Leaky, err error) {
	defer argument.Name(&err, "neuron.NewLeaky")
	c := defaults()
	c.beta = []float64{beta}
	if c, err = configure(c, opts, LeakyOption.leaky); err != nil {
		return nil, err
	}
	if err := checkDecay("beta", c.beta); err != nil {
		return nil, err
	}
	firing, err := c.newFiring()
	if err != nil {
		return nil, err
	}
	b, err := newParameter("beta", c.beta, c.learnBeta)
	if err != nil {
		return nil, err
	}
	return &Leaky{firing, b}, nil
}

// Parameters returns "threshold", "graded_spikes_factor" and "beta".
func (l *Leaky) Parameters() []Parameter { return append(l.parameters(), Parameter{"beta", l.Beta}) }

// Forward runs the neurons through all time steps: see [Layer].
func (l *Leaky) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.Leaky.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *Leaky) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.Leaky.Step", l.run, current, state)
}

func (l *Leaky) run(r *run) (*Output, error) {
	if err := cmp.Or(checkParameter("Beta", l.Beta, r.sample), r.checkState(r.sample, "Membrane")); err != nil {
		return nil, err
	}
	return l.Firing.run(r, grad.Neuron{Model: grad.Leaky, Clamp: true, Beta: l.Beta}, grad.ZeroBefore)
}
