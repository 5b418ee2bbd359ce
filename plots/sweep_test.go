package plots

import (
	"errors"
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch/ts"
)

// ofRate makes a raster of noise of a rate.
func ofRate(t testing.TB) func(rate float64) (*Figure, error) {
	return func(rate float64) (*Figure, error) {
		return Raster(noisySpikes(t, 100, 784, rate, false), Title(fmt.Sprintf("Rate %v", rate)), Size(480, 300))
	}
}

// TestSweep: what a page has of five rasters is not much.
func TestSweep(t *testing.T) {
	f := must[*Figure](t)(Sweep("rate", []float64{0.01, 0.02, 0.03, 0.04, 0.05}, ofRate(t)))
	if n := len(must[string](t)(f.HTML())); n > 150_000 {
		t.Errorf("%d bytes", n)
	}
	golden(t, "sweep.png", must[[]byte](t)(f.PNG()))
}

func TestSweepRefuses(t *testing.T) {
	fails := errors.New("no figure")
	if _, err := Sweep("x", []float64{1, 2}, func(x float64) (*Figure, error) { return nil, fails }); !errors.Is(err, fails) {
		t.Error(err)
	}
	refuses(t, map[string]refused{
		"no value":    {func() (*Figure, error) { return Sweep("x", nil, ofRate(t)) }, ErrOption, "0 values"},
		"no function": {func() (*Figure, error) { return Sweep("x", []float64{1}, nil) }, ErrOption, "a function"},
		"a nil figure": {func() (*Figure, error) {
			return Sweep("x", []float64{1}, func(float64) (*Figure, error) { return nil, nil })
		}, ErrOption, "nil for 1"},
	})
}

// TestBrowserSweep: the slider chooses a figure, and the still picture gives way to it.
func TestBrowserSweep(t *testing.T) {
	f, err := Sweep("rate", []float64{0.01, 0.05, 0.1}, ofRate(t))
	image := func(x float64) (*Figure, error) { return Image(ring(t, x), ColorRange(0, 1)) }
	g, errG := Sweep("gain", []float64{0.25, 1}, image)
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err), fragment(t, g, errG))).address()))
	b.seeAll()
	b.wait(alive(2))
	expect(b, visibleStills, 0)
	const title = `echarts.getInstanceByDom(document.querySelector('.gosnn-player [role=img] > div')).getOption().title[0].text`
	expect(b, title, "Rate 0.01")
	b.Do(chromedp.Evaluate[chromedp.Void](`{const s = document.querySelector('.gosnn-player input'); s.value = 2; s.dispatchEvent(new Event('input'))}`))
	expect(b, title, "Rate 0.1")
	expect(b, `document.querySelector('.gosnn-player output').textContent`, "rate = 0.1")
	b.shootAll("sweep")
	b.Quiet()
}

// TestBrowserCounts: bars grow with the steps, to what is counted in all.
func TestBrowserCounts(t *testing.T) {
	spikes := noisySpikes(t, 25, 10, 0.3, false)
	names := Names("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
	f, err := SpikeCount(spikes, Animate(true), Horizontal(true), names, YLabel("Class"), Once(true))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(alive(1))
	counts := `echarts.getInstanceByDom(document.querySelector('.gosnn-player [role=img]')).getOption().series[0].data.map((d) => d[0]).join()`
	s := must[*places](t)(readSpikes(spikes))
	for _, step := range []int{24, 9, 0} {
		b.Do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`{const s = document.querySelector('.gosnn-player input'); s.value = %d; s.dispatchEvent(new Event('input'))}`, step)))
		want := make([]int, 10)
		for _, p := range s.on {
			if p/10 <= step {
				want[p%10]++
			}
		}
		got := ""
		for i, n := range want {
			if got += fmt.Sprint(n); i < 9 {
				got += ","
			}
		}
		expect(b, counts, got)
	}
	b.Do(chromedp.Evaluate[chromedp.Void](`{const s = document.querySelector('.gosnn-player input'); s.value = 20; s.dispatchEvent(new Event('input'))}`))
	b.shootAll("counts")
	b.Quiet()
}

func TestConfusionGolden(t *testing.T) {
	targets, predicted := make([]float32, 200), make([]float32, 200)
	r := newNoise()
	for i := range targets {
		targets[i] = float32(i % 10)
		if predicted[i] = targets[i]; r.Float64() < 0.2 {
			predicted[i] = float32(r.IntN(10))
		}
	}
	a, b := tensorOf(t, targets, 200), tensorOf(t, predicted, 200)
	goldenFigure(t, "confusion", must[*Figure](t)(Confusion(a, b, Title("Test set"))))
	goldenFigure(t, "spikecount_across", must[*Figure](t)(SpikeCount(noisySpikes(t, 25, 10, 0.3, true), Horizontal(true))))
}

func TestConfusionRefuses(t *testing.T) {
	good, half, short := tensorOf(t, []float32{0, 1, 2}, 3), tensorOf(t, []float32{0, 0.5, 2}, 3), tensorOf(t, []float32{0, 1}, 2)
	confusion := func(a, b *ts.Tensor, opts ...ConfusionOption) func() (*Figure, error) {
		return func() (*Figure, error) { return Confusion(a, b, opts...) }
	}
	refuses(t, map[string]refused{
		"half a class": {confusion(good, half), ErrValue, "0.5 at element 1"},
		"lengths":      {confusion(good, short), ErrShape, "[2], want [3]"},
		"names":        {confusion(good, good, Names("a")), ErrOption, "1 names, want 3"},
		"nil":          {confusion(nil, good), ErrTensor, "targets is nil"},
	})
}

func TestBrowserConfusion(t *testing.T) {
	x := tensorOf(t, []float32{0, 1, 1, 2}, 4)
	f, err := Confusion(x, x, Names("cat", "dog", "bird"), Title("Classes"))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(alive(1))
	b.shootAll("confusion")
	b.Quiet()
}

func ExampleSweep() {
	Show(Sweep("gain", []float64{0.5, 1}, func(gain float64) (*Figure, error) {
		x, err := ts.NewTensorFromData([]float64{0, gain}, []int64{1, 2})
		if err != nil {
			return nil, err
		}
		defer x.MustDrop()
		return Image(x, ColorRange(0, 1))
	}))
	// Output: gain = 0.5: image of 1 x 2 pixels, values 0 to 0.5 | gain = 1: image of 1 x 2 pixels, values 0 to 1
}
