package neuron_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
	"gosnn/snn/tensormem"
)

// golden is a case of testdata/golden.json: what snnTorch makes of a current.
type golden struct {
	Neuron            string
	Shape, Hidden     []int64
	Kind              string
	Bias, Dense       bool
	MaxPool, AvgPool  int
	Parameters        map[string][]float64
	Alpha, Beta       []float64
	R, C              *float64
	DT                float64
	Threshold, Graded []float64
	Reset             string
	Delay, Inhibition bool
	Surrogate         string
	Levels            []float32 // of a quantised state
	Current           []float64
	Start             [][]float64
	WSpikes           []float64   `json:"w_spikes"`
	WMembrane         []float64   `json:"w_membrane"`
	WState            [][]float64 `json:"w_state"`
	Spikes, Membrane  []float64
	State             [][]float64
	GCurrent          []float64            `json:"g_current"`
	GStart            [][]float64          `json:"g_start"`
	GParameters       map[string][]float64 `json:"g_parameters"`
}

func (g golden) String() string {
	return fmt.Sprintf("%s/levels=%d/alpha=%v/beta=%v/R=%v/C=%v/%s/dense=%v/bias=%v/pool=%d,%d/threshold=%v/graded=%v/%s/delay=%v/inhibition=%v/%s", g.Neuron, len(g.Levels), g.Alpha, g.Beta, g.R != nil, g.C != nil, g.Kind, g.Dense, g.Bias, g.MaxPool, g.AvgPool, g.Threshold, g.Graded,
		g.Reset, g.Delay, g.Inhibition, g.Surrogate)
}

// multiplies reports whether a neuron multiplies matrices, which snnTorch does in an order of the processor's.
func (g golden) multiplies() bool {
	return g.Kind == "all" || g.Kind == "convolution" || strings.HasSuffix(g.Neuron, "LSTM")
}

func goldenCases(t *testing.T) []golden {
	t.Helper()
	data, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []golden }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	return file.Cases
}

func TestGolden(t *testing.T) {
	for _, g := range goldenCases(t) {
		t.Run(g.String(), func(t *testing.T) {
			for _, stepwise := range []bool{false, true} {
				g.compare(t, stepwise)
			}
		})
	}
}

// states are the state variables of each neuron, in snnTorch's order.
func states(name string, s *neuron.State) []**ts.Tensor {
	switch name {
	case "Synaptic":
		return []**ts.Tensor{&s.Synaptic, &s.Membrane}
	case "Alpha":
		return []**ts.Tensor{&s.Synaptic, &s.Inhibitory, &s.Membrane}
	case "RLeaky":
		return []**ts.Tensor{&s.Spikes, &s.Membrane}
	case "RSynaptic":
		return []**ts.Tensor{&s.Spikes, &s.Synaptic, &s.Membrane}
	case "SLSTM", "SConv2dLSTM":
		return []**ts.Tensor{&s.Synaptic, &s.Membrane}
	case "LeakyParallel", "StateLeaky", "AssociativeLeaky": // whose state snnTorch does not show
		return nil
	}
	return []**ts.Tensor{&s.Membrane}
}

// compare runs a case, fused or step by step, and compares outputs by their bits and gradients to 1e-6.
func (g golden) compare(t *testing.T, stepwise bool) {
	l, current := g.layer(t), learned(t, g.Current, g.Shape)
	for _, p := range l.Parameters() {
		if values, ok := g.Parameters[p.Name]; ok {
			for i := range values {
				unsafe.Slice((*float32)(p.Value.MustDataPtr()), len(values))[i] = float32(values[i])
			}
		}
	}
	var start neuron.State
	first := states(g.Neuron, &start)
	for i, s := range first {
		*s = learned(t, g.Start[i], g.Hidden)
	}
	var out *neuron.Output
	if stepwise {
		out = steps(t, l, current, start)
	} else {
		var err error
		out, err = l.Forward(current, neuron.From(start), neuron.KeepState(true))
		check(t, err)
	}
	defer out.Drop()
	if g.Kind == "query" { // what is read of spikes
		near(t, "read", values(t, out.Spikes), g.Spikes)
	} else {
		sameBits(t, "spikes", values(t, out.Spikes), g.Spikes)
	}
	same := sameBits
	switch {
	case g.multiplies():
		same = near
	case g.Neuron == "StateLeaky":
		same = near // snnTorch adds its sums up in another order
	}
	loss := weighted(t, out.Spikes, g.WSpikes)
	if g.Membrane != nil {
		same(t, "membrane", values(t, out.Membrane), g.Membrane)
		loss = sum(t, loss, weighted(t, out.Membrane, g.WMembrane))
	}
	for i, s := range states(g.Neuron, &out.State) {
		same(t, "state", values(t, *s), g.State[i])
		loss = sum(t, loss, weighted(t, *s, g.WState[i]))
	}
	loss.MustBackward()
	near(t, "dI", gradient(t, current), g.GCurrent)
	for i, s := range first {
		near(t, "dstate", gradient(t, *s), g.GStart[i])
	}
	for _, p := range l.Parameters() {
		// snnTorch does not multiply the spikes of inhibited neurons by the factor of graded spikes.
		if want, ok := g.GParameters[p.Name]; ok && !(g.Inhibition && p.Name == "graded_spikes_factor") {
			tolerance := 1e-6
			switch g.Neuron {
			case "Alpha":
				tolerance = 5e-6 // float32 has τ, a quotient of a difference of logarithms, no better
			case "AssociativeLeaky":
				tolerance = 5e-6 // snnTorch divides by products of decays
			}
			within(t, tolerance, "d"+p.Name, gradient(t, p.Value), want)
		}
	}
}

// steps is Forward, by one Step after another.
func steps(t *testing.T, l neuron.Layer, current *ts.Tensor, state neuron.State) *neuron.Output {
	t.Helper()
	var spikes, membranes []*ts.Tensor
	for i := range current.MustSize()[0] {
		s, next, err := l.Step(current.MustSelect(0, i, false), state)
		check(t, err)
		spikes, membranes, state = append(spikes, s), append(membranes, next.Membrane), next
	}
	out := &neuron.Output{State: state}
	var err error
	out.Spikes, err = snn.Stack(spikes, 0)
	check(t, err)
	out.Membrane, err = snn.Stack(membranes, 0)
	check(t, err)
	return out
}

// weighted is a weighted sum of x's elements, of its type.
func weighted(t *testing.T, x *ts.Tensor, w []float64) *ts.Tensor {
	t.Helper()
	weights := tensor(t, w, x.MustSize())
	if x.DType() == gotch.Double {
		weights = double(t, w, x.MustSize())
	}
	return tensortest.Owned(t, x.MustMul(weights, false).MustSum(x.DType(), true), nil)
}

func sum(t *testing.T, x, y *ts.Tensor) *ts.Tensor {
	t.Helper()
	return tensortest.Owned(t, x.MustAdd(y, false), nil)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tensor makes a float32 tensor, which lives until the test's end: gotch's methods do not keep their arguments alive.
func tensor(t testing.TB, x []float64, shape []int64) *ts.Tensor {
	t.Helper()
	out, p, err := tensormem.Empty(shape, gotch.Float)
	for i, v := range x {
		unsafe.Slice((*float32)(p), len(x))[i] = float32(v)
	}
	return tensortest.Owned(t, out, err)
}

func learned(t testing.TB, x []float64, shape []int64) *ts.Tensor {
	t.Helper()
	return tensortest.Owned(t, tensor(t, x, shape).MustSetRequiresGrad(true, false), nil)
}

// values copies a float32 tensor.
func values(t testing.TB, x *ts.Tensor) []float64 {
	t.Helper()
	if x == nil {
		t.Fatal("no tensor")
	}
	y := x.MustDetach(false).MustContiguous(true)
	defer y.MustDrop()
	out := make([]float64, y.Numel())
	for i := range out {
		out[i] = float64(unsafe.Slice((*float32)(y.MustDataPtr()), len(out))[i])
	}
	return out
}

func gradient(t testing.TB, x *ts.Tensor) []float64 {
	t.Helper()
	g := x.MustGrad(false)
	defer g.MustDrop()
	if ok, err := g.Defined(); err != nil || !ok {
		t.Fatal("no gradient", err)
	}
	return values(t, g)
}

// sameBits compares float32 values.
func sameBits(t *testing.T, what string, got, want []float64) {
	t.Helper()
	bits := func(x float64) uint32 { return math.Float32bits(float32(x)) }
	if !slices.EqualFunc(got, want, func(a, b float64) bool { return bits(a) == bits(b) }) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func near(t *testing.T, what string, got, want []float64) {
	t.Helper()
	within(t, 1e-6, what, got, want)
}

// within compares relative to the largest value, or to 1: gradients are sums, whose terms may cancel.
func within(t *testing.T, tolerance float64, what string, got, want []float64) {
	t.Helper()
	scale := 1.0
	for _, v := range want {
		scale = max(scale, math.Abs(v))
	}
	if !slices.EqualFunc(got, want, func(a, b float64) bool { return math.Abs(a-b) <= tolerance*scale }) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}
