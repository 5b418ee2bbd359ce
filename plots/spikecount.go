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
