package plots

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/live"
)

func TestBarsRefuse(t *testing.T) {
	good := noisySpikes(t, 4, 3, 0.5, false)
	t.Run("SpikeCount", func(t *testing.T) {
		cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return SpikeCount(x) }, notSpikes...)
		wide := tensorOf(t, make([]float32, 10_001), 1, 10_001)
		cases["names"] = refused{func() (*Figure, error) { return SpikeCount(good, Names("a", "b")) }, ErrOption, "2 names, want 3"}
		cases["too many neurons"] = refused{func() (*Figure, error) { return SpikeCount(wide) }, ErrShape, "10001 neurons"}
		refuses(t, cases)
	})
	t.Run("Histogram", func(t *testing.T) {
		cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return Histogram(x) }, notSpikes...)
		cases["no bin"] = refused{func() (*Figure, error) { return Histogram(good, Bins(0)) }, ErrRange, "Bins is 0"}
		cases["bins narrower than a step"] = refused{func() (*Figure, error) { return Histogram(good, Bins(5)) }, ErrRange, "at most 4"}
		refuses(t, cases)
	})
}

func TestBarsGolden(t *testing.T) {
	output := noisySpikes(t, 25, 10, 0.3, false)
	both := noisySpikes(t, 100, 40, 0.3, true)
	silent := tensorOf(t, make([]float32, 12), 4, 3)
	goldenFigure(t, "spikecount", must[*Figure](t)(SpikeCount(output, Title("Output layer"), XLabel("Class"), YLabel("Spikes"),
		Names("0", "1", "2", "3", "4", "5", "6", "7", "8", "<nine>"))))
	goldenFigure(t, "spikecount_off", must[*Figure](t)(SpikeCount(both, XLabel("Neuron"))))
	goldenFigure(t, "spikecount_silent", must[*Figure](t)(SpikeCount(silent)))
	goldenFigure(t, "histogram", must[*Figure](t)(Histogram(both, Bins(30), XLabel("Time step"), YLabel("Spikes"))))
}

// TestHistogramBins: all bars are equally many steps wide, and every spike is in one of them.
func TestHistogramBins(t *testing.T) {
	for _, c := range []struct {
		steps, bins int
		want        string
	}{
		{5, 5, "[0 1 2 3 4] [2 0 1 0 3]"},
		{5, 3, "[0-1 2-3 4-5] [2 1 3]"},
		{5, 4, "[0-1 2-3 4-5] [2 1 3]"},
		{5, 1, "[0-4] [6]"},
	} {
		s := &places{steps: c.steps, neurons: 3, on: []int{0, 2, 7, 12, 13, 14}}
		width := (c.steps + c.bins - 1) / c.bins
		b := s.bars((c.steps+width-1)/width, width, func(place int) int { return place / s.neurons / width })
		if got := fmt.Sprint(b.names, b.on); got != c.want {
			t.Errorf("%d steps in %d bins: %s, want %s", c.steps, c.bins, got, c.want)
		}
	}
	f := must[*Figure](t)(Histogram(noisySpikes(t, 250, 2, 0.5, false)))
	if names := f.data.(*live.Chart).X[0].Data.([]string); len(names) != 84 || names[83] != "249-251" {
		t.Errorf("250 steps without Bins: %q", names)
	}
}

// TestBrowserBars: off-spikes stand on the spikes, as in the still picture.
func TestBrowserBars(t *testing.T) {
	f, err := SpikeCount(tensorOf(t, []float32{1, -1, 1, -1, 0, 1}, 3, 2))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(alive(1))
	const data = `echarts.getInstanceByDom(document.querySelector('.gosnn-figure [role=img]')).getModel().getSeriesByIndex(1).getData()`
	expect(b, data+`.mapArray(`+data+`.getCalculationInfo('stackResultDimension'), (height) => height).join()`, "2,3")
	b.Quiet()
}

func ExampleSpikeCount() {
	spikes, err := ts.NewTensorFromData([]float32{0, 1, 1, 0, 1, 1}, []int64{3, 2}) // [T x N]
	if err != nil {
		panic(err)
	}
	defer spikes.MustDrop()
	Show(SpikeCount(spikes, Names("cat", "dog"), Title("Output layer")))
	// Output: Output layer: spike count of 3 steps x 2 neurons, 4 spikes, most 2
}

func ExampleHistogram() {
	spikes, err := ts.NewTensorFromData([]float32{0, 1, 1, 0, 1, 1}, []int64{3, 2}) // [T x N]
	if err != nil {
		panic(err)
	}
	defer spikes.MustDrop()
	Show(Histogram(spikes, Bins(2), Alt("Spikes come late.")))
	// Output: Spikes come late.
}
