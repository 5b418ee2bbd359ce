package neuron

import (
	"cmp"
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
)

// Alpha is a layer of neurons whose membrane answers a spike with an alpha function, the difference of two exponentials: an
// excitatory current E with the slower decay alpha, and an inhibitory one N with the faster decay beta.
//
//	R = H(U - θ)
//	E = alpha·E + I
//	N = beta·N - I
//	U = τ·(E + N),  τ = ln(alpha)/(ln(beta) - ln(alpha)) + 1
//	Reset(Zero)               E, N and U, the step's current with them, are cleared where R
//	Reset(Subtract)           E -= R·θ, N -= R·N, U += R·N of the last step, as snnTorch does, which does not document it
//	S = g·H(U - θ)
//
// The symbols are those of [Leaky]. The membrane has no memory but the two currents: the last one only sets R. Decays that learning
// takes out of [0, 1] count as if clipped to it; alpha must stay above beta.
//
// snnTorch: Alpha, in which learn_alpha is an error. Here LearnAlpha works.
type Alpha struct {
	Firing
	Alpha *ts.Tensor // decay of the excitatory current per step in (beta, 1]: one, or broadcast to the features of [B x ...]
	Beta  *ts.Tensor // decay of the inhibitory current in [0, alpha), as Alpha
}

// AlphaOption is an option of [NewAlpha].
type AlphaOption interface{ alpha(*config) }

// NewAlpha makes a layer of Alpha neurons of any number, with decays in [0, 1], alpha > beta.
//
// Options: [Threshold] (1), [Thresholds], [LearnThreshold] (false), [Alphas], [LearnAlpha] (false), [Betas], [LearnBeta] (false),
// [GradedSpikes] (1), [GradedFactors], [LearnGradedSpikes] (false), [Reset] (Zero), [Inhibition] (false), [Surrogate] (surrogate.ATan(2)),
// [StateQuant].
// Errors: a decay outside of [0, 1], alpha not above beta, a threshold or factor that is not finite, a surrogate gradient without
// sense.
func NewAlpha(alpha, beta float64, opts ...AlphaOption) (a *Alpha, err error) {
	defer argument.Name(&err, "neuron.NewAlpha")
	c := defaults()
	c.alpha, c.beta, c.reset = []float64{alpha}, []float64{beta}, Zero
	if c, err = configure(c, opts, AlphaOption.alpha); err != nil {
		return nil, err
	}
	if err := cmp.Or(checkDecay("alpha", c.alpha), checkDecay("beta", c.beta), checkAbove(c.alpha, c.beta)); err != nil {
		return nil, err
	}
	s, err := c.newSynaptic()
	if err != nil {
		return nil, err
	}
	return &Alpha{s.Firing, s.Alpha, s.Beta}, nil
}

// checkAbove refuses an alpha that is not above the beta of the same neuron.
func checkAbove(alpha, beta []float64) error {
	if len(alpha) > 1 && len(beta) > 1 && len(alpha) != len(beta) {
		return argument.New("Alphas", fmt.Sprint(len(alpha), " values"), fmt.Sprint("as many as Betas, ", len(beta)), argument.ErrShape)
	}
	for i := range max(len(alpha), len(beta)) {
		a, b := alpha[min(i, len(alpha)-1)], beta[min(i, len(beta)-1)]
		if a <= b {
			return argument.New("alpha", a, fmt.Sprintf("above beta, %v", b), argument.ErrRange)
		}
	}
	return nil
}

// Parameters returns "threshold", "graded_spikes_factor", "beta" and "alpha".
func (a *Alpha) Parameters() []Parameter {
	return append(a.parameters(), Parameter{"beta", a.Beta}, Parameter{"alpha", a.Alpha})
}

// Forward runs the neurons through all time steps: see [Layer].
func (a *Alpha) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.Alpha.Forward", a.run, current, opts)
}

// Step takes one time step: see [Layer].
func (a *Alpha) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.Alpha.Step", a.run, current, state)
}

func (a *Alpha) run(r *run) (*Output, error) {
	if err := cmp.Or(checkParameter("Alpha", a.Alpha, r.sample), checkParameter("Beta", a.Beta, r.sample),
		r.checkState(r.sample, "Synaptic", "Inhibitory", "Membrane")); err != nil {
		return nil, err
	}
	return a.Firing.run(r, grad.Neuron{Model: grad.Alpha, Clamp: true, Alpha: a.Alpha, Beta: a.Beta}, grad.Zero)
}
