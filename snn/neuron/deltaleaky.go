package neuron

import (
	"cmp"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/ops"
	"gosnn/snn/surrogate"
)

// DeltaLeaky is a layer of leaky neurons that fire where the membrane changes, up or down, and that no spike resets.
//
//	U' = beta·U + I
//	S = g·H(|U' - U| - DeltaThreshold)
//
// I is the current, U the membrane of the step before, g the factor of graded spikes. A membrane that stays is silent, however high it is. A decay that learning
// takes out of [0, 1] is not clipped.
//
// snnTorch: DeltaLeaky. Its state is a pair, of which it never reads the second membrane, the one of the step before: [State] has the first. It does not multiply by g,
// which its documentation has, and its files have a threshold without a use.
type DeltaLeaky struct {
	Beta           *ts.Tensor // decay per step: one, or broadcast to the features of [B x ...]
	DeltaThreshold *ts.Tensor // a smaller change of the membrane is no spike: one value, which is no parameter
	GradedSpikes   *ts.Tensor // g, the factor of spikes
	Surrogate      surrogate.Func

	unused *ts.Tensor // snnTorch's threshold of the membrane, for files
}

// DeltaLeakyOption is an option of [NewDeltaLeaky].
type DeltaLeakyOption interface{ deltaleaky(*config) }

// DeltaThreshold is the change of the membrane in one time step that a [DeltaLeaky] neuron must exceed to spike, finite. 1 if not given.
//
// Taken by [NewDeltaLeaky].
type DeltaThreshold float64

func (o DeltaThreshold) deltaleaky(c *config) { c.threshold = []float64{float64(o)} }

// NewDeltaLeaky makes a layer of DeltaLeaky neurons of any number, whose membranes decay by beta, in [0, 1], in each time step.
//
// Options: [DeltaThreshold] (1), [Betas], [LearnBeta] (false), [GradedSpikes] (1), [GradedFactors], [LearnGradedSpikes] (false),
// [Surrogate] (surrogate.ATan(2)).
// Errors: a decay outside of [0, 1], a threshold or factor that is not finite, an invalid surrogate gradient.
func NewDeltaLeaky(beta float64, opts ...DeltaLeakyOption) (l *DeltaLeaky, err error) {
	defer argument.Name(&err, "neuron.NewDeltaLeaky")
	c := defaults()
	c.beta = []float64{beta}
	if c, err = configure(c, opts, DeltaLeakyOption.deltaleaky); err != nil {
		return nil, err
	}
	if err := cmp.Or(checkDecay("beta", c.beta), checkFinite("DeltaThreshold", c.threshold)); err != nil {
		return nil, err
	}
	firing, err := c.newFiring()
	if err != nil {
		return nil, err
	}
	l = &DeltaLeaky{DeltaThreshold: firing.Threshold, GradedSpikes: firing.GradedSpikes, Surrogate: firing.Surrogate}
	if l.unused, err = newParameter("Threshold", []float64{1}, false); err != nil {
		return nil, err
	}
	l.Beta, err = newParameter("beta", c.beta, c.learnBeta)
	return l, err
}

// Parameters returns "threshold", of layers that [NewDeltaLeaky] has made, which has no use but in files, "graded_spikes_factor" and "beta".
func (l *DeltaLeaky) Parameters() []Parameter {
	own := []Parameter{{"graded_spikes_factor", l.GradedSpikes}, {"beta", l.Beta}}
	if l.unused == nil {
		return own
	}
	return append([]Parameter{{"threshold", l.unused}}, own...)
}

// Forward runs the neurons through all time steps: see [Layer].
func (l *DeltaLeaky) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.DeltaLeaky.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *DeltaLeaky) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.DeltaLeaky.Step", l.run, current, state)
}

// run has membranes move as those of a Leaky that is never reset, and then fire by their changes.
func (l *DeltaLeaky) run(r *run) (*Output, error) {
	if err := cmp.Or(checkParameter("Beta", l.Beta, r.sample), checkParameter("DeltaThreshold", l.DeltaThreshold, r.sample),
		l.Surrogate.Check(), r.checkState(r.sample, "Membrane")); err != nil {
		return nil, err
	}
	firing := Firing{Threshold: l.DeltaThreshold, GradedSpikes: l.GradedSpikes, Reset: None, ResetDelay: true, Surrogate: surrogate.ATan(2)}
	moving := *r
	moving.spikesOnly = false
	moved, err := firing.run(&moving, grad.Neuron{Model: grad.Leaky, Beta: l.Beta}, grad.Zero)
	if err != nil {
		return nil, err
	}
	moved.Spikes.MustDrop()
	moved.Spikes = nil
	changes, err := r.changes(moved.Membrane)
	if err != nil {
		moved.Drop()
		return nil, err
	}
	defer changes.MustDrop()
	firing.Surrogate = l.Surrogate
	return firing.fire(r, changes, moved.Membrane, moved.State.Membrane, r.sample)
}

// changes returns by how much membranes differ from those of the step before, of the shape of membranes.
func (r *run) changes(membranes *ts.Tensor) (*ts.Tensor, error) {
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		u, before := s.In(membranes), r.orZero(s, r.state.Membrane, r.sample)
		if r.layout != grad.Step {
			before = s.Reshape(before, append([]int64{1}, r.sample...)...)
			others := s.Op(func(out *lib.Ctensor) { lib.AtgNarrow(out, u, 0, 0, int64(r.steps)-1) })
			before = s.Op(func(out *lib.Ctensor) { lib.AtgCat(out, []lib.Ctensor{before, others}, 2, 0) })
		}
		difference := s.Sub(u, before)
		return s.Op(func(out *lib.Ctensor) { lib.AtgAbs(out, difference) })
	})
}
