package neuron_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/neuron"
	"gosnn/snn/surrogate"
)

func newDeltaLeaky(t testing.TB, opts ...neuron.DeltaLeakyOption) *neuron.DeltaLeaky {
	t.Helper()
	l, err := neuron.NewDeltaLeaky(0.5, append([]neuron.DeltaLeakyOption{neuron.LearnBeta(true)}, opts...)...)
	check(t, err)
	return l
}

// A change fires, up or down, and only one above the threshold; a high membrane does not.
func TestDeltaLeaky(t *testing.T) {
	l := newDeltaLeaky(t, neuron.DeltaThreshold(0.5), neuron.GradedSpikes(2))
	out, err := l.Forward(tensor(t, []float64{4, 2, 1.5, 2.5, 0}, []int64{5, 1}), neuron.KeepState(true))
	check(t, err)
	defer out.Drop()
	sameBits(t, "membrane", values(t, out.Membrane), []float64{4, 4, 3.5, 4.25, 2.125})
	sameBits(t, "spikes", values(t, out.Spikes), []float64{2, 0, 0, 2, 2})
	sameBits(t, "state", values(t, out.State.Membrane), []float64{2.125})
}

// All steps at once give the bits of one after another, of a current that is written out as of one that does not change, and in two parts.
func TestDeltaLeakySteps(t *testing.T) {
	const T, B, N = 21, 3, 70
	x := random(rand.New(rand.NewPCG(1, 2)), T*B*N, -1, 1)
	l := newDeltaLeaky(t, neuron.DeltaThreshold(0.6))
	current := tensor(t, x, []int64{T, B, N})
	whole, err := l.Forward(current, neuron.KeepState(true))
	check(t, err)
	defer whole.Drop()
	stepwise := steps(t, l, current, neuron.State{})
	defer stepwise.Drop()
	first, err := l.Forward(current.MustNarrow(0, 0, 4, false), neuron.KeepState(true))
	check(t, err)
	defer first.Drop()
	second, err := l.Forward(current.MustNarrow(0, 4, T-4, false), neuron.KeepState(true), neuron.SpikesOnly(true), neuron.From(first.State))
	check(t, err)
	defer second.Drop()

	spikes := values(t, whole.Spikes)
	if slices.Max(spikes) != 1 || slices.Min(spikes) != 0 {
		t.Error("all spikes, or none")
	}
	sameBits(t, "spikes", values(t, stepwise.Spikes), spikes)
	sameBits(t, "membrane", values(t, stepwise.Membrane), values(t, whole.Membrane))
	sameBits(t, "spikes in two parts", append(values(t, first.Spikes), values(t, second.Spikes)...), spikes)
	for _, other := range []*neuron.Output{stepwise, second} {
		sameBits(t, "state", values(t, other.State.Membrane), values(t, whole.State.Membrane))
	}
}

// A Go function for a surrogate is asked for the changes, and gives the gradient of the same function in C.
func TestDeltaLeakySurrogate(t *testing.T) {
	slope := func(x float64) float64 { return 1 / ((25*max(x, -x) + 1) * (25*max(x, -x) + 1)) }
	x := random(rand.New(rand.NewPCG(11, 12)), 20*2*30, -1, 1)
	var got []trace
	for _, f := range []surrogate.Func{surrogate.Custom(slope), surrogate.FastSigmoid(25)} {
		l := newDeltaLeaky(t, neuron.Surrogate(f), neuron.LearnGradedSpikes(true))
		got = append(got, pass(t, l, x, []int64{20, 2, 30}, func(current *ts.Tensor) *neuron.Output {
			out, err := l.Forward(current, neuron.KeepState(true))
			check(t, err)
			return out
		}))
	}
	sameBits(t, "spikes", got[0].spikes, got[1].spikes)
	near(t, "dI", got[0].gCurrent, got[1].gCurrent)
	for i := range got[0].gParameters {
		near(t, "dparameter", got[0].gParameters[i], got[1].gParameters[i])
	}
}
