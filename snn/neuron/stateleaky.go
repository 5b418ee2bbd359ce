package neuron

import (
	"cmp"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/ops"
)

// StateLeaky is a layer of leaky neurons that no spike resets: a membrane is a sum of all currents so far, each of which has decayed by its age.
//
//	U = exp(-1/τ)·U + I      that is Σ_j exp(-j/τ)·I of j steps ago
//	S = g·H(U - θ)
//
// I is the current, τ a time constant in time steps, θ the threshold, g the factor of graded spikes.
//
// snnTorch: StateLeaky, which adds the sum up by a convolution over all time steps: its membranes are these up to the rounding of sums. It multiplies by g twice,
// where its documentation has one factor. After a dense layer, StateLeaky is snnTorch's LinearLeaky.
type StateLeaky struct {
	Firing
	Tau *ts.Tensor // time constant in steps, > 0: one, or broadcast to the features of [B x ...]
}

// StateLeakyOption is an option of [NewStateLeaky].
type StateLeakyOption interface{ stateleaky(*config) }

// NewStateLeaky makes a layer of StateLeaky neurons of any number. beta, in [0, 1], makes the time constant, τ = 1/(1 - beta + 1e-12): a membrane decays by exp(-(1 - beta))
// in each time step, a little less than by beta. [LearnBeta] learns τ.
//
// Options: [Betas], [LearnBeta] (false), [Threshold] (1), [Thresholds], [LearnThreshold] (false), [GradedSpikes] (1), [GradedFactors],
// [LearnGradedSpikes] (false), [Surrogate] (surrogate.ATan(2)).
// Errors: a decay outside of [0, 1], a threshold or factor that is not finite, an invalid surrogate gradient.
func NewStateLeaky(beta float64, opts ...StateLeakyOption) (l *StateLeaky, err error) {
	defer argument.Name(&err, "neuron.NewStateLeaky")
	c := defaults()
	c.beta, c.reset = []float64{beta}, None
	if c, err = configure(c, opts, StateLeakyOption.stateleaky); err != nil {
		return nil, err
	}
	if err := checkDecay("beta", c.beta); err != nil {
		return nil, err
	}
	firing, err := c.newFiring()
	if err != nil {
		return nil, err
	}
	tau := make([]float64, len(c.beta))
	for i, b := range c.beta {
		tau[i] = float64(1 / (1 - float32(b) + 1e-12)) // rounded as in snnTorch
	}
	t, err := newParameter("beta", tau, c.learnBeta)
	if err != nil {
		return nil, err
	}
	return &StateLeaky{firing, t}, nil
}

// Parameters returns "threshold", "graded_spikes_factor" and "tau".
func (l *StateLeaky) Parameters() []Parameter { return append(l.parameters(), Parameter{"tau", l.Tau}) }

// Forward runs the neurons through all time steps: see [Layer].
func (l *StateLeaky) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.StateLeaky.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *StateLeaky) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.StateLeaky.Step", l.run, current, state)
}

func (l *StateLeaky) run(r *run) (*Output, error) {
	if err := cmp.Or(checkParameter("Tau", l.Tau, r.sample), r.checkState(r.sample, "Membrane")); err != nil {
		return nil, err
	}
	decay, err := ops.Run(func(s *ops.Scope) lib.Ctensor {
		tau := s.In(l.Tau)
		rate := s.Op(func(out *lib.Ctensor) { lib.AtgReciprocal(out, tau) })
		return s.Op(func(out *lib.Ctensor) { lib.AtgExp(out, s.Scale(rate, -1)) })
	})
	if err != nil {
		return nil, err
	}
	defer decay.MustDrop()
	firing := l.Firing
	firing.Reset = None
	return firing.run(r, grad.Neuron{Model: grad.Leaky, Beta: decay}, grad.Zero)
}
