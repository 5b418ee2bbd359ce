package neuron_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/grad"
	"gosnn/snn/neuron"
	"gosnn/snn/surrogate"
)

func random(r *rand.Rand, n int, low, high float64) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = float64(float32(low + (high-low)*r.Float64()))
	}
	return x
}

// trace is all that a pass gives.
type trace struct {
	spikes, membrane, state, gCurrent []float64
	gParameters                       [][]float64
}

// pass runs a layer, and goes back from a weighted sum of spikes and membranes.
func pass(t *testing.T, l neuron.Layer, x []float64, shape []int64, run func(current *ts.Tensor) *neuron.Output) trace {
	t.Helper()
	current := learned(t, x, shape)
	out := run(current)
	defer out.Drop()
	tr := trace{spikes: values(t, out.Spikes), membrane: values(t, out.Membrane), state: values(t, out.State.Membrane)}
	w := random(rand.New(rand.NewPCG(3, 4)), len(tr.spikes), -0.5, 1)
	sum(t, weighted(t, out.Spikes, w), weighted(t, out.Membrane, w)).MustBackward()
	tr.gCurrent = gradient(t, current)
	for _, p := range l.Parameters() {
		if p.Value.MustRequiresGrad() {
			tr.gParameters = append(tr.gParameters, gradient(t, p.Value))
			p.Value.ZeroGrad()
		}
	}
	return tr
}

// All steps at once give the bits of one step after another, and one thread those of three, also in gradients; sums over steps, which
// float32 rounds after each step, are near.
func TestFusedIsStepwise(t *testing.T) {
	const T, B, N = 21, 3, 700 // some blocks of the loops, and one that is not full
	shape := []int64{T, B, N}
	x := random(rand.New(rand.NewPCG(1, 2)), T*B*N, -0.3, 0.6)
	defer grad.Threads(2)
	for name, l := range layers(t, N) {
		t.Run(name, func(t *testing.T) {
			fused := func(current *ts.Tensor) *neuron.Output {
				out, err := l.Forward(current, neuron.KeepState(true))
				check(t, err)
				return out
			}
			grad.Threads(1)
			one := pass(t, l, x, shape, fused)
			grad.Threads(3)
			three := pass(t, l, x, shape, fused)
			stepwise := pass(t, l, x, shape, func(current *ts.Tensor) *neuron.Output { return steps(t, l, current, neuron.State{}) })
			if slices.Max(one.spikes) != 1 {
				t.Error("no spikes")
			}
			for _, other := range []trace{three, stepwise} {
				sameBits(t, "spikes", other.spikes, one.spikes)
				sameBits(t, "membrane", other.membrane, one.membrane)
				sameBits(t, "state", other.state, one.state)
				if !slices.Equal(other.gCurrent, one.gCurrent) { // but for the sign of a zero
					t.Errorf("dI:\n got %v\nwant %v", other.gCurrent, one.gCurrent)
				}
			}
			for i, want := range one.gParameters {
				sameBits(t, "parameter, by threads", three.gParameters[i], want)
				within(t, 2e-5, "parameter, by steps", stepwise.gParameters[i], want)
			}
		})
	}
}

func TestSlowLayers(t *testing.T) {
	const T, B, N = 12, 2, 20
	x := random(rand.New(rand.NewPCG(1, 3)), T*B*N, -0.3, 0.9)
	for name, l := range slowLayers(t, N) {
		t.Run(name, func(t *testing.T) {
			fused := pass(t, l, x, []int64{T, B, N}, func(current *ts.Tensor) *neuron.Output {
				out, err := l.Forward(current, neuron.KeepState(true))
				check(t, err)
				return out
			})
			stepwise := pass(t, l, x, []int64{T, B, N}, func(current *ts.Tensor) *neuron.Output { return steps(t, l, current, neuron.State{}) })
			sameBits(t, "spikes", stepwise.spikes, fused.spikes)
			near(t, "membrane", stepwise.membrane, fused.membrane)
			near(t, "dI", stepwise.gCurrent, fused.gCurrent)
			if slices.Max(fused.spikes) != 1 {
				t.Error("no spikes")
			}
			current := tensor(t, x[:B*N], []int64{B, N})
			static, err := l.Forward(current, neuron.NumSteps(T), neuron.SpikesOnly(true))
			check(t, err)
			series, err := l.Forward(current.MustExpand([]int64{T, B, N}, true, false))
			check(t, err)
			sameBits(t, "static spikes", values(t, static.Spikes), values(t, series.Spikes))
			if static.Membrane != nil || static.State != (neuron.State{}) {
				t.Error("what was not asked for")
			}
		})
	}
}

// The state is the hidden neurons', whatever the number of inputs: snnTorch's SLSTM clears it in each step, if they differ.
func TestSLSTMRemembers(t *testing.T) {
	l, err := neuron.NewSLSTM(3, 5, neuron.Seed(1))
	check(t, err)
	out, err := l.Forward(tensor(t, []float64{1, 2, 3}, []int64{1, 3}), neuron.NumSteps(2))
	check(t, err)
	u := values(t, out.Membrane)
	if slices.Equal(u[:5], u[5:]) {
		t.Errorf("two steps are the same: %v", u)
	}
}

// Equal seeds give equal weights; decays are where they belong.
func TestInitialValues(t *testing.T) {
	weights := func(seed uint64) []float64 {
		l, err := neuron.NewLeakyParallel(4, 3, neuron.Betas{0.1, 0.2, 0.3}, neuron.Seed(seed))
		check(t, err)
		if got := values(t, l.WeightHH); !slices.Equal(got, []float64{float64(float32(0.1)), 0, 0, 0, float64(float32(0.2)), 0, 0, 0, float64(float32(0.3))}) {
			t.Errorf("decays %v", got)
		}
		return values(t, l.WeightIH)
	}
	dense, err := neuron.NewLeakyParallel(4, 2, neuron.Betas{0.5, 0.25}, neuron.DenseWeightHH(true))
	check(t, err)
	if got := values(t, dense.WeightHH); !slices.Equal(got, []float64{0.5, 0.5, 0.25, 0.25}) {
		t.Errorf("dense weights %v", got)
	}
	if !slices.Equal(weights(1), weights(1)) || slices.Equal(weights(1), weights(2)) {
		t.Error("the seed")
	}
}

// A current that does not change gives what it gives written out for each step, and its gradient is the sum of theirs.
func TestStatic(t *testing.T) {
	const T, B, N = 9, 2, 40
	x := random(rand.New(rand.NewPCG(5, 6)), B*N, -0.3, 0.6)
	for name, l := range layers(t, N) {
		t.Run(name, func(t *testing.T) {
			static := pass(t, l, x, []int64{B, N}, func(current *ts.Tensor) *neuron.Output {
				out, err := l.Forward(current, neuron.NumSteps(T), neuron.KeepState(true))
				check(t, err)
				return out
			})
			repeated := pass(t, l, x, []int64{B, N}, func(current *ts.Tensor) *neuron.Output {
				out, err := l.Forward(current.MustExpand([]int64{T, B, N}, true, false), neuron.KeepState(true))
				check(t, err)
				return out
			})
			sameBits(t, "spikes", static.spikes, repeated.spikes)
			sameBits(t, "membrane", static.membrane, repeated.membrane)
			near(t, "dI", static.gCurrent, repeated.gCurrent)
			for i, want := range repeated.gParameters {
				sameBits(t, "parameter", static.gParameters[i], want)
			}
		})
	}
}

// Forward begins where its options say, goes on where it stopped, and leaves out membranes.
func TestState(t *testing.T) {
	const T, B, N = 10, 2, 5
	x := tensor(t, random(rand.New(rand.NewPCG(7, 8)), T*B*N, -0.3, 0.9), []int64{T, B, N})
	for name, l := range layers(t, N) {
		whole, err := l.Forward(x, neuron.KeepState(true))
		check(t, err)
		first, err := l.Forward(x.MustNarrow(0, 0, 4, false), neuron.KeepState(true))
		check(t, err)
		second, err := l.Forward(x.MustNarrow(0, 4, 6, false), neuron.KeepState(true), neuron.SpikesOnly(true), neuron.From(first.State))
		check(t, err)
		if second.Membrane != nil || first.Membrane == nil || whole.State.Spikes != nil {
			t.Errorf("%s: %+v", name, second)
		}
		sameBits(t, name, append(values(t, first.Spikes), values(t, second.Spikes)...), values(t, whole.Spikes))
		sameBits(t, name, values(t, second.State.Membrane), values(t, whole.State.Membrane))
		for _, o := range []*neuron.Output{whole, first, second} {
			o.Drop()
			o.Drop() // a second time does nothing
		}
	}
}

// A parameter may be one for each channel, [C x 1 x 1], whose gradient is the sum over its pixels.
func TestParameterShape(t *testing.T) {
	l, err := neuron.NewLeaky(0.5, neuron.LearnBeta(true))
	check(t, err)
	x := random(rand.New(rand.NewPCG(9, 10)), 4*2*3*2*2, 0, 0.9)
	shape := []int64{4, 2, 3, 2, 2}
	all := pass(t, l, x, shape, func(current *ts.Tensor) *neuron.Output {
		out, err := l.Forward(current, neuron.KeepState(true))
		check(t, err)
		return out
	})
	l.Beta.MustDrop()
	l.Beta = learned(t, []float64{0.5, 0.5, 0.5}, []int64{3, 1, 1})
	each := pass(t, l, x, shape, func(current *ts.Tensor) *neuron.Output {
		out, err := l.Forward(current, neuron.KeepState(true))
		check(t, err)
		return out
	})
	sameBits(t, "membrane", each.membrane, all.membrane)
	g := each.gParameters[0]
	if len(g) != 3 {
		t.Fatalf("%d gradients", len(g))
	}
	within(t, 1e-6, "dbeta", []float64{g[0] + g[1] + g[2]}, all.gParameters[0])
}

// A Go function for a surrogate gives the gradient of the same function in C.
func TestCustomSurrogate(t *testing.T) {
	slope := func(x float64) float64 { return 1 / ((25*max(x, -x) + 1) * (25*max(x, -x) + 1)) }
	for _, delay := range []neuron.ResetDelay{true, false} {
		var got []trace
		for _, f := range []surrogate.Func{surrogate.Custom(slope), surrogate.FastSigmoid(25)} {
			l, err := neuron.NewLeaky(0.9, neuron.Surrogate(f), delay, neuron.LearnThreshold(true))
			check(t, err)
			x := random(rand.New(rand.NewPCG(11, 12)), 20*2*30, -0.3, 0.9)
			got = append(got, pass(t, l, x, []int64{20, 2, 30}, func(current *ts.Tensor) *neuron.Output {
				out, err := l.Forward(current, neuron.KeepState(true))
				check(t, err)
				return out
			}))
		}
		sameBits(t, "spikes", got[0].spikes, got[1].spikes)
		near(t, "dI", got[0].gCurrent, got[1].gCurrent)
		near(t, "dthreshold", got[0].gParameters[0], got[1].gParameters[0])
	}
}

// What libtorch refuses in a node is an error, and not the end of the process.
func TestLibtorchError(t *testing.T) {
	l, err := neuron.NewLeaky(0.5)
	check(t, err)
	x := ts.MustOnes([]int64{1}, gotch.Float, gotch.CPU).MustExpand([]int64{1 << 45, 1}, true, true)
	if out, err := l.Forward(x.MustSelect(0, 0, false).MustExpand([]int64{1 << 40, 1}, true, true), neuron.NumSteps(1<<20)); err == nil {
		t.Errorf("%v", out)
	}
}
