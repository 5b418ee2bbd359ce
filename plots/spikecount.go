package plots

import (
	"fmt"

	"github.com/sugarme/gotch/ts"
)

// SpikeCount draws how many spikes each neuron of [T x N] fires in all, as bars; off-spikes (-1) stand on top of them in a
// second color. [T] and [T x 1] are a single neuron. spikes stay the caller's: they are read and not kept.
//
// It takes Names (one a neuron, such as the classes of an output layer), Color, OffColor, XLabel, YLabel, XLim, YLim, HideXTicks,
// HideYTicks, and those of every figure: Title, Size, Alt. Errors are those of [Raster].
//
// It is the last picture of snnTorch's spikeplot.spike_count.
func SpikeCount(spikes *ts.Tensor, opts ...Option) (*Figure, error) {
	o, s, err := readBars("SpikeCount", spikes, opts, "Names")
	if err != nil {
		return nil, err
	}
	if err := o.checkNames("SpikeCount", s.neurons); err != nil {
		return nil, err
	}
	b := s.bars(s.neurons, 1, func(place int) int { return place % s.neurons })
	return b.figure(o, fmt.Sprintf("spike count of %s, most %d", s.words(), b.highest())), nil
}

// Histogram draws how many spikes of [T x N] fall into each stretch of time, as bars; off-spikes (-1) stand on top of them in
// a second color. [T] and [T x 1] are a single neuron. spikes stay the caller's: they are read and not kept.
//
// It takes Bins (at most T; without it T, or 100 if that is fewer), Color, OffColor, XLabel, YLabel, XLim, YLim, HideXTicks,
// HideYTicks, and those of every figure: Title, Size, Alt. Errors are those of [Raster].
func Histogram(spikes *ts.Tensor, opts ...Option) (*Figure, error) {
	o, s, err := readBars("Histogram", spikes, opts, "Bins")
	if err != nil {
		return nil, err
	}
	if !o.has("Bins") {
		o.bins = min(100, s.steps)
	}
	if o.bins > s.steps {
		return nil, &ArgError{"Histogram", "Bins", o.bins, fmt.Sprintf("at most %d, the number of steps", s.steps), ErrRange}
	}
	b := s.bars(o.bins, float64(s.steps)/float64(o.bins), func(place int) int { return place / s.neurons * o.bins / s.steps })
	return b.figure(o, fmt.Sprintf("histogram of spike times of %s, in %s", s.words(), count(o.bins, "bin"))), nil
}

// readBars reads options and spikes of a figure with bars.
func readBars(fn string, spikes *ts.Tensor, opts []Option, takes ...string) (*options, *spikeTrain, error) {
	o, err := parseOptions(fn, options{color: "blue", offColor: "vermillion", width: 640, height: 320}, opts,
		append(takes, "Color", "OffColor", "XLabel", "YLabel", "XLim", "YLim", "HideXTicks", "HideYTicks")...)
	if err != nil {
		return nil, nil, err
	}
	s, err := readSpikes(fn, spikes)
	return &o, s, err
}

// bars counts spikes in n bars, each width wide along x: bar tells to which one a place belongs.
func (s *spikeTrain) bars(n int, width float64, bar func(place int) int) *bars {
	b := &bars{at: make([]float64, n), width: width, on: make([]int, n)}
	for i := range b.at {
		b.at[i] = float64(i)*width + (width-1)/2 // a bar of one step is at that step
	}
	for _, place := range s.on {
		b.on[bar(place)]++
	}
	if len(s.off) > 0 {
		b.off = make([]int, n)
		for _, place := range s.off {
			b.off[bar(place)]++
		}
	}
	return b
}
