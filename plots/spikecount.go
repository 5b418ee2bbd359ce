package plots

import (
	"cmp"
	"fmt"
	"time"

	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/live"
	"gosnn/snn/argument"
)

// maxBars bounds the bars of a figure: more are narrower than anything that can be seen.
const maxBars = 10_000

// SpikeCount draws how many spikes each neuron of [T x N] fires in all, as bars; off-spikes (-1) stand on top of them in a
// second color. [T x C x H x W] is read as [T x C*H*W], [T] as a single neuron. spikes stay the caller's: they are read and not kept.
//
// Options: [Names] (one a neuron, such as the classes of an output layer), [Horizontal], [Animate], [Interval], [FPS], [Once],
// [Color], [OffColor], [XLabel], [YLabel], [YLim], [HLine], [HideXTicks], [HideYTicks], [Title], [Size], [Alt].
//
// Errors are those of [Raster], and an [ErrShape] for more than 10,000 neurons.
//
// It is snnTorch's spikeplot.spike_count, whose bars lie and grow: Horizontal(true), Animate(true).
func SpikeCount(spikes *ts.Tensor, opts ...SpikeCountOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.SpikeCount")
	o := barDefaults()
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	if o.horizontal {
		o.labels("Spikes", "Neuron")
	}
	o.labels("Neuron", "Spikes")
	s, err := readSpikes(spikes)
	if err != nil {
		return nil, err
	}
	if err := o.checkNames(s.neurons); err != nil {
		return nil, err
	}
	if s.neurons > maxBars {
		return nil, argument.New("spikes", count(s.neurons, "neuron"), fmt.Sprintf("at most %d", maxBars), ErrShape)
	}
	b := s.bars(s.neurons, 1, func(place int) int { return place % s.neurons })
	if o.names != nil {
		b.names = o.names
	}
	f, err := b.figure(o, s, fmt.Sprintf("spike count of %s, most %d", s.words(), b.highest()))
	if err != nil {
		return nil, err
	}
	f.panels = nil // without a time axis
	if o.animate {
		f.grow(s, o)
	}
	return f, nil
}

// counts is what counts.js is given.
type counts struct {
	Label    string         `json:"label"`  // the figure in words
	Option   map[string]any `json:"option"` // of ECharts; counts.js counts anew at each step
	Width    int            `json:"width"`  // of the chart, in CSS pixels
	Height   int            `json:"height"`
	Steps    int            `json:"steps"`
	Neurons  int            `json:"neurons"`
	Across   bool           `json:"across"` // bars go to the right
	On       string         `json:"on"`     // spikes by their places, see live.PackSpikes
	Off      string         `json:"off"`
	Interval float64        `json:"interval"` // time of a step in ms
	Loop     bool           `json:"loop"`
}

// grow makes the figure one whose bars grow over time. Its still picture has all of the spikes.
func (f *Figure) grow(s *places, o *options) {
	interval := cmp.Or(o.interval, 40*time.Millisecond)
	f.kind, f.data = "counts", counts{Label: f.alt, Option: f.data.(*live.Chart).Option, Width: f.width, Height: f.height,
		Steps: s.steps, Neurons: s.neurons, Across: o.horizontal, On: live.PackSpikes(s.on, s.neurons).Bytes,
		Off: live.PackSpikes(s.off, s.neurons).Bytes, Interval: interval.Seconds() * 1000, Loop: !o.once}
}
