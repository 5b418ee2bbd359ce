package neuron

import (
	"cmp"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
)

// RLeaky is a layer of [Leaky] neurons whose spikes come back in the next step as a current V(S).
//
//	R = H(U - θ)
//	U = beta·U + I + V(S)     of the last step's spikes S
//	U = U - R·θ               Reset(Subtract)
//	U = U - R·U               Reset(Zero): all of the new membrane
//	S = g·H(U - θ)
//
// The state has the spikes, too.
//
// snnTorch: RLeaky.
type RLeaky struct {
	Firing
	Recurrence Recurrence
	Beta       *ts.Tensor // decay per step in [0, 1]: one, or broadcast to the features of [B x ...]
}

// RLeakyOption is an option of [NewRLeaky].
type RLeakyOption interface{ rleaky(*config) }

// NewRLeaky makes a layer of RLeaky neurons, whose membranes decay by beta, in [0, 1], in each time step.
//
// Options: one of [AllToAll], [Convolution] and [OneToOne] (required), [LearnRecurrence] (true), [Seed] (a fresh one), [Threshold] (1),
// [Thresholds], [LearnThreshold] (false), [Betas], [LearnBeta] (false), [GradedSpikes] (1), [GradedFactors], [LearnGradedSpikes] (false), [Reset]
// (Subtract), [ResetDelay] (true), [Inhibition] (false), [Surrogate] (surrogate.ATan(2)),
// [StateQuant].
// Errors: none or several recurrences, one of a size below 1 or an even kernel; a decay outside of [0, 1], a threshold or factor that
// is not finite, an invalid surrogate gradient.
func NewRLeaky(beta float64, opts ...RLeakyOption) (l *RLeaky, err error) {
	defer argument.Name(&err, "neuron.NewRLeaky")
	c := defaults()
	c.beta = []float64{beta}
	if c, err = configure(c, opts, RLeakyOption.rleaky); err != nil {
		return nil, err
	}
	if err := checkDecay("beta", c.beta); err != nil {
		return nil, err
	}
	l = new(RLeaky)
	if l.Firing, err = c.newFiring(); err != nil {
		return nil, err
	}
	if l.Recurrence, err = c.newRecurrence(); err != nil {
		return nil, err
	}
	if l.Beta, err = newParameter("beta", c.beta, c.learnBeta); err != nil {
		return nil, err
	}
	return l, nil
}

// Parameters returns "threshold", "graded_spikes_factor", "beta", and "V" or "recurrent.weight" and "recurrent.bias".
func (l *RLeaky) Parameters() []Parameter {
	return append(append(l.parameters(), Parameter{"beta", l.Beta}), l.Recurrence.parameters()...)
}

// Forward runs the neurons through all time steps: see [Layer].
func (l *RLeaky) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.RLeaky.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *RLeaky) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.RLeaky.Step", l.run, current, state)
}

func (l *RLeaky) run(r *run) (*Output, error) {
	if err := cmp.Or(checkParameter("Beta", l.Beta, r.sample), r.checkState(r.sample, "Spikes", "Membrane"), l.Recurrence.check(r)); err != nil {
		return nil, err
	}
	return r.overTime(l.Recurrence.fed(func(r *run) (*Output, error) {
		return l.Firing.run(r, grad.Neuron{Model: grad.Leaky, Clamp: true, Beta: l.Beta}, grad.Zero)
	}))
}
