package plots

import (
	"cmp"
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// Histogram draws how many spikes of [T x N] or [T x ...] fall into each stretch of time, as bars; off-spikes (-1) stand on top of them in
// a second color. [T] and [T x 1] are a single neuron. spikes stay the caller's: they are read and not kept.
//
// Options: [Bins] (1 to T; 100, or T if that is fewer), [Color], [OffColor], [XLabel], [YLabel], [YLim], [HLine], [HideXTicks],
// [HideYTicks], [Title], [Size], [Alt].
//
// All bars are equally many whole steps wide, the fewest that need no more than Bins of them: 100 steps in at most 30 bins are
// 25 bars of 4 steps. The last may reach beyond T. Errors are those of [Raster].
func Histogram(spikes *ts.Tensor, opts ...HistogramOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Histogram")
	o := barDefaults()
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	o.labels("Time step", "Spikes")
	s, err := readSpikes(spikes)
	if err != nil {
		return nil, err
	}
	o.bins = cmp.Or(o.bins, min(100, s.steps))
	if o.bins > s.steps {
		return nil, outOfRange("Bins", o.bins, fmt.Sprintf("at most %d, the number of steps", s.steps))
	}
	width := (s.steps + o.bins - 1) / o.bins
	b := s.bars((s.steps+width-1)/width, width, func(place int) int { return place / s.neurons / width })
	words := fmt.Sprintf("histogram of spike times of %s, in bins of %s", s.words(), count(width, "step"))
	f, err := b.figure(o, s, words)
	if err != nil {
		return nil, err
	}
	f.panels[0].overTime = true
	return f, nil
}
