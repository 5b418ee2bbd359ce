package neuron_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"gosnn/snn/neuron"
)

// Two of R, C and beta are the third.
func TestLapicqueCircuit(t *testing.T) {
	x := tensor(t, random(rand.New(rand.NewPCG(1, 4)), 10*2*3, -0.3, 0.9), []int64{10, 2, 3})
	beta, c := neuron.Beta(math.Exp(-0.5/(4*0.5))), neuron.C(0.5)
	var want []float64
	for _, opts := range [][]neuron.LapicqueOption{{neuron.R(4), c}, {neuron.R(4), beta}, {c, beta}} {
		l, err := neuron.NewLapicque(append(opts, neuron.TimeStep(0.5))...)
		check(t, err)
		out, err := l.Forward(x)
		check(t, err)
		got := values(t, out.Membrane)
		if want == nil {
			want = got
		}
		near(t, "membrane", got, want)
	}
}

// A second backward pass is like the first, though the circuit follows from the learned decay; in snnTorch it is an error.
func TestLapicqueLearnsTwice(t *testing.T) {
	l, err := neuron.NewLapicque(neuron.Beta(0.9), neuron.LearnBeta(true))
	check(t, err)
	var gradients []float64
	for range 2 {
		out, err := l.Forward(tensor(t, []float64{1, 2, 3}, []int64{3, 1}))
		check(t, err)
		weighted(t, out.Membrane, []float64{1, 1, 1}).MustBackward()
		gradients = append(gradients, gradient(t, l.Beta)...)
		l.Beta.ZeroGrad()
	}
	if gradients[0] == 0 || gradients[0] != gradients[1] {
		t.Errorf("%v", gradients)
	}
}
