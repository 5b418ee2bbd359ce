package plots

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg"
)

var nan, inf = float32(math.NaN()), float32(math.Inf(1))

// voltage is a series as delta modulation reads it.
func voltage(t testing.TB) *ts.Tensor {
	return tensorOf(t, []float32{0, 1, 0, 2, 8, -20, 20, -5, 0, 1, 0}, 11)
}

func TestLineRefuses(t *testing.T) {
	y, two := voltage(t), tensorOf(t, make([]float32, 22), 11, 2)
	cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return Line(nil, x) })
	add := func(name string, kind error, says string, x, y *ts.Tensor, opts ...Option) {
		cases[name] = refused{func() (*Figure, error) { return Line(x, y, opts...) }, kind, says}
	}
	add("no finite value", ErrValue, "without a finite value", nil, tensorOf(t, []float32{nan, inf}, 2))
	add("a batch", ErrShape, "[1 11 2]", nil, tensorOf(t, make([]float32, 22), 1, 11, 2))
	add("65 lines", ErrShape, "N <= 64", nil, tensorOf(t, make([]float32, 130), 2, 65))
	add("x of another length", ErrShape, "x is of shape [2], want [11]", tensorOf(t, []float32{0, 1}, 2), y)
	add("x with a gap", ErrValue, "x is NaN at element 1", tensorOf(t, []float32{0, nan, 2}, 3), tensorOf(t, []float32{0, 1, 2}, 3))
	add("names", ErrOption, "3 names, want 2", nil, two, Names("a", "b", "c"))
	add("a color for two", ErrOption, "Color", nil, two, Color("blue"))
	add("limits", ErrRange, "YLim", nil, y, YLim(0, math.Inf(1)))
	add("option", ErrOption, "Marker", nil, y, Marker("o"))
	refuses(t, cases)
}

// spikeTimes is t = tau ln(x / (x - threshold)) of inputs 0 to 5: with gaps up to the threshold.
func spikeTimes(t testing.TB) (x, y *ts.Tensor) {
	inputs, times := make([]float32, 50), make([]float32, 50)
	for i := range inputs {
		inputs[i] = float32(i) / 10
		times[i] = float32(5 * math.Log(float64(inputs[i])/(float64(inputs[i])-0.5)))
	}
	return tensorOf(t, inputs, 50), tensorOf(t, times, 50)
}

func TestLineGolden(t *testing.T) {
	x, y := spikeTimes(t)
	three := make([]float32, 300)
	for i := range three {
		three[i] = float32(math.Sin(float64(i/3)/9) + float64(i%3))
	}
	goldenFigure(t, "line", must[*Figure](t)(Line(nil, voltage(t),
		Title("Some time-series data"), XLabel("Time step"), YLabel("Voltage (mV)"))))
	goldenFigure(t, "line_gaps", must[*Figure](t)(Line(x, y, XLabel("Input Value"), YLabel("Spike Time (s)"))))
	goldenFigure(t, "line_names", must[*Figure](t)(Line(nil, tensorOf(t, three, 100, 3), Names("a", "<b>", "c"), XLim(0, 50))))
}

// TestLineLevel: a single point and a line that does not move have limits around them.
func TestLineLevel(t *testing.T) {
	for _, values := range [][]float32{{3}, {7, 7, 7}, {nan, 2, nan}} {
		f := must[*Figure](t)(Line(nil, tensorOf(t, values, int64(len(values)))))
		for _, y := range f.data.(*chart).YAxisList {
			if lo, hi := y.Min.(float64), y.Max.(float64); hi-lo != 1 {
				t.Errorf("%v is shown from %v to %v", values, lo, hi)
			}
		}
		shows(t, must[[]byte](t)(f.PNG()), Palette[0].RGB)
	}
}

// TestThin: what is left out of many points is nothing that would be seen: extremes and ends of each column of dots stay.
func TestThin(t *testing.T) {
	r := newNoise()
	points := make([]vg.Point, 100_000)
	for i := range points {
		points[i] = vg.Point{X: vg.Length(i) / 250, Y: vg.Length(r.Float64())}
	}
	kept := thin(points)
	if len(kept) > 5*2*400*4 {
		t.Errorf("%d points are left", len(kept))
	}
	if kept[0] != points[0] || kept[len(kept)-1] != points[len(points)-1] {
		t.Error("the ends are gone")
	}
	highest := slices.MaxFunc(points, func(a, b vg.Point) int { return int(math.Copysign(1, float64(a.Y-b.Y))) })
	if !slices.Contains(kept, highest) {
		t.Error("the highest point is gone")
	}
	if few := points[:100]; &thin(few)[0] != &few[0] {
		t.Error("few points are not left as they are")
	}
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		ticks
		lo, hi float64
		want   string
	}{
		{ticks{about: 6}, -0.2, 5.1, "[0 1 2 3 4 5]"},
		{ticks{about: 6}, -21, 22, "[-20 -10 0 10 20]"},
		{ticks{about: 3}, -1.2, 3.2, "[0 2]"},
		{ticks{true, 6}, -0.5, 2.5, "[0 1 2]"},
		{ticks{about: 6}, 0, 0.011, "[0.000 0.002 0.004 0.006 0.008 0.010]"},
	} {
		var got []string
		for _, tick := range c.Ticks(c.lo, c.hi) {
			got = append(got, tick.Label)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%v to %v: %v, want %s", c.lo, c.hi, got, c.want)
		}
	}
}

// TestBrowserLine: what the page unpacks are the points, and a gap is one.
func TestBrowserLine(t *testing.T) {
	f, err := Line(tensorOf(t, []float32{0, 0.5, 2, 3}, 4), tensorOf(t, []float32{1, nan, -inf, 4}, 4), XLabel("x"))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(live(1))
	expect(b, `JSON.stringify(echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]')).getOption().series[0].data)`,
		`[[0,1],[0.5,"-"],[2,"-"],[3,4]]`)
	b.Quiet()
}

func ExampleLine() {
	voltage, err := ts.NewTensorFromData([]float32{0, 1, 0, 2, 8, -20, 20, -5, 0, 1, 0}, []int64{11})
	if err != nil {
		panic(err)
	}
	defer voltage.MustDrop()
	Show(Line(nil, voltage, Title("Some time-series data"), XLabel("Time step"), YLabel("Voltage (mV)")))
	// Output: Some time-series data: 1 line of 11 points, from -20 to 20
}
