package neurons

import (
	"math"

	"gosnn/notebooks/internal/verdict"
	"gosnn/snn/neuron"
)

// Synaptic1 asks for the alpha with which a Synaptic neuron is a Leaky one. -1 is no answer.
func Synaptic1(alpha float64) bool {
	const beta = 0.8
	if alpha == -1 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	input := make([]float64, 100)
	for t := range input {
		input[t] = 0.6 * math.Abs(math.Sin(float64(t)))
	}
	synaptic, err := neuron.NewSynaptic(alpha, beta)
	got, err := simulate(synaptic, err, 0, input)
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	leaky, err := neuron.NewLeaky(beta)
	want, err := simulate(leaky, err, 0, input)
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	for t := range input {
		if math.Abs(got.membrane[t]-want.membrane[t]) > 1e-5 {
			return verdict.NotYet("with alpha %g the membranes differ at step %d: %.3f and %.3f.", alpha, t, got.membrane[t], want.membrane[t])
		}
	}
	return verdict.Right("with alpha %g all membranes are equal.", alpha)
}

// Synaptic2 asks for the step at which the membrane of a Synaptic neuron, alpha 0.9 and beta 0.8, is highest after a spike at step 0. -1 is no
// answer.
func Synaptic2(step int) bool {
	if step < 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	c, err := spikeResponse()
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	best := 0
	for t, u := range c.membrane {
		if u > c.membrane[best] {
			best = t
		}
	}
	if step >= len(c.membrane) || step != best {
		return verdict.NotYet("at step %d it is not highest.", step)
	}
	return verdict.Right("at step %d the membrane is at %.3f.", best, c.membrane[best])
}

// spikeResponse is a Synaptic neuron after one small spike.
func spikeResponse() (course, error) {
	synaptic, err := neuron.NewSynaptic(0.9, 0.8)
	return simulate(synaptic, err, 0, impulse(50, 0.2))
}

// SynapticQuiz prints which answers to the quiz of tutorial 4 are right, and reports whether all are. "" is no answer.
func SynapticQuiz(answers ...string) bool {
	return verdict.Quiz(answers, states, rises, cancel, verdict.Key("a"))
}

// states: Synaptic has (a) one, (b) two, (c) three states.
func states() (string, error) {
	synaptic, err := neuron.NewSynaptic(0.9, 0.8)
	if err != nil {
		return "", err
	}
	x := tensor(0.1)
	defer x.MustDrop()
	spikes, state, err := synaptic.Step(x, neuron.State{})
	if err != nil {
		return "", err
	}
	defer spikes.MustDrop()
	defer state.Drop()
	n := 0
	for _, has := range []bool{state.Membrane != nil, state.Synaptic != nil, state.Inhibitory != nil} {
		if has {
			n++
		}
	}
	return []string{"", "a", "b", "c"}[n], nil
}

// rises: after an input spike, the membrane of Synaptic (a) jumps and falls, (b) rises for a while and then falls, (c) oscillates.
func rises() (string, error) {
	c, err := spikeResponse()
	if err != nil {
		return "", err
	}
	turns := 0
	for t := 2; t < len(c.membrane); t++ {
		if (c.membrane[t]-c.membrane[t-1])*(c.membrane[t-1]-c.membrane[t-2]) < 0 {
			turns++
		}
	}
	switch {
	case turns > 1:
		return "c", nil
	case turns == 1:
		return "b", nil
	}
	return "a", nil
}

// cancel: in the step of an input spike, the two currents of Alpha (a) cancel, (b) add up, (c) are both zero.
func cancel() (string, error) {
	alpha, err := neuron.NewAlpha(0.8, 0.7)
	c, err := simulate(alpha, err, 0, impulse(5, 0.5))
	switch {
	case err != nil:
		return "", err
	case c.membrane[1] == 0:
		return "c", nil
	case c.membrane[0] == 0:
		return "a", nil
	}
	return "b", nil
}
