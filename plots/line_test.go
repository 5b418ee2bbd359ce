package plots

import (
	"math"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/live"
)

var nan, inf = float32(math.NaN()), float32(math.Inf(1))

// voltage is a series as delta modulation reads it.
func voltage(t testing.TB) *ts.Tensor {
	return tensorOf(t, []float32{0, 1, 0, 2, 8, -20, 20, -5, 0, 1, 0}, 11)
}

func TestLineRefuses(t *testing.T) {
	y, two := voltage(t), tensorOf(t, make([]float32, 22), 11, 2)
	cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return Line(nil, x) })
	add := func(name string, kind error, says string, x, y *ts.Tensor, opts ...LineOption) {
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
		for _, y := range f.data.(*live.Chart).Y {
			if lo, hi := y.Min.(float64), y.Max.(float64); hi-lo != 1 {
				t.Errorf("%v is shown from %v to %v", values, lo, hi)
			}
		}
		shows(t, must[[]byte](t)(f.PNG()), Palette[0].RGB)
	}
}

// TestBrowserLine: what the page unpacks are the points, and a gap is one.
func TestBrowserLine(t *testing.T) {
	f, err := Line(tensorOf(t, []float32{0, 0.5, 2, 3}, 4), tensorOf(t, []float32{1, nan, -inf, 4}, 4), XLabel("x"))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(alive(1))
	expect(b, `JSON.stringify(echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]')).getOption().series[0].data)`,
		`[{"value":[0,1],"symbol":"circle","symbolSize":5},[0.5,"-"],[2,"-"],{"value":[3,4],"symbol":"circle","symbolSize":5}]`)
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
