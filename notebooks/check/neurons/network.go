package neurons

import (
	"math"
	"strings"

	"gosnn/notebooks/internal/verdict"
	"gosnn/snn/neuron"
)

// Network1 asks for the decay rate of a membrane with a time constant of 20 ms, at a time step of 1 ms, to three digits.
func Network1(beta float64) bool {
	if beta == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	if want := math.Exp(-1. / 20); math.Abs(beta-want) >= 5e-4 {
		if math.Abs(beta-(1-1./20)) < 5e-4 {
			return verdict.NotYet("that is the factor of Euler's method. The exact one is asked for.")
		}
		return verdict.NotYet("after 20 steps of %.3f there is %.2f left of 1, want 0.37.", beta, math.Pow(beta, 20))
	}
	return verdict.Right("after 20 steps of %.3f there is %.2f left of 1.", beta, math.Pow(beta, 20))
}

// Network2 asks for the number of weights and biases of a network 784-1000-10.
func Network2(parameters int) bool {
	const inputs, hidden, outputs = 784, 1000, 10
	if parameters == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	switch weights := inputs*hidden + hidden*outputs; parameters {
	case weights + hidden + outputs:
		return verdict.Right("%d weights and %d biases.", weights, hidden+outputs)
	case weights:
		return verdict.NotYet("these are the weights. There are biases, too.")
	}
	return verdict.NotYet("count each layer by itself: inputs times outputs, and one bias for each output.")
}

// Network3 asks for the smallest constant current, to two digits after the point, with which a Leaky neuron of beta 0.9 ever fires.
func Network3(current float64) bool {
	if current == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	fires := func(current float64) (bool, error) {
		lif, err := neuron.NewLeaky(0.9)
		c, err := simulate(lif, err, 0, constant(10000, current))
		return err == nil && c.count() > 0, err
	}
	enough, err := fires(current)
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	less, err := fires(current - 0.01)
	switch {
	case err != nil:
		return verdict.NotYet("%v", err)
	case !enough:
		return verdict.NotYet("with %.2f the membrane never gets above the threshold.", current)
	case less:
		return verdict.NotYet("it fires with %.2f, too.", current-0.01)
	}
	return verdict.Right("with %.2f the membrane would settle at %.2f.", current, current/0.1)
}

// NetworkQuiz prints which answers to the quiz of tutorial 3 are right, and reports whether all are. "" is no answer.
func NetworkQuiz(answers ...string) bool {
	return verdict.Quiz(answers, noDecay, ownWeights, verdict.Key("a"), settles, atThreshold)
}

// noDecay: a beta of 0 makes a neuron that (a) has no memory, (b) never forgets, (c) never fires.
func noDecay() (string, error) {
	lif, err := neuron.NewLeaky(0)
	c, err := simulate(lif, err, 0, []float64{0.5, 0, 2})
	switch {
	case err != nil:
		return "", err
	case c.count() == 0:
		return "c", nil
	case c.membrane[1] == 0:
		return "a", nil
	}
	return "b", nil
}

// ownWeights: a layer of Leaky neurons has weights (a) of its own, (b) only in the Linear layer before it, (c) none.
func ownWeights() (string, error) {
	lif, err := neuron.NewLeaky(0.5)
	if err != nil {
		return "", err
	}
	for _, p := range lif.Parameters() {
		if strings.Contains(p.Name, "weight") {
			return "a", nil
		}
	}
	return "b", nil
}

// settles: beta 0.8 and a constant current of 0.1, without a threshold: the membrane settles at (a) 0.1, (b) 1, (c) 0.5.
func settles() (string, error) {
	lif, err := neuron.NewLeaky(0.8, neuron.Threshold(100))
	c, err := simulate(lif, err, 0, constant(200, 0.1))
	if err != nil {
		return "", err
	}
	for letter, value := range map[string]float64{"a": 0.1, "b": 1, "c": 0.5} {
		if math.Abs(c.membrane[199]-value) < 1e-3 {
			return letter, nil
		}
	}
	return "", nil
}

// atThreshold: the membrane is exactly at the threshold. Leaky (a) fires, (b) does not fire, (c) fires at random.
func atThreshold() (string, error) {
	lif, err := neuron.NewLeaky(0)
	c, err := simulate(lif, err, 0, constant(100, 1))
	switch {
	case err != nil:
		return "", err
	case c.count() == 0:
		return "b", nil
	case c.count() == 100:
		return "a", nil
	}
	return "c", nil
}
