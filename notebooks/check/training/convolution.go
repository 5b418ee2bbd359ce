package training

import (
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/notebooks/internal/verdict"
	"gosnn/snn"
	"gosnn/snn/functional"
	"gosnn/snn/nn"
	"gosnn/snn/surrogate"
)

// parameters is the number of weights and biases of layers.
func parameters(modules ...nn.Module) (n int) {
	for _, m := range modules {
		for _, p := range m.Parameters() {
			n += int(p.Value.Numel())
		}
	}
	return n
}

// layers are those of 12C5-MP2-64C5-MP2-1024FC10 that have weights.
func layers() ([]nn.Module, error) {
	first, err := nn.NewConv2d(1, 12, 5, nn.Seed(1))
	if err != nil {
		return nil, err
	}
	second, err := nn.NewConv2d(12, 64, 5, nn.Seed(1))
	if err != nil {
		return nil, err
	}
	dense, err := nn.NewLinear(64*4*4, 10, nn.Seed(1))
	return []nn.Module{first, second, dense}, err
}

// Convolution1 asks for the number of weights and biases of tutorial 6's network.
func Convolution1(answer int) bool {
	if answer == 0 {
		return verdict.NotYet(verdict.NoAnswer)
	}
	all, err := layers()
	if err != nil {
		return verdict.NotYet("%v", err)
	}
	if want := parameters(all...); answer != want {
		return verdict.NotYet("count each layer by itself: the first convolution has %d, the dense layer %d.", parameters(all[0]), parameters(all[2]))
	}
	return verdict.Right("%d + %d + %d.", parameters(all[0]), parameters(all[1]), parameters(all[2]))
}

// Convolution2 asks for the fast sigmoid's gradient, slope 25, 0.1 below the threshold.
func Convolution2(gradient float64) bool {
	return checkGradient(gradient, 0.9, surrogate.FastSigmoid(25))
}

// ConvolutionQuiz prints which answers to the quiz of tutorial 6 are right, and reports whether all are. "" is no answer.
func ConvolutionQuiz(answers ...string) bool {
	return verdict.Quiz(answers, steeper, fewerWeights, silent, largest)
}

// steeper: the slope of the fast sigmoid grows. Neurons that learn are (a) more, (b) fewer, (c) as many.
func steeper() (string, error) {
	var near [2]float64
	for i, k := range []float64{25, 100} {
		g, err := slope(0.9, surrogate.FastSigmoid(k))
		if err != nil {
			return "", err
		}
		near[i] = g
	}
	switch {
	case near[1] < near[0]:
		return "b", nil
	case near[1] > near[0]:
		return "a", nil
	}
	return "c", nil
}

// fewerWeights: against the network of tutorial 5, that of tutorial 6 has (a) more weights, (b) fewer weights, (c) as many.
func fewerWeights() (string, error) {
	convolutional, err := layers()
	if err != nil {
		return "", err
	}
	hidden, err := nn.NewLinear(784, 1000, nn.Seed(1))
	if err != nil {
		return "", err
	}
	output, err := nn.NewLinear(1000, 10, nn.Seed(1))
	if err != nil {
		return "", err
	}
	switch here, there := parameters(convolutional...), parameters(hidden, output); {
	case here < there:
		return "b", nil
	case here > there:
		return "a", nil
	}
	return "c", nil
}

// silent: a silent output layer has a rate loss of (a) 0, (b) ln 10, (c) infinity.
func silent() (string, error) {
	spikes := snn.Must(snn.Zeros([]int64{50, 1, 10}))
	defer spikes.MustDrop()
	targets := ts.MustOfSlice([]int64{3})
	defer targets.MustDrop()
	loss, err := functional.CERateLoss(spikes, targets)
	if err != nil {
		return "", err
	}
	defer loss.MustDrop()
	switch x, err := snn.Item(loss); {
	case err != nil:
		return "", err
	case x == 0:
		return "a", nil
	case math.Abs(x-math.Log(10)) < 1e-5:
		return "b", nil
	}
	return "c", nil
}

// largest: max pooling stands before the neurons and (a) chooses the largest current, (b) adds currents up, (c) chooses spikes at random.
func largest() (string, error) {
	pool, err := nn.NewMaxPool2d(2)
	if err != nil {
		return "", err
	}
	x := ts.MustOfSlice([]float32{1, 2, 3, 4}).MustReshape([]int64{1, 1, 2, 2}, true)
	defer x.MustDrop()
	y, err := pool.Forward(x)
	if err != nil {
		return "", err
	}
	defer y.MustDrop()
	switch value, err := snn.Item(y); {
	case err != nil:
		return "", err
	case value == 4:
		return "a", nil
	case value == 10:
		return "b", nil
	}
	return "c", nil
}
