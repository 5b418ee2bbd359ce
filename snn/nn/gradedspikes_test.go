package nn

import (
	"math"
	"slices"
	"testing"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
)

// TestGradedSpikes has a factor for each neuron, not for each sample, also where there are as many samples as neurons.
func TestGradedSpikes(t *testing.T) {
	l := must(NewGradedSpikes(2, ConstantFactor(0.5)))(t)
	x := tensortest.Of(t, []float32{1, 1, 0, 1}, 2, 2)
	forward := func() []float32 {
		y, err := l.Forward(x)
		check(t, err)
		defer y.MustDrop()
		return values(t, y)
	}
	if got, want := forward(), []float32{0.5, 0.5, 0, 0.5}; !slices.Equal(got, want) {
		t.Errorf("constant: %v, want %v", got, want)
	}
	floats(l.weights)[1] = 3
	if got, want := forward(), []float32{0.5, 3, 0, 3}; !slices.Equal(got, want) {
		t.Errorf("of each neuron: %v, want %v", got, want)
	}
	if p := l.Parameters(); len(p) != 1 || p[0].Name != "weights" || !slices.Equal(p[0].Value.MustSize(), []int64{2, 1}) || !p[0].Value.MustRequiresGrad() {
		t.Errorf("parameters %v", p)
	}
}

// TestGradedSpikesInitial draws factors, and leaves those that are given.
func TestGradedSpikesInitial(t *testing.T) {
	drawn, constant := must(NewGradedSpikes(10000, Seed(1)))(t), must(NewGradedSpikes(3, ConstantFactor(2)))(t)
	w, sum := slices.Clone(floats(drawn.weights)), 0.0
	for _, v := range w {
		sum += float64(v)
	}
	// The mean of 10^4 draws has a standard error of 1/√(12·10^4).
	if low, high := slices.Min(w), slices.Max(w); low < 0.5 || low > 0.501 || high > 1.5 || high < 1.499 || math.Abs(sum/1e4-1) > 0.02 {
		t.Errorf("from %v to %v, mean %v: not even between 0.5 and 1.5", low, high, sum/1e4)
	}
	net := must(Sequential(must(neuron.NewLeaky(0.9))(t), drawn, constant))(t)
	check(t, net.Init(Seed(1)))
	if !slices.Equal(floats(drawn.weights), w) {
		t.Error("equal seeds must give equal factors")
	}
	if got := floats(constant.weights); !slices.Equal(got, []float32{2, 2, 2}) {
		t.Errorf("given factors became %v", got)
	}
}

// TestGradedSpikesNetwork puts factors between spikes and a layer of weights: what they do is what weights do that are larger by the factors.
func TestGradedSpikesNetwork(t *testing.T) {
	graded, fc := must(NewGradedSpikes(4, Seed(1)))(t), must(NewLinear(4, 3, Seed(2)))(t)
	larger := must(NewLinear(4, 3, Seed(2)))(t)
	for i := range floats(larger.weight) {
		floats(larger.weight)[i] *= floats(graded.weights)[i%4]
	}
	x := tensortest.Of(t, tensortest.Ramp(20), 5, 4)
	membrane := func(modules ...Module) []float32 {
		net := must(Sequential(append([]Module{must(neuron.NewLeaky(0.9))(t)}, modules...)...))(t)
		out, err := net.Eval(x, NumSteps(7))
		check(t, err)
		defer out.Drop()
		return values(t, out.Membrane)
	}
	near(t, "membrane", membrane(graded, fc), membrane(larger), 1e-6)
}
