package neurons_test

import (
	"math"
	"testing"

	"gosnn/notebooks/check/neurons"
)

func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		name        string
		got, accept bool
	}{
		{"Neuron1", neurons.Neuron1(0.95), true},
		{"Neuron1, empty", neurons.Neuron1(0), false},
		{"Neuron1, the exact decay", neurons.Neuron1(math.Exp(-1. / 20)), false},
		{"Neuron1, NaN", neurons.Neuron1(math.NaN()), false},
		{"Neuron2", neurons.Neuron2(0.38), true},
		{"Neuron2, empty", neurons.Neuron2(0), false},
		{"Neuron2, small", neurons.Neuron2(0.2), false},
		{"Neuron2, large", neurons.Neuron2(2), false},
		{"Neuron2, negative", neurons.Neuron2(-1), false},
		{"Neuron2, NaN", neurons.Neuron2(math.NaN()), false},
		{"Neuron3", neurons.Neuron3(1.1), true},
		{"Neuron3, empty", neurons.Neuron3(0), false},
		{"Neuron3, at the threshold", neurons.Neuron3(1), false},
		{"Neuron3, more than needed", neurons.Neuron3(1.2), false},
		{"Network1", neurons.Network1(0.951), true},
		{"Network1, empty", neurons.Network1(0), false},
		{"Network1, Euler", neurons.Network1(0.95), false},
		{"Network2", neurons.Network2(795010), true},
		{"Network2, empty", neurons.Network2(0), false},
		{"Network2, weights alone", neurons.Network2(794000), false},
		{"Network3", neurons.Network3(0.11), true},
		{"Network3, empty", neurons.Network3(0), false},
		{"Network3, at the threshold", neurons.Network3(0.10), false},
		{"Network3, more than needed", neurons.Network3(0.12), false},
		{"Synaptic1", neurons.Synaptic1(0), true},
		{"Synaptic1, empty", neurons.Synaptic1(-1), false},
		{"Synaptic1, some", neurons.Synaptic1(0.5), false},
		{"Synaptic1, no decay", neurons.Synaptic1(7), false},
		{"Synaptic2, empty", neurons.Synaptic2(-1), false},
		{"Synaptic2, the spike", neurons.Synaptic2(0), false},
		{"Synaptic2, far", neurons.Synaptic2(1 << 40), false},
		{"NeuronQuiz", neurons.NeuronQuiz("b", "a", "c", "a", "c"), true},
		{"NeuronQuiz, empty", neurons.NeuronQuiz(), false},
		{"NeuronQuiz, one wrong", neurons.NeuronQuiz("b", "a", "c", "b", "c"), false},
		{"NetworkQuiz", neurons.NetworkQuiz("a", "b", "a", "c", "b"), true},
		{"NetworkQuiz, one wrong", neurons.NetworkQuiz("a", "b", "a", "c", "a"), false},
		{"SynapticQuiz", neurons.SynapticQuiz("b", "b", "a", "a"), true},
		{"SynapticQuiz, one wrong", neurons.SynapticQuiz("b", "a", "a", "a"), false},
	} {
		if c.got != c.accept {
			t.Errorf("%s: accepted is %v, want %v", c.name, c.got, c.accept)
		}
	}
}

// Exactly one step is the right one.
func TestSynaptic2(t *testing.T) {
	var right []int
	for step := range 50 {
		if neurons.Synaptic2(step) {
			right = append(right, step)
		}
	}
	if len(right) != 1 || right[0] < 4 || right[0] > 7 {
		t.Errorf("right are %v", right)
	}
}
