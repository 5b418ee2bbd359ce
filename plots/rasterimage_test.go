package plots

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch/ts"
)

func TestRasterWithImageRefuses(t *testing.T) {
	spikes, image := noisySpikes(t, 3, 4, 0.5, false), tensorOf(t, []float32{0, 1, 0.5, 0.25}, 2, 2)
	cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return RasterWithImage(x, image) }, notSpikes...)
	for name, c := range badTensors(t, func(x *ts.Tensor) (*Figure, error) { return RasterWithImage(spikes, x) }, notFinite...) {
		cases["image: "+name] = c
	}
	wide := tensorOf(t, make([]float32, 6), 2, 3)
	cases["other size"] = refused{func() (*Figure, error) { return RasterWithImage(spikes, wide) }, ErrShape, "2 x 3 pixels, want 4 pixels"}
	refuses(t, cases)
}

func TestRasterWithImageGolden(t *testing.T) {
	spikes := quietDigit(t).MustView([]int64{100, 784}, false)
	t.Cleanup(spikes.MustDrop)
	f := must[*Figure](t)(RasterWithImage(spikes, ring(t, 1), Title("Input Layer"), XLabel("Time step"), YLabel("Neuron Number")))
	goldenFigure(t, "rasterimage", f)
}

// TestBrowserRasterWithImage: the pointer over a spike marks its pixel; over a pixel it names the neuron.
func TestBrowserRasterWithImage(t *testing.T) {
	spikes := tensorOf(t, []float32{0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}, 2, 6)
	image := tensorOf(t, []float32{0, 0.2, 0.4, 0.6, 0.8, 1}, 2, 3)
	f, err := RasterWithImage(spikes, image)
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(alive(1))
	const shown = `echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]'))`
	b.Do(chromedp.Evaluate[chromedp.Void](`window.marked = []; const light = ` + shown + `.dispatchAction; ` + shown + `.dispatchAction = function (action, ...rest) {
		if (action.type === 'highlight') window.marked.push(action.seriesIndex + ':' + action.dataIndex); return light.call(this, action, ...rest) }`))
	point := fmt.Sprintf(`{const at = %s.convertToPixel({gridIndex: 0}, [0, 5]); const c = document.querySelector('.gosnn-figure canvas');
		const box = c.getBoundingClientRect(); c.dispatchEvent(new MouseEvent('mousemove', {bubbles: true, clientX: box.left + at[0], clientY: box.top + at[1]}))}`, shown)
	b.Do(chromedp.Evaluate[chromedp.Void](point))
	b.wait(`window.marked.includes('1:5')`)
	b.shoot("linked")
	b.Do(chromedp.Evaluate[chromedp.Void](shown + `.dispatchAction({type: 'showTip', seriesIndex: 1, dataIndex: 4})`))
	b.wait(`document.querySelector('.gosnn-figure').textContent.includes('row 1, column 1, neuron 4: 0.8')`)
	b.Quiet()
}

func ExampleRasterWithImage() {
	spikes, err := ts.NewTensorFromData([]float32{1, 0, 0, 0, 1, 1, 0, 0}, []int64{2, 4})
	if err != nil {
		panic(err)
	}
	defer spikes.MustDrop()
	image, err := ts.NewTensorFromData([]float32{1, 0.5, 0, 0}, []int64{2, 2})
	if err != nil {
		panic(err)
	}
	defer image.MustDrop()
	Show(RasterWithImage(spikes, image, Title("Rate code")))
	// Output: Rate code: raster of 2 steps x 4 neurons, 3 spikes; image of 2 x 2 pixels, values 0 to 1
}
