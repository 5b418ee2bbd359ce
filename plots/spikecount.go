package plots

import (
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// maxBars bounds the bars of a figure: more are narrower than anything that can be seen.
const maxBars = 10_000

// SpikeCount draws how many spikes each neuron of [T x N] fires in all, as bars; off-spikes (-1) stand on top of them in a
// second color. [T] and [T x 1] are a single neuron. spikes stay the caller's: they are read and not kept.
//
// It takes Names (one a neuron, such as the classes of an output layer), Color, OffColor, XLabel, YLabel, YLim, HLine, HideXTicks,
// HideYTicks, and those of every figure: Title, Size, Alt. Errors are those of [Raster], and an
// [ErrShape] for more than 10,000 neurons.
//
// It is the last picture of snnTorch's spikeplot.spike_count.
func SpikeCount(spikes *ts.Tensor, opts ...SpikeCountOption) (_ *Figure, err error) {
	defer func() { err = argument.In("plots.SpikeCount", err) }()
	o := barDefaults()
	if err := parse(o, opts); err != nil {
		return nil, err
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
		return nil, &argument.Error{Arg: "spikes", Value: count(s.neurons, "neuron"), Want: fmt.Sprintf("at most %d", maxBars), Kind: ErrShape}
	}
	b := s.bars(s.neurons, 1, func(place int) int { return place % s.neurons })
	if o.names != nil {
		b.names = o.names
	}
	return b.figure(o, s, fmt.Sprintf("spike count of %s, most %d", s.words(), b.highest()))
}
