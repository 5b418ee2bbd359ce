package plots

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/sugarme/gotch/ts"
)

func TestBarsRefuse(t *testing.T) {
	for name, figure := range map[string]func(*ts.Tensor, ...Option) (*Figure, error){"SpikeCount": SpikeCount, "Histogram": Histogram} {
		t.Run(name, func(t *testing.T) {
			good := noisySpikes(t, 4, 3, 0.5, false)
			cases := badTensors(t, func(x *ts.Tensor) (*Figure, error) { return figure(x) }, notSpikes...)
			add := func(name string, kind error, says string, x *ts.Tensor, opts ...Option) {
				cases[name] = refused{func() (*Figure, error) { return figure(x, opts...) }, kind, says}
			}
			add("option", ErrOption, "Marker", good, Marker("o"))
			if name == "SpikeCount" {
				add("names", ErrOption, "2 names, want 3", good, Names("a", "b"))
				add("too many neurons", ErrShape, "10001 neurons", tensorOf(t, make([]float32, 10_001), 1, 10_001))
			} else {
				add("no bin", ErrRange, "Bins is 0", good, Bins(0))
				add("bins narrower than a step", ErrRange, "at most 4", good, Bins(5))
			}
			refuses(t, cases)
		})
	}
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
		s := &spikeTrain{steps: c.steps, neurons: 3, on: []int{0, 2, 7, 12, 13, 14}}
		width := (c.steps + c.bins - 1) / c.bins
		b := s.bars((c.steps+width-1)/width, width, func(place int) int { return place / s.neurons / width })
		if got := fmt.Sprint(b.names, b.on); got != c.want {
			t.Errorf("%d steps in %d bins: %s, want %s", c.steps, c.bins, got, c.want)
		}
	}
	f := must[*Figure](t)(Histogram(noisySpikes(t, 250, 2, 0.5, false)))
	if names := f.data.(*chart).XAxisList[0].Data.([]string); len(names) != 84 || names[83] != "249-251" {
		t.Errorf("250 steps without Bins: %q", names)
	}
}

// TestBrowserBars: off-spikes stand on the spikes, as in the still picture.
func TestBrowserBars(t *testing.T) {
	f, err := SpikeCount(tensorOf(t, []float32{1, -1, 1, -1, 0, 1}, 3, 2))
	b := open(t)
	b.Do(chromedp.Navigate(serve(t, libraryFile(t), page(fragment(t, f, err))).address()))
	b.wait(live(1))
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
