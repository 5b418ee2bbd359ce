package neuron

import (
	"cmp"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
)

// RSynaptic is a layer of [Synaptic] neurons whose spikes come back in the next step as a current V(S).
//
//	R = H(U - θ)
//	A = alpha·A + I + V(S)    of the last step's spikes S
//	U = beta·U + A            of the new A
//	U = U - R·θ               Reset(Subtract); the synaptic current is never reset
//	U = U - R·U               Reset(Zero): all of the new membrane
//	S = g·H(U - θ)
//
// The state has the spikes, too.
//
// snnTorch: RSynaptic, in which a reset without delay is an error or has no effect. Here ResetDelay(false) does what it does in RLeaky.
type RSynaptic struct {
	Firing
	Recurrence Recurrence
	Alpha      *ts.Tensor // synaptic decay per step in [0, 1]: one, or broadcast to the features of [B x ...]
	Beta       *ts.Tensor // membrane decay, as Alpha
}

// RSynapticOption is an option of [NewRSynaptic].
type RSynapticOption interface{ rsynaptic(*config) }

// NewRSynaptic makes a layer of RSynaptic neurons, with a synaptic decay alpha and a membrane decay beta, in [0, 1].
//
// Options: one of [AllToAll], [Convolution] and [OneToOne] (required), [LearnRecurrence] (true), [Seed] (a fresh one), [Threshold] (1),
// [Thresholds], [LearnThreshold] (false), [Alphas], [LearnAlpha] (false), [Betas], [LearnBeta] (false), [GradedSpikes] (1), [GradedFactors],
// [LearnGradedSpikes] (false), [Reset] (Subtract), [ResetDelay] (true), [Inhibition] (false), [Surrogate] (surrogate.ATan(2)),
// [StateQuant].
// Errors: those of [NewRLeaky].
func NewRSynaptic(alpha, beta float64, opts ...RSynapticOption) (l *RSynaptic, err error) {
	defer argument.Name(&err, "neuron.NewRSynaptic")
	c := defaults()
	c.alpha, c.beta = []float64{alpha}, []float64{beta}
	if c, err = configure(c, opts, RSynapticOption.rsynaptic); err != nil {
		return nil, err
	}
	if err := cmp.Or(checkDecay("alpha", c.alpha), checkDecay("beta", c.beta)); err != nil {
		return nil, err
	}
	s, err := c.newSynaptic()
	if err != nil {
		return nil, err
	}
	v, err := c.newRecurrence()
	if err != nil {
		return nil, err
	}
	return &RSynaptic{s.Firing, v, s.Alpha, s.Beta}, nil
}

// Parameters returns "threshold", "graded_spikes_factor", "beta", "alpha", and "V" or "recurrent.weight" and "recurrent.bias".
func (l *RSynaptic) Parameters() []Parameter {
	return append(append(l.parameters(), Parameter{"beta", l.Beta}, Parameter{"alpha", l.Alpha}), l.Recurrence.parameters()...)
}

// Forward runs the neurons through all time steps: see [Layer].
func (l *RSynaptic) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.RSynaptic.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *RSynaptic) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.RSynaptic.Step", l.run, current, state)
}

func (l *RSynaptic) run(r *run) (*Output, error) {
	if err := cmp.Or(checkParameter("Alpha", l.Alpha, r.sample), checkParameter("Beta", l.Beta, r.sample),
		r.checkState(r.sample, "Spikes", "Synaptic", "Membrane"), l.Recurrence.check(r)); err != nil {
		return nil, err
	}
	return r.overTime(l.Recurrence.fed(func(r *run) (*Output, error) {
		return l.Firing.run(r, grad.Neuron{Model: grad.Synaptic, Clamp: true, Alpha: l.Alpha, Beta: l.Beta}, grad.Zero)
	}))
}
