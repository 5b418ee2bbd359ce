package neurons

import (
	"math"

	"gosnn/notebooks/internal/verdict"
	"gosnn/snn/neuron"
)

// Neuron1 asks for the factor by which a membrane of 10 Ω and 2 mF decays in a step of Euler's method of 1 ms.
func Neuron1(factor float64) bool {
	if factor == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	lif, err := lapicque(10, 2e-3, neuron.Threshold(10))
	c, err := simulate(lif, err, 1, []float64{0})
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	want := c.membrane[0]
	switch {
	case math.Abs(factor-want) < 5e-4:
		return verdict.Right("from 1 V the membrane is at %.2f V after one step.", want)
	case math.Abs(factor-math.Exp(-1./20)) < 5e-4:
		return verdict.NotYet("that is the exact decay. Euler's method takes the slope at the start of the step.")
	}
	return verdict.NotYet("from 1 V the membrane would be at %.3f V after one step. What is dt/tau?", factor)
}

// Neuron2 asks for a constant current with which the neuron of 5.1 Ω and 5 mF fires 10 times in 200 steps.
func Neuron2(current float64) bool {
	const wanted = 10
	if current == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	lif, err := lapicque(5.1, 5e-3)
	c, err := simulate(lif, err, 0, constant(200, current))
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	if c.count() != wanted {
		return verdict.NotYet("with a current of %g there are %d spikes, want %d.", current, c.count(), wanted)
	}
	return verdict.Right("with a current of %g there are %d spikes.", current, wanted)
}

// Neuron3 asks for the smallest charge, in multiples of 0.1 mC, that makes a neuron of 5 Ω and 1 mF fire in one step.
func Neuron3(charge float64) bool {
	const multiple = 0.1
	if charge == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	fires := func(charge float64) (bool, error) {
		lif, err := lapicque(5, 1e-3)
		c, err := simulate(lif, err, 0, impulse(1, charge)) // 1 mC in 1 ms is 1 A
		return err == nil && c.count() > 0, err
	}
	enough, err := fires(charge)
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	less, err := fires(charge - multiple)
	switch {
	case err != nil:
		return verdict.NotYet("%v", err)
	case !enough:
		return verdict.NotYet("with %.1f mC it does not fire. Is the membrane above the threshold?", charge)
	case less:
		return verdict.NotYet("it fires with %.1f mC, too.", charge-multiple)
	}
	return verdict.Right("%.1f mC.", charge)
}

// NeuronQuiz prints which answers to the quiz of tutorial 2 are right, and reports whether all are. "" is no answer.
func NeuronQuiz(answers ...string) bool {
	return verdict.Quiz(answers, slowerDecay, belowThreshold, moreCurrent, earlierSpike, forgotten)
}

// choose is "a", "b" or "c" for a number below, at or above another.
func choose(got, than float64) string {
	switch {
	case got < than:
		return "a"
	case got > than:
		return "c"
	}
	return "b"
}

// slowerDecay: the time constant doubles. The membrane decays (a) faster, (b) slower, (c) as before.
func slowerDecay() (string, error) {
	var left [2]float64
	for i, c := range []float64{1e-3, 2e-3} {
		lif, err := lapicque(5, c, neuron.Threshold(10))
		run, err := simulate(lif, err, 1, constant(10, 0))
		if err != nil {
			return "", err
		}
		left[i] = run.membrane[9]
	}
	return map[string]string{"a": "a", "b": "c", "c": "b"}[choose(left[1], left[0])], nil
}

// belowThreshold: I·R is below the threshold. The neuron (a) never fires, (b) fires seldom, (c) fires once.
func belowThreshold() (string, error) {
	lif, err := lapicque(5.1, 5e-3)
	c, err := simulate(lif, err, 0, constant(10000, 0.99/5.1))
	if err != nil {
		return "", err
	}
	switch c.count() {
	case 0:
		return "a", nil
	case 1:
		return "c", nil
	}
	return "b", nil
}

// moreCurrent: twice as much current, both well above the threshold: the neuron fires (a) less often, (b) as often, (c) more often.
func moreCurrent() (string, error) {
	var spikes [2]float64
	for i, current := range []float64{0.4, 0.8} {
		lif, err := lapicque(5.1, 5e-3)
		c, err := simulate(lif, err, 0, constant(200, current))
		if err != nil {
			return "", err
		}
		spikes[i] = float64(c.count())
	}
	return choose(spikes[1], spikes[0]), nil
}

// earlierSpike: after a reset by subtraction the next spike comes (a) no later than after a reset to zero, (b) later, (c) at random.
func earlierSpike() (string, error) {
	var spikes [2]int
	for i, reset := range []neuron.Reset{neuron.Subtract, neuron.Zero} {
		lif, err := lapicque(5.1, 5e-3, reset)
		c, err := simulate(lif, err, 0, constant(1000, 0.5))
		if err != nil {
			return "", err
		}
		spikes[i] = c.count()
	}
	if spikes[0] >= spikes[1] {
		return "a", nil
	}
	return "b", nil
}

// forgotten: of an input spike, after ten time constants (a) nearly all is left, (b) half of it, (c) next to nothing.
func forgotten() (string, error) {
	lif, err := lapicque(5, 1e-3, neuron.Threshold(10))
	c, err := simulate(lif, err, 1, constant(50, 0))
	if err != nil {
		return "", err
	}
	switch left := c.membrane[49]; {
	case left > 0.9:
		return "a", nil
	case left > 0.1:
		return "b", nil
	}
	return "c", nil
}
