package plots

import (
	"bytes"
	"compress/flate"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
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

// TestLineLongNumbers: seconds since 1970 one apart, and microseconds as whole numbers, keep their distances from the tensor to
// picture and page.
func TestLineLongNumbers(t *testing.T) {
	y := tensorOf(t, []float32{0, 1, 0, 1}, 4)
	const second, micro = 1_700_000_000, 1_700_000_000_000_000
	for first, x := range map[float64]*ts.Tensor{
		second: must[*ts.Tensor](t)(ts.NewTensorFromData([]float64{second, second + 1, second + 2, second + 3}, []int64{4})),
		micro:  must[*ts.Tensor](t)(ts.NewTensorFromData([]int64{micro, micro + 1, micro + 2, micro + 3}, []int64{4})),
	} {
		t.Run(x.DType().String(), func(t *testing.T) {
			t.Cleanup(x.MustDrop)
			f := must[*Figure](t)(Line(x, y))
			c := f.data.(*live.Chart)
			for i, point := range unpacked(t, c.Series[0].Data.(live.Packed)) {
				if i%2 == 0 && point+c.X[0].Unit.Offset != first+float64(i/2) {
					t.Errorf("point %d is at %v + %v in the page", i/2, point, c.X[0].Unit.Offset)
				}
			}
			m, err := png.Decode(bytes.NewReader(must[[]byte](t)(f.PNG())))
			if err != nil {
				t.Fatal(err)
			}
			// Two thirds of a line that goes up, down and up are to the left of its last third.
			inked := 0
			for x := range m.Bounds().Dx() {
				for y := range m.Bounds().Dy() {
					if color.RGBAModel.Convert(m.At(x, y)) == Palette[0].RGB {
						inked++
						break
					}
				}
			}
			if inked < m.Bounds().Dx()/2 {
				t.Errorf("the line takes %d of %d columns of the picture", inked, m.Bounds().Dx())
			}
		})
	}
}

// unpacked are the numbers that a page has.
func unpacked(t *testing.T, p live.Packed) []float64 {
	t.Helper()
	plain, err := io.ReadAll(flate.NewReader(base64.NewDecoder(base64.StdEncoding, strings.NewReader(p.Bytes))))
	if err != nil {
		t.Fatal(err)
	}
	var values []float64
	for len(plain) > 0 {
		if p.Form == "doubles" {
			values, plain = append(values, math.Float64frombits(binary.LittleEndian.Uint64(plain))), plain[8:]
		} else {
			values, plain = append(values, float64(math.Float32frombits(binary.LittleEndian.Uint32(plain)))), plain[4:]
		}
	}
	return values
}

// TestBrowserHover: who points at a line, a trace or an image reads where that is, what is there, and of which one it is.
func TestBrowserHover(t *testing.T) {
	two := tensorOf(t, []float32{0, 8, 1, 7, 0.25, 6, 2, 5}, 4, 2)
	long := must[*ts.Tensor](t)(ts.NewTensorFromData([]float64{1_700_000_000, 1_700_000_001, 1_700_000_002, 1_700_000_003}, []int64{4}))
	t.Cleanup(long.MustDrop)
	var all []string
	add := func(f *Figure, err error) { t.Helper(); all = append(all, fragment(t, f, err)) }
	add(Line(nil, two, Names("mem", "mem"), XLabel("Time step")))
	add(Line(long, two, Names("a", "<b>"), XLabel("Time (s)")))
	add(Line(long, two))
	add(Traces(two, Names("U0", "U1"), XLabel("")))
	add(Image(tensorOf(t, []float32{-1, 0, 1, 2, 3, 4}, 2, 3)))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(all...)).address()))
	b.seeAll()
	b.wait(alive(len(all)))
	for _, c := range []struct {
		figure, panel int
		x, y          string // of the point in the chart
		want          string
	}{
		{0, 0, "2", "0.25", "mem: Time step 2: 0.25"},
		{0, 0, "1", "7", "mem: Time step 1: 7"},
		{1, 0, "1", "7", "<b>: Time (s) 1700000001: 7"},
		{1, 0, "3", "2", "a: Time (s) 1700000003: 2"},
		{2, 0, "1", "1", "x 1700000001: 1"},
		{3, 0, "2", "0.25", "U0: step 2: 0.25"},
		{3, 1, "3", "5", "U1: step 3: 5"},
		{4, 0, "2", "1", "row 1, column 2: 4"},
	} {
		b.Do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{
			const figure = document.querySelectorAll('.gosnn-figure')[%d], canvas = figure.querySelector('canvas'), box = canvas.getBoundingClientRect();
			const [x, y] = echarts.getInstanceByDom(figure.querySelector('[role=img]')).convertToPixel({gridIndex: %d}, [%s, %s]);
			canvas.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: box.left + x + 1, clientY: box.top + y + 1}))}`,
			c.figure, c.panel, c.x, c.y)))
		b.wait(fmt.Sprintf(`[...document.querySelectorAll('.gosnn-figure')[%d].querySelectorAll('.gosnn-live > div')].some(
			(tip) => tip.style.display !== 'none' && tip.textContent === %q)`, c.figure, c.want))
	}
	b.Quiet()
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
