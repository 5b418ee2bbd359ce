package plots

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/live"
)

// membranes are the potentials [60 x 3] of neurons that leak towards an input and are reset, with their spikes.
func membranes(t testing.TB) (potential, spikes *ts.Tensor) {
	u, s := make([]float32, 180), make([]float32, 180)
	for k := range 3 {
		v := 0.0
		for step := range 60 {
			if v += (0.8 + 0.4*float64(k) - v) * 0.1; v > 1 {
				s[3*step+k], v = 1, 0
			}
			u[3*step+k] = float32(v)
		}
	}
	return tensorOf(t, u, 60, 3), tensorOf(t, s, 60, 3)
}

func TestTracesRefuses(t *testing.T) {
	u, s := membranes(t)
	cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return Traces(x) })
	add := func(name string, kind error, says string, opts ...TracesOption) {
		cases[name] = refused{func() (*Figure, error) { return Traces(u, opts...) }, kind, says}
	}
	add("no spikes at all", ErrTensor, "Spikes is nil", Spikes(nil))
	add("spikes that are none", ErrValue, "want 0, 1", Spikes(u))
	add("spikes of another shape", ErrShape, "[180 1], want [60 x 3]", Spikes(s.MustView([]int64{180}, false)))
	add("names", ErrOption, "1 names, want 3", Names("a"))
	add("columns", ErrRange, "Columns is 0", Columns(0))
	refuses(t, cases)
}

func TestTracesGolden(t *testing.T) {
	u, s := membranes(t)
	goldenFigure(t, "traces", must[*Figure](t)(Traces(u, Spikes(s), Title("Membrane potential"), XLabel("Time step"),
		Names("0", "1", "<2>"))))
	goldenFigure(t, "traces_columns", must[*Figure](t)(Traces(u, Columns(2), YLabel("U (mV)"), XLabel("Time step"))))
}

// TestTracesSpikes: each spike stands above the trace of its own neuron, within the plot area.
func TestTracesSpikes(t *testing.T) {
	u, s := membranes(t)
	f := must[*Figure](t)(Traces(u, Spikes(s)))
	c := f.data.(*live.Chart)
	var traces, marks int
	for _, series := range c.Series {
		if series.Type == "scatter" {
			marks++
		} else {
			traces++
		}
	}
	if traces != 3 || marks != 2 { // the first neuron's input is below its threshold
		t.Errorf("%d traces, %d of them with spikes", traces, marks)
	}
	if !strings.Contains(f.Alt(), "3 traces of 60 points") || !strings.Contains(f.Alt(), "neurons, 9 spikes") {
		t.Error(f.Alt())
	}
	_, highest := limits(false, read(t, u))
	if top := c.Y[0].Max.(float64); !(top > highest) || math.IsInf(top, 0) {
		t.Errorf("no room for spikes between %v and %v", highest, top)
	}
}

// read gives the values of a tensor.
func read(t testing.TB, x *ts.Tensor) (copied []float64) {
	t.Helper()
	err := withValues("x", x, func(_ []int, values []float64) error {
		copied = slices.Clone(values)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return copied
}

func ExampleTraces() {
	potential, err := ts.NewTensorFromData([]float32{0, 0, 0.5, 0.25, 1, 0.5, 0, 0.75}, []int64{4, 2}) // [T x N]
	if err != nil {
		panic(err)
	}
	defer potential.MustDrop()
	spikes, err := ts.NewTensorFromData([]float32{0, 0, 0, 0, 0, 0, 1, 0}, []int64{4, 2})
	if err != nil {
		panic(err)
	}
	defer spikes.MustDrop()
	Show(Traces(potential, Spikes(spikes), Columns(2), Names("first", "second"), Title("Membrane potential")))
	// Output: Membrane potential: 2 traces of 4 points, from 0 to 1; spikes: 4 steps x 2 neurons, 1 spike
}
