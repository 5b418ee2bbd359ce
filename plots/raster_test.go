package plots

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/plots/display"
	"gosnn/plots/internal/live"
)

var notSpikes = []float32{float32(math.NaN()), float32(math.Inf(1)), 0.5, 2}

func TestRasterRefuses(t *testing.T) {
	good := noisySpikes(t, 4, 3, 0.5, false)
	cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return Raster(x) }, notSpikes...)
	with := func(opts ...RasterOption) func() (*Figure, error) {
		return func() (*Figure, error) { return Raster(good, opts...) }
	}
	scalar := good.MustSum(gotch.Float, false)
	t.Cleanup(scalar.MustDrop)
	cases["a scalar"] = refused{func() (*Figure, error) { return Raster(scalar) }, ErrShape, "[], want [T x ...]"}
	cases["marker"] = refused{with(Marker("x")), ErrRange, `"x"`}
	cases["marker size"] = refused{with(MarkerSize(math.NaN())), ErrRange, "MarkerSize is NaN"}
	cases["color"] = refused{with(Color("reddish")), ErrRange, "reddish"}
	cases["limits"] = refused{with(XLim(3, 3)), ErrRange, "XLim is [3 3]"}
	cases["size"] = refused{with(Size(10, 10)), ErrRange, "10 x 10"}
	cases["nil option"] = refused{with(nil), ErrOption, "option is nil"}
	refuses(t, cases)
}

func TestRasterGolden(t *testing.T) {
	delta := tensorOf(t, []float32{0, 0, 0, 0, 1, -1, 1, -1, 1, 0, 0}, 11)
	one := noisySpikes(t, 100, 1, 0.3, false)
	layer := quietDigit(t).MustView([]int64{100, 784}, false)
	t.Cleanup(layer.MustDrop)
	for name, build := range map[string]func() (*Figure, error){
		"raster": func() (*Figure, error) {
			return Raster(layer, Title("Input Layer"), XLabel("Time step"), YLabel("Neuron Number"))
		},
		"raster_neuron": func() (*Figure, error) {
			return Raster(one, Title("Input Neuron"), XLabel("Time step"), Marker("|"), HideYTicks(true))
		},
		"raster_off": func() (*Figure, error) {
			return Raster(delta, Title("Delta <b>modulation</b>"), XLabel("Time step"), XLim(0, 11), Color("blue"), MarkerSize(20))
		},
		"raster_silent": func() (*Figure, error) { return Raster(tensorOf(t, make([]float32, 30), 10, 3), Title("Nothing")) },
	} {
		t.Run(name, func(t *testing.T) { goldenFigure(t, name, must[*Figure](t)(build())) })
	}
}

// TestSpikesFlatten: spikes of an image, [T x C x H x W], are those of its pixels, one after the other.
func TestSpikesFlatten(t *testing.T) {
	flat := noisySpikes(t, 20, 24, 0.2, true)
	deep := flat.MustView([]int64{20, 2, 3, 4}, false)
	t.Cleanup(deep.MustDrop)
	for name, draw := range map[string]func(*ts.Tensor) (*Figure, error){
		"Raster":     func(x *ts.Tensor) (*Figure, error) { return Raster(x) },
		"SpikeCount": func(x *ts.Tensor) (*Figure, error) { return SpikeCount(x) },
		"Histogram":  func(x *ts.Tensor) (*Figure, error) { return Histogram(x) },
	} {
		if got, want := must[*Figure](t)(draw(deep)), must[*Figure](t)(draw(flat)); must[string](t)(got.HTML()) != must[string](t)(want.HTML()) {
			t.Errorf("%s: %s, want %s", name, got.Alt(), want.Alt())
		}
	}
}

// TestRasterLowTitle: where the usual title has no room, it is a shorter one and not a part of it.
func TestRasterLowTitle(t *testing.T) {
	x := noisySpikes(t, 20, 12, 0.2, false)
	for height, want := range map[int]string{400: "Neuron number", 150: "Neuron"} {
		f := must[*Figure](t)(Raster(x, Size(240, height)))
		if got := f.data.(*live.Chart).Y[0].Name; got != want {
			t.Errorf("%d pixels high: %q, want %q", height, got, want)
		}
	}
}

// goldenFigure compares a figure's option, still picture and words with files in testdata.
func goldenFigure(t *testing.T, name string, f *Figure) {
	t.Helper()
	golden(t, name+".json", must[[]byte](t)(f.JSON()))
	golden(t, name+".png", must[[]byte](t)(f.PNG()))
	golden(t, name+".txt", []byte(f.Alt()+"\n"))
}

// TestRasterShapes: one neuron looks the same whatever its shape, in every type of elements.
func TestRasterShapes(t *testing.T) {
	values := []float32{0, 1, 0, 1, 1}
	want := must[string](t)(must[*Figure](t)(Raster(tensorOf(t, values, 5))).HTML())
	if got := must[string](t)(must[*Figure](t)(Raster(tensorOf(t, values, 5, 1))).HTML()); got != want {
		t.Error("[T x 1] differs from [T]")
	}
	for _, kind := range []gotch.DType{gotch.Uint8, gotch.Int8, gotch.Int64, gotch.Double, gotch.Half, gotch.Bool} {
		x := tensorOf(t, values, 5).MustTotype(kind, false)
		if got := must[string](t)(must[*Figure](t)(Raster(x)).HTML()); got != want {
			t.Errorf("spikes of type %v differ from float32", kind)
		}
		x.MustDrop()
	}
}

// TestRasterRepeats: equal spikes give equal bytes, so that running a notebook again changes nothing in it.
func TestRasterRepeats(t *testing.T) {
	x := noisySpikes(t, 50, 20, 0.1, true)
	first := must[string](t)(must[*Figure](t)(Raster(x)).HTML())
	if second := must[string](t)(must[*Figure](t)(Raster(x)).HTML()); first != second {
		t.Error("the same spikes give another page")
	}
	if strings.Contains(first, ` id="`) {
		t.Error("an id could collide with that of another figure")
	}
}

// TestRasterManySpikes: a page of a million spikes has less than two bytes for each.
func TestRasterManySpikes(t *testing.T) {
	f := must[*Figure](t)(Raster(noisySpikes(t, 1000, 10_000, 0.1, false)))
	page := must[string](t)(f.HTML())
	if n := len(page); n > 2_000_000 {
		t.Errorf("the page has %d bytes", n)
	}
	if !strings.Contains(string(must[[]byte](t)(f.JSON())), `"large":true`) {
		t.Error("ECharts is not told that the series is large")
	}
	if svg := must[[]byte](t)(f.SVG()); len(svg) > 1_000_000 {
		t.Errorf("the SVG has %d bytes", len(svg))
	}
}

// TestBrowserRaster: what the page unpacks are the spikes, hover finds them, and zoom is there.
func TestBrowserRaster(t *testing.T) {
	x := noisySpikes(t, 40, 30, 0.1, true)
	f, err := Raster(x, Title("Spikes"), XLabel("Time step"))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(alive(1))
	s := must[*places](t)(readSpikes(x))
	const shown = `echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]'))`
	for i, places := range [][]int{s.on, s.off} {
		var want strings.Builder
		for _, p := range places {
			fmt.Fprintf(&want, "%d,%d,", p/30, p%30)
		}
		expect(b, fmt.Sprintf(`Array.from(%s.getOption().series[%d].data).join() + ','`, shown, i), want.String())
	}
	first := s.on[0]
	point := fmt.Sprintf(`{const at = %s.convertToPixel({gridIndex: 0}, [%d, %d]); const c = document.querySelector('.gosnn-figure canvas');
		const box = c.getBoundingClientRect(); c.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: box.left + at[0] + 1, clientY: box.top + at[1] + 1}))}`,
		shown, first/30, first%30)
	b.Do(chromedp.Evaluate[chromedp.Void](point))
	b.wait(fmt.Sprintf(`document.querySelector('.gosnn-figure').textContent.includes('step %d, neuron %d, on')`, first/30, first%30))
	expect(b, shown+`.getOption().dataZoom.some((zoom) => zoom.type === 'inside' && zoom.zoomOnMouseWheel === 'ctrl')`, true)
	expect(b, `!!`+shown+`.getOption().toolbox[0].feature.saveAsImage.show`, true)
	b.shoot("raster")
	b.Quiet()
}

func ExampleRaster() {
	// Delta modulation: spikes up, and off-spikes down.
	spikes, err := ts.NewTensorFromData([]float32{0, 0, 0, 0, 1, -1, 1, -1, 1, 0, 0}, []int64{11})
	if err != nil {
		panic(err)
	}
	defer spikes.MustDrop()
	Show(Raster(spikes, Title("Delta modulation"), XLabel("Time step"), YLabel("Neuron"), XLim(0, 11), YLim(-1, 1),
		Marker("|"), MarkerSize(40), Color("black"), OffColor("orange"), HideXTicks(true), HideYTicks(true), Size(640, 160)))
	// Output: Delta modulation: raster of 11 steps x 1 neuron, 3 on-spikes, 2 off-spikes
}

// BenchmarkRasterMillion builds the whole display message of a million spikes.
func BenchmarkRasterMillion(b *testing.B) {
	x := noisySpikes(b, 1000, 10_000, 0.1, false)
	for b.Loop() {
		if _, err := display.Forms(must[*Figure](b)(Raster(x))); err != nil {
			b.Fatal(err)
		}
	}
}
