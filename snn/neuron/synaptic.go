package neuron

import (
	"cmp"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
)

// Synaptic is a layer of second-order leaky integrate-and-fire neurons: a synaptic current A, which decays by alpha, drives a
// membrane U, which decays by beta.
//
//	R = H(U - θ)
//	A = alpha·A + I
//	U = beta·U + A            of the new A
//	U = U - R·θ               Reset(Subtract); the synaptic current is never reset
//	U = U - R·U               Reset(Zero): all of the new membrane
//	S = g·H(U - θ)
//
// The symbols and the delay of the reset are those of [Leaky]. Decays that learning takes out of [0, 1] count as if clipped to it.
//
// snnTorch: Synaptic.
type Synaptic struct {
	Firing
	Alpha *ts.Tensor // synaptic decay per step in [0, 1]: one, or broadcast to the features of [B x ...]
	Beta  *ts.Tensor // membrane decay, as Alpha
}

// SynapticOption is an option of [NewSynaptic].
type SynapticOption interface{ synaptic(*config) }

// NewSynaptic makes a layer of Synaptic neurons of any number, with a synaptic decay alpha and a membrane decay beta, in [0, 1].
//
// Options: [Threshold] (1), [Thresholds], [LearnThreshold] (false), [Alphas], [LearnAlpha] (false), [Betas], [LearnBeta] (false),
// [GradedSpikes] (1), [GradedFactors], [LearnGradedSpikes] (false), [Reset] (Subtract), [ResetDelay] (true), [Inhibition] (false), [Surrogate]
// (surrogate.ATan(2)), [StateQuant].
// Errors: a decay outside of [0, 1], a threshold or factor that is not finite, an invalid surrogate gradient.
func NewSynaptic(alpha, beta float64, opts ...SynapticOption) (s *Synaptic, err error) {
	defer argument.Name(&err, "neuron.NewSynaptic")
	c := defaults()
	c.alpha, c.beta = []float64{alpha}, []float64{beta}
	if c, err = configure(c, opts, SynapticOption.synaptic); err != nil {
		return nil, err
	}
	if err := cmp.Or(checkDecay("alpha", c.alpha), checkDecay("beta", c.beta)); err != nil {
		return nil, err
	}
	return c.newSynaptic()
}

func (c *config) newSynaptic() (s *Synaptic, err error) {
	s = new(Synaptic)
	if s.Firing, err = c.newFiring(); err != nil {
		return nil, err
	}
	if s.Alpha, err = newParameter("alpha", c.alpha, c.learnAlpha); err != nil {
		return nil, err
	}
	if s.Beta, err = newParameter("beta", c.beta, c.learnBeta); err != nil {
		return nil, err
	}
	return s, nil
}

// Parameters returns "threshold", "graded_spikes_factor", "beta" and "alpha".
func (s *Synaptic) Parameters() []Parameter {
	return append(s.parameters(), Parameter{"beta", s.Beta}, Parameter{"alpha", s.Alpha})
}

// Forward runs the neurons through all time steps: see [Layer].
func (s *Synaptic) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.Synaptic.Forward", s.run, current, opts)
}

// Step takes one time step: see [Layer].
func (s *Synaptic) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.Synaptic.Step", s.run, current, state)
}

func (s *Synaptic) run(r *run) (*Output, error) {
	if err := cmp.Or(checkParameter("Alpha", s.Alpha, r.sample), checkParameter("Beta", s.Beta, r.sample),
		r.checkState(r.sample, "Synaptic", "Membrane")); err != nil {
		return nil, err
	}
	return s.Firing.run(r, grad.Neuron{Model: grad.Synaptic, Clamp: true, Alpha: s.Alpha, Beta: s.Beta}, grad.Zero)
}
