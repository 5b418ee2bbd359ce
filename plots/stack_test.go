package plots

import (
	"math"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/live"
)

// neuron is input, potential and spikes of a leaky neuron.
func neuron(t testing.TB) (input, potential, spikes *ts.Tensor) {
	in, u, s := make([]float32, 200), make([]float32, 200), make([]float32, 200)
	var mem float32
	for i := range u {
		if i >= 10 {
			in[i] = 0.21
		}
		mem = 0.9*mem + in[i]
		if u[i] = mem; mem > 1 {
			s[i], mem = 1, mem-1
		}
	}
	return tensorOf(t, in, 200), tensorOf(t, u, 200), tensorOf(t, s, 200)
}

// neuronFigures are those of a tutorial on neurons.
func neuronFigures(t testing.TB) []*Figure {
	input, potential, spikes := neuron(t)
	in := must[*Figure](t)(Line(nil, input, Title("Lapicque's neuron"), YLabel("Input (A)")))
	mem := must[*Figure](t)(Line(nil, potential, YLabel("U"), HLine(1, "threshold"), VLine(10, "onset")))
	return []*Figure{in, mem, must[*Figure](t)(Raster(spikes, XLabel("Time step")))}
}

func TestStackGolden(t *testing.T) {
	goldenFigure(t, "stack", must[*Figure](t)(Stack(neuronFigures(t), Heights(1, 2, 1))))
	both := noisySpikes(t, 100, 40, 0.3, true)
	layers := must[*Figure](t)(Raster(both))
	counts := must[*Figure](t)(Histogram(both, Bins(30)))
	goldenFigure(t, "stack_layers", must[*Figure](t)(Stack([]*Figure{layers, counts}, Title("A layer"), Size(500, 400), XLabel("Step"))))
	x := tensorOf(t, []float32{1, 10, 100, 1000}, 4)
	y := tensorOf(t, []float32{1e-3, 5, 2e4, 3e7}, 4)
	goldenFigure(t, "line_log", must[*Figure](t)(Line(x, y, LogX(true), LogY(true), HLine(100, "limit"), XLabel("Input"))))
}

// TestStackAxis: the panels have one time axis, whose numbers stand below the last one only.
func TestStackAxis(t *testing.T) {
	f := must[*Figure](t)(Stack(neuronFigures(t), Heights(1, 2, 1)))
	c := f.data.(*live.Chart)
	if len(c.X) != 3 {
		t.Fatalf("%d panels", len(c.X))
	}
	for k, x := range c.X {
		if x.Min != c.X[0].Min || x.Max != c.X[0].Max || x.AxisLabel["show"] != (k == 2) {
			t.Errorf("panel %d: %v to %v, numbers %v", k, x.Min, x.Max, x.AxisLabel["show"])
		}
	}
	l, err := layPanels("", f.panels, 1, f.size, f.legend)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := l.areas[0].Dy(), l.areas[1].Dy(); math.Abs(float64(b)/float64(a)-2) > 0.05 {
		t.Errorf("heights %d and %d", a, b)
	}
}

// TestStackTitles: titles stand above their panels as long as the lowest of these is as high as a mark, in both forms.
func TestStackTitles(t *testing.T) {
	_, potential, spikes := neuron(t)
	for height, want := range map[int]bool{260: true, 200: true, 130: false} {
		f := must[*Figure](t)(Stack([]*Figure{
			must[*Figure](t)(Line(nil, potential, Title("Membrane potential"), YLabel("U"))),
			must[*Figure](t)(Raster(spikes, Title("Spikes"))),
		}, Heights(3, 1), Size(400, height)))
		l, err := layPanels("", f.panels, 1, f.size, f.legend)
		if err != nil {
			t.Fatal(err)
		}
		data := string(must[[]byte](t)(f.JSON()))
		for k, p := range l.panels {
			title := f.panels[k].title
			if inPicture, inPage := p.title == title, strings.Contains(data, `"`+title+`"`); inPicture != want || inPage != want {
				t.Errorf("%d pixels high: %q in the picture: %v, on the page: %v, want %v", height, title, inPicture, inPage, want)
			}
		}
	}
}

func TestStackRefuses(t *testing.T) {
	figures := neuronFigures(t)
	stack := func(figures []*Figure, opts ...StackOption) func() (*Figure, error) {
		return func() (*Figure, error) { return Stack(figures, opts...) }
	}
	image := must[*Figure](t)(Image(ring(t, 1)))
	counts := must[*Figure](t)(SpikeCount(noisySpikes(t, 5, 4, 0.5, false)))
	log := must[*Figure](t)(Line(nil, tensorOf(t, []float32{1, 2, 3}, 3), LogX(true)))
	refuses(t, map[string]refused{
		"none":           {stack(nil), ErrOption, "figures is empty"},
		"nil":            {stack([]*Figure{nil}), ErrOption, "nil at 0"},
		"an image":       {stack([]*Figure{figures[0], image}), ErrOption, "without a time axis at 1"},
		"spike counts":   {stack([]*Figure{counts}), ErrOption, "without a time axis at 0"},
		"heights":        {stack(figures, Heights(1, 2)), ErrOption, "2 heights, want 3"},
		"a flat panel":   {stack(figures, Heights(1, 0, 1)), ErrRange, "Heights is 0"},
		"log and linear": {stack([]*Figure{figures[0], log}), ErrOption, "another kind of time axis at 1"},
	})
}

func TestLogRefuses(t *testing.T) {
	y, below := tensorOf(t, []float32{1, 2, 3}, 3), tensorOf(t, []float32{-1, 0, -3}, 3)
	line := func(y *ts.Tensor, opts ...LineOption) func() (*Figure, error) {
		return func() (*Figure, error) { return Line(nil, y, opts...) }
	}
	refuses(t, map[string]refused{
		"nothing above 0": {line(below, LogY(true)), ErrValue, "LogY"},
		"limits":          {line(y, LogY(true), YLim(0, 3)), ErrRange, "YLim is [0 3]"},
		"a line":          {line(y, LogY(true), HLine(-1, "")), ErrRange, "HLine is -1"},
		"no line":         {line(y, VLine(math.NaN(), "")), ErrRange, "VLine is NaN"},
		"step":            {line(y, YTickStep(0)), ErrRange, "YTickStep is 0"},
	})
}

// TestBrowserStack: the panels come to life, and zoom together.
func TestBrowserStack(t *testing.T) {
	f, err := Stack(neuronFigures(t), Heights(1, 2, 1))
	b := open(t)
	both := noisySpikes(t, 100, 40, 0.3, true)
	layers, counts := must[*Figure](t)(Raster(both)), must[*Figure](t)(Histogram(both, Bins(30)))
	g, errG := Stack([]*Figure{layers, counts}, Title("A layer"))
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err), fragment(t, g, errG))).address()))
	b.seeAll()
	b.wait(alive(2))
	const chart = `echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]'))`
	b.Do(chromedp.Evaluate[chromedp.Void](chart + `.dispatchAction({type: 'dataZoom', dataZoomIndex: 0, startValue: 20, endValue: 60})`))
	b.wait(`[0, 1, 2].every((k) => Math.abs(` + chart + `.getModel().getComponent('xAxis', k).axis.scale.getExtent()[0] - 20) < 1)`)
	b.Do(chromedp.Evaluate[chromedp.Void](chart + `.dispatchAction({type: 'restore'})`))
	b.shootAll("stack")
	b.Quiet()
}

func ExampleStack() {
	potential, err := ts.NewTensorFromData([]float32{0, 0.5, 1.1, 0.2}, []int64{4})
	if err != nil {
		panic(err)
	}
	defer potential.MustDrop()
	spikes, err := ts.NewTensorFromData([]float32{0, 0, 1, 0}, []int64{4})
	if err != nil {
		panic(err)
	}
	defer spikes.MustDrop()
	mem, err := Line(nil, potential, YLabel("U"), HLine(1, "threshold"))
	if err != nil {
		panic(err)
	}
	spk, err := Raster(spikes)
	if err != nil {
		panic(err)
	}
	Show(Stack([]*Figure{mem, spk}, Heights(2, 1)))
	// Output: stack of 1 line of 4 points, from 0 to 1.1 | raster of 4 steps x 1 neuron, 1 spike
}
