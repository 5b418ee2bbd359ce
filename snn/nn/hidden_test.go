package nn

import (
	"errors"
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
)

// hiddenNetwork has neurons of several kinds of state.
func hiddenNetwork(t testing.TB) *Network {
	t.Helper()
	return must(Sequential(must(NewLinear(6, 5, Seed(1)))(t), must(neuron.NewRLeaky(0.9, neuron.AllToAll(5), neuron.Seed(2), neuron.Threshold(0.1)))(t), must(neuron.NewAlpha(0.9, 0.8, neuron.Threshold(0.1)))(t),
		must(NewLinear(5, 3, Seed(3)))(t), must(neuron.NewSynaptic(0.9, 0.8, neuron.Threshold(0.02)))(t)))(t)
}

// TestHidden runs a series in parts: spikes and membranes are those of one pass, bit for bit.
func TestHidden(t *testing.T) {
	net := hiddenNetwork(t)
	x := tensortest.Of(t, tensortest.Ramp(9*2*6), 9, 2, 6)
	whole := must(net.Eval(x))(t)
	defer whole.Drop()
	var hidden Hidden
	defer hidden.Drop()
	for range 2 { // after Drop it begins anew
		var spikes, membranes []float32
		for _, part := range [][2]int64{{0, 4}, {4, 1}, {5, 4}} {
			out := must(net.Eval(tensortest.Owned(t, x.MustNarrow(0, part[0], part[1], false), nil), &hidden))(t)
			spikes, membranes = append(spikes, values(t, out.Spikes)...), append(membranes, values(t, out.Membrane)...)
			out.Drop()
		}
		if want := values(t, whole.Spikes); !slices.Equal(spikes, want) || slices.Max(want) == 0 {
			t.Errorf("spikes %v, want %v", spikes, want)
		}
		if want := values(t, whole.Membrane); !slices.Equal(membranes, want) {
			t.Errorf("membranes %v, want %v", membranes, want)
		}
		hidden.Drop()
	}
}

// TestHiddenGradients ends gradients where a part begins, so that each part can be trained on by itself.
func TestHiddenGradients(t *testing.T) {
	net := hiddenNetwork(t)
	var hidden Hidden
	defer hidden.Drop()
	var before int
	for i := range 20 {
		x := tensortest.Of(t, tensortest.Ramp(3*2*6), 3, 2, 6).MustSetRequiresGrad(true, false)
		out := must(net.Forward(x, &hidden))(t)
		for _, s := range hidden.states {
			if s.Membrane != nil && s.Membrane.MustRequiresGrad() {
				t.Fatal("a state with a graph")
			}
		}
		loss := out.Membrane.MustSum(gotch.Float, false)
		loss.MustBackward()
		loss.MustDrop()
		out.Drop()
		x.MustDrop()
		if i == 2 {
			before = len(ts.ExistingTensors)
		}
	}
	if left := len(ts.ExistingTensors) - before; left > 20 { // the inputs, which the test frees at its end
		t.Errorf("%d tensors more than after 3 parts", left)
	}
}

func TestHiddenDoesNotFit(t *testing.T) {
	net := hiddenNetwork(t)
	var hidden Hidden
	defer hidden.Drop()
	must(net.Eval(tensortest.Of(t, tensortest.Ramp(3*2*6), 3, 2, 6), &hidden))(t).Drop()
	kept := values(t, hidden.states[1].Membrane)
	if _, err := net.Eval(tensortest.Of(t, tensortest.Ramp(3*4*6), 3, 4, 6), &hidden); !errors.Is(err, argument.ErrShape) {
		t.Errorf("another batch: %v", err)
	}
	if !slices.Equal(kept, values(t, hidden.states[1].Membrane)) {
		t.Error("a pass that fails has changed the state")
	}
	other := must(Sequential(must(NewLinear(6, 5, Seed(1)))(t)))(t)
	if _, err := other.Eval(tensortest.Of(t, tensortest.Ramp(3*2*6), 3, 2, 6), &hidden); !errors.Is(err, argument.ErrOption) {
		t.Errorf("another network: %v", err)
	}
}
