package training

import (
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/notebooks/internal/verdict"
	"gosnn/snn"
	"gosnn/snn/functional"
	"gosnn/snn/neuron"
	"gosnn/snn/surrogate"
)

// Training1 asks for the loss of 25 steps and ten classes whose membranes are always equal, to one digit after the point.
func Training1(loss float64) bool {
	if loss == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	want, err := equalMembranes(25, 10)
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	if math.Abs(loss-want) > 0.1 {
		return verdict.NotYet("one step has a loss of %.2f, and there are %d steps.", want/25, 25)
	}
	return verdict.Right("%d steps of %.3f.", 25, want/25)
}

// equalMembranes is the loss of a network that knows nothing.
func equalMembranes(steps, classes int64) (float64, error) {
	membrane := snn.Must(snn.Zeros([]int64{steps, 1, classes}))
	defer membrane.MustDrop()
	targets := ts.MustOfSlice([]int64{3})
	defer targets.MustDrop()
	loss, err := functional.CrossEntropy(membrane, targets)
	if err != nil {
		return 0, err
	}
	defer loss.MustDrop()
	return snn.Item(loss)
}

// Training2 asks for the arctangent's surrogate gradient, alpha 2, at the threshold.
func Training2(gradient float64) bool {
	return checkGradient(gradient, 1, surrogate.ATan(2))
}

// checkGradient compares a gradient with that of a neuron at a membrane.
func checkGradient(gradient float64, membrane float32, f surrogate.Func) bool {
	if gradient == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	want, err := slope(membrane, f)
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	if math.Abs(gradient-want) > 0.01*want {
		return verdict.NotYet("a neuron at a membrane of %g has another gradient.", membrane)
	}
	return verdict.Right("a neuron at a membrane of %g has the gradient %.4f.", membrane, want)
}

// slope is the gradient of a neuron without memory, of threshold 1, at a membrane.
func slope(membrane float32, f surrogate.Func) (float64, error) {
	lif, err := neuron.NewLeaky(0, neuron.Surrogate(f))
	if err != nil {
		return 0, err
	}
	x := ts.MustOfSlice([]float32{membrane}).MustSetRequiresGrad(true, true)
	defer x.MustDrop()
	spikes, state, err := lif.Step(x, neuron.State{})
	if err != nil {
		return 0, err
	}
	defer state.Drop()
	defer spikes.MustDrop()
	spikes.MustBackward()
	g := x.MustGrad(false)
	defer g.MustDrop()
	return snn.Item(g)
}

// TrainingQuiz prints which answers to the quiz of tutorial 5 are right, and reports whether all are. "" is no answer.
func TrainingQuiz(answers ...string) bool {
	return verdict.Quiz(answers, verdict.Key("a"), backwardOnly, verdict.Key("b"), mostSpikes, verdict.Key("b"))
}

// backwardOnly: a surrogate gradient changes (a) the spikes of the forward pass, (b) the backward pass only, (c) both.
func backwardOnly() (string, error) {
	current := snn.Must(snn.Arange(0, 1, 0.01)).MustReshape([]int64{100, 1}, true)
	defer current.MustDrop()
	var counts, gradients [2]float64
	for i, f := range []surrogate.Func{surrogate.ATan(2), surrogate.FastSigmoid(25)} {
		lif, err := neuron.NewLeaky(0.9, neuron.Surrogate(f))
		if err != nil {
			return "", err
		}
		out, err := lif.Forward(current)
		if err != nil {
			return "", err
		}
		sum, err := snn.Sum(out.Spikes)
		out.Drop()
		if err != nil {
			return "", err
		}
		counts[i], err = snn.Item(sum)
		sum.MustDrop()
		if err != nil {
			return "", err
		}
		if gradients[i], err = slope(0.8, f); err != nil {
			return "", err
		}
	}
	forward, backward := counts[0] != counts[1], gradients[0] != gradients[1]
	switch {
	case forward && backward:
		return "c", nil
	case forward:
		return "a", nil
	}
	return "b", nil
}

// mostSpikes: the answer of the network is the neuron with (a) the most spikes, (b) the highest membrane at the end, (c) the first spike.
func mostSpikes() (string, error) {
	spikes := ts.MustOfSlice([]float32{1, 0, 0, 1, 0, 1}).MustReshape([]int64{3, 1, 2}, true) // neuron 0 first, neuron 1 more often
	defer spikes.MustDrop()
	targets := ts.MustOfSlice([]int64{1})
	defer targets.MustDrop()
	share, err := functional.AccuracyRate(spikes, targets)
	if err != nil || share != 1 {
		return "c", err
	}
	return "a", nil
}
