package plots

import (
	"bytes"
	"image/color"
	"image/png"
	"math"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
)

var notFinite = []float32{float32(math.NaN()), float32(math.Inf(1)), float32(math.Inf(-1))}

func TestImageRefuses(t *testing.T) {
	cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return Image(x) }, notFinite...)
	good := ring(t, 1)
	four := tensorOf(t, make([]float32, 16), 4, 2, 2)
	line := tensorOf(t, make([]float32, 4), 4)
	with := func(opts ...ImageOption) func() (*Figure, error) {
		return func() (*Figure, error) { return Image(good, opts...) }
	}
	cases["four channels"] = refused{func() (*Figure, error) { return Image(four) }, ErrShape, "[4 2 2], want [H x W]"}
	cases["a line"] = refused{func() (*Figure, error) { return Image(line) }, ErrShape, "[4]"}
	cases["color map"] = refused{with(ColorMap("jet")), ErrRange, "jet"}
	cases["color range"] = refused{with(ColorRange(1, 0)), ErrRange, "ColorRange is [1 0]"}
	refuses(t, cases)
}

func TestImageGridRefuses(t *testing.T) {
	a := ring(t, 1)
	cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return ImageGrid([]*ts.Tensor{a, x}) }, notFinite...)
	grid := func(opts ...ImageGridOption) func() (*Figure, error) {
		return func() (*Figure, error) { return ImageGrid([]*ts.Tensor{a, a}, opts...) }
	}
	cases["none"] = refused{func() (*Figure, error) { return ImageGrid(nil) }, ErrOption, "images is empty"}
	cases["which"] = refused{func() (*Figure, error) { return ImageGrid([]*ts.Tensor{a, nil}) }, ErrTensor, "images[1] is nil"}
	cases["names"] = refused{grid(Names("one")), ErrOption, "1 names, want 2"}
	cases["columns"] = refused{grid(Columns(0)), ErrRange, "Columns is 0"}
	refuses(t, cases)
}

func TestImageGolden(t *testing.T) {
	a, b := ring(t, 1), ring(t, 0.25)
	small := tensorOf(t, []float32{-1, 0, 1, 2, 3, 4}, 1, 2, 3)
	for name, build := range map[string]func() (*Figure, error){
		"imagegrid": func() (*Figure, error) { return ImageGrid([]*ts.Tensor{a, b}, Names("Gain = 1", "Gain = 0.25")) },
		"image":     func() (*Figure, error) { return Image(small, Title("A <b>small</b> one"), ColorMap("viridis")) },
		"imagegrid_rows": func() (*Figure, error) {
			return ImageGrid([]*ts.Tensor{a, small, b}, Columns(2), Title("Three"), ColorRange(0, 1), Size(500, 500))
		},
	} {
		t.Run(name, func(t *testing.T) { goldenFigure(t, name, must[*Figure](t)(build())) })
	}
}

// TestImageColors: the still picture has the colors of the values, and equal values have equal colors in a grid.
func TestImageColors(t *testing.T) {
	x := tensorOf(t, []float32{0, 1, 0.25, 0.5}, 2, 2)
	half := tensorOf(t, []float32{0, 0.5}, 1, 2)
	f := must[*Figure](t)(ImageGrid([]*ts.Tensor{x, half}, ColorRange(0, 1)))
	shown, err := png.Decode(bytes.NewReader(must[[]byte](t)(f.PNG())))
	if err != nil {
		t.Fatal(err)
	}
	l := must[*tiles](t)(layTiles(&options{columns: 2}, []*picture{{channels: 1, height: 2, width: 2}, {channels: 1, height: 1, width: 2}}, 180))
	at := func(tile, row, column, rows, columns int) color.Color {
		r := l.at[tile]
		return color.RGBAModel.Convert(shown.At(still.Scale*(r.Min.X+r.Dx()*(2*column+1)/(2*columns)), still.Scale*(r.Min.Y+r.Dy()*(2*row+1)/(2*rows))))
	}
	if at(0, 0, 0, 2, 2) != (color.RGBA{0, 0, 0, 255}) || at(0, 0, 1, 2, 2) != (color.RGBA{255, 255, 255, 255}) {
		t.Errorf("0 and 1 are %v and %v, want black and white", at(0, 0, 0, 2, 2), at(0, 0, 1, 2, 2))
	}
	if a, b := at(0, 1, 1, 2, 2), at(1, 0, 1, 1, 2); a != b {
		t.Errorf("0.5 is %v in one image and %v in the other", a, b)
	}
}

// TestImageGridMixed: an image with colors of its own keeps them beside one of grey values, which keeps its color bar, whichever is first.
func TestImageGridMixed(t *testing.T) {
	grey := tensorOf(t, []float32{0, 10, 5, 10}, 2, 2)
	values := make([]float32, 3*40*40) // more colors than a picture by color numbers has
	for i := range 40 * 40 {
		values[i], values[1600+i], values[3200+i] = float32(i/40)/39, float32(i%40)/39, 0.5
	}
	values[0], values[1600], values[3200] = 1, 0, 0
	colored := tensorOf(t, values, 3, 40, 40)
	for name, images := range map[string][]*ts.Tensor{"color first": {colored, grey}, "grey first": {grey, colored}} {
		f := must[*Figure](t)(ImageGrid(images, Size(420, 200)))
		m, err := png.Decode(bytes.NewReader(must[[]byte](t)(f.PNG())))
		if err != nil {
			t.Fatal(err)
		}
		shades := map[uint8]bool{} // of the color bar
		tints := map[color.RGBA]bool{}
		for y := range m.Bounds().Dy() {
			for x := range m.Bounds().Dx() {
				c := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA)
				if tints[c] = true; x > 3*m.Bounds().Dx()/4 && c.R == c.G && c.G == c.B {
					shades[c.R] = true
				}
			}
		}
		if len(shades) < 100 {
			t.Errorf("%s: the color bar has %d greys", name, len(shades))
		}
		for i := range 40 * 40 { // the picture is 4 elements a pixel at least
			if c := (color.RGBA{uint8(math.Round(float64(values[i]) * 255)), uint8(math.Round(float64(values[1600+i]) * 255)), uint8(math.Round(float64(values[3200+i]) * 255)), 255}); !tints[c] {
				t.Fatalf("%s: the color %v of pixel %d is nowhere", name, c, i)
			}
		}
		// Both in a Grid, as figures of their own.
		g := must[*Figure](t)(Grid([]*Figure{f, must[*Figure](t)(Image(grey, ColorMap("viridis")))}))
		shows(t, must[[]byte](t)(g.PNG()), color.RGBA{255, 0, 0, 255}, colors.At("viridis", 0), colors.At("viridis", 1))
	}
}

// TestImageConstant: an image of one value has a color range, too.
func TestImageConstant(t *testing.T) {
	for value, want := range map[float32][2]float64{0: {0, 1}, 1: {0, 1}, 5: {0, 5}, -3: {-3, 1}} {
		f := must[*Figure](t)(Image(tensorOf(t, []float32{value, value}, 1, 2)))
		if bar := f.data.(*live.Chart).Bar; bar.Min != want[0] || bar.Max != want[1] {
			t.Errorf("value %v: colors from %v to %v, want %v", value, bar.Min, bar.Max, want)
		}
	}
}

// TestImageLarge: a large image stays a still picture, and its page is no larger for it.
func TestImageLarge(t *testing.T) {
	x := must[*ts.Tensor](t)(ts.Zeros([]int64{1000, 1000}, gotch.Uint8, gotch.CPU))
	defer x.MustDrop()
	f := must[*Figure](t)(Image(x))
	if page := must[string](t)(f.HTML()); f.kind != "" || len(page) > 40_000 {
		t.Errorf("kind %q, %d bytes", f.kind, len(page))
	}
}

// TestBrowserImage: what the page unpacks are the values; a name that is HTML is text under the pointer.
func TestBrowserImage(t *testing.T) {
	x := tensorOf(t, []float32{-1, 0, 1, 2, 3, 4}, 2, 3)
	f, err := ImageGrid([]*ts.Tensor{x, x}, Names(`<i onclick="x">a</i>`, "b"))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(alive(1))
	const shown = `echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]'))`
	expect(b, shown+`.getOption().series[1].data.join('|')`, "0,0,-1|1,0,0|2,0,1|0,1,2|1,1,3|2,1,4")
	b.Do(chromedp.Evaluate[chromedp.Void](shown + `.dispatchAction({type: 'showTip', seriesIndex: 0, dataIndex: 5})`))
	b.wait(`document.querySelector('.gosnn-figure').textContent.includes('<i onclick="x">a</i>row 1, column 2: 4')`)
	expect(b, `document.querySelectorAll('.gosnn-figure i').length`, 0)
	b.shoot("image")
	b.Quiet()
}

func ExampleImage() {
	weights, err := ts.NewTensorFromData([]float32{-0.5, 0, 0.25, 1}, []int64{2, 2})
	if err != nil {
		panic(err)
	}
	defer weights.MustDrop()
	Show(Image(weights, Title("Weights"), ColorMap("viridis"), ColorRange(-1, 1)))
	// Output: Weights: image of 2 x 2 pixels, values -0.5 to 1
}

func ExampleImageGrid() {
	a, err := ts.NewTensorFromData([]float32{0, 1, 1, 0}, []int64{2, 2})
	if err != nil {
		panic(err)
	}
	defer a.MustDrop()
	b, err := ts.NewTensorFromData([]float32{0, 0.25, 0.25, 0}, []int64{2, 2})
	if err != nil {
		panic(err)
	}
	defer b.MustDrop()
	Show(ImageGrid([]*ts.Tensor{a, b}, Names("Gain = 1", "Gain = 0.25"), Columns(2)))
	// Output: Gain = 1 of 2 x 2 pixels, values 0 to 1; Gain = 0.25 of 2 x 2 pixels, values 0 to 0.25
}
