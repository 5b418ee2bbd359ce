package plots

import (
	"cmp"
	"image/color"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// Raster draws spikes [T x N] as marks over time (steps, to the right) and neurons (from 0 upward). [T x C x H x W] is drawn as
// [T x C*H*W]. [T] and [T x 1] are a single neuron, drawn with the "|" marker and without ticks at the side. Values are 0, 1, and -1 for off-spikes in a
// second color. From 10 to 1,000,000 spikes it is quick to hover (step and neuron of the spike), zoom (by box, or the
// wheel with Ctrl held) and save. x stays the caller's: it is read and not kept.
//
// Options: [XLabel], [YLabel], [Color], [OffColor], [Marker], [MarkerSize], [XLim], [YLim], [HLine], [VLine], [XTickStep],
// [YTickStep], [HideXTicks], [HideYTicks], [Title], [Size], [Alt].
//
// Marks are the smaller the more spikes there are; give rasters that are to be compared one MarkerSize. Spikes are black in a
// light theme and white in a dark one, off-spikes vermillion.
//
// It returns an [ErrShape] for a tensor without a dimension or with nothing in it, an [ErrValue] for NaN or any other value that is not a spike, an
// [ErrRange] for more than 10,000,000 spikes. Without a spike the figure says "no spikes".
//
// It is snnTorch's spikeplot.raster, which draws off-spikes like spikes.
func Raster(spikes *ts.Tensor, opts ...RasterOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Raster")
	o := rasterDefaults()
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	s, err := readRaster(o, spikes, size{640, 400})
	if err != nil {
		return nil, err
	}
	f, err := newPlot(o, []*panel{s.panel(o)}, 1, *o.size, "raster of "+s.words(), o.onOff(s))
	if err != nil {
		return nil, err
	}
	f.model = o.spikeShades(len(s.off) > 0)
	return f, nil
}

// spikeShades are the colors of figures of spikes, and of off-spikes if there are any.
func (o *options) spikeShades(off bool) color.Model {
	if off {
		return still.NewShades(o.color, o.offColor)
	}
	return still.NewShades(o.color)
}

// onOff is the legend of a figure with off-spikes.
func (o *options) onOff(s *places) []still.LegendEntry {
	if len(s.off) == 0 {
		return nil
	}
	return []still.LegendEntry{{Name: "on", Color: o.rgb()}, {Name: "off", Color: o.offRGB()}}
}

// neuronNumber is the title of a raster's vertical axis; where there is little room it is shortened.
const neuronNumber = "Neuron number"

// rasterDefaults are the settings that the data do not decide.
func rasterDefaults() *options { return &options{color: "black", offColor: "vermillion", opacity: 1} }

// readRaster reads the spikes of a raster, and fills in what the options leave open.
func readRaster(o *options, spikes *ts.Tensor, otherwise size) (*places, error) {
	s, err := readSpikes(spikes)
	if err != nil {
		return nil, err
	}
	marker, yLabel := ".", neuronNumber
	if s.neurons == 1 {
		marker, yLabel, otherwise.height, o.hideY = "|", "", 160, true
	}
	o.labels("Time step", yLabel)
	o.marker = cmp.Or(o.marker, marker)
	o.size = cmp.Or(o.size, &otherwise)
	if o.markerSize == 0 {
		o.markerSize = s.markerSize(o)
		o.opacity = s.opacity(o)
	}
	if s.neurons == 1 && o.marker == "|" {
		o.thin = s.thin(o.size.width - 88)
		o.opacity = 1
	}
	return s, nil
}

// thin is the width of strokes of one neuron, in CSS pixels: less than the usual where some would touch the next one.
func (s *places) thin(width int) float64 {
	step := float64(width) / float64(s.steps+1)
	closest := s.steps
	for _, at := range [][]int{s.on, s.off} {
		for i := 1; i < len(at); i++ {
			closest = min(closest, at[i]-at[i-1])
		}
	}
	return math.Min(still.MarkWidth, math.Max(0.5, step*float64(closest)*0.6))
}

// around gives the limits of n places with some space at both ends.
func around(n int) [2]float64 {
	space := math.Max(0.5, 0.02*float64(n))
	return [2]float64{-space, float64(n-1) + space}
}

// markerSize makes marks smaller the more there are.
func (s *places) markerSize(o *options) float64 {
	n := len(s.on) + len(s.off)
	switch {
	case o.marker == "|" && s.neurons == 1:
		return 0 // most of the plot area's height
	case o.marker == "|":
		return 8
	case n > 50_000:
		return 1
	case n > 5_000:
		return 2
	case n > 500:
		return 3
	}
	return 5
}

// opacity makes marks the lighter the more of them lie on each other: where they would cover everything, shades still
// show where there are more. Marks of a size that the reader has chosen are opaque.
func (s *places) opacity(o *options) float64 {
	area := float64((o.size.width - 88) * (o.size.height - 92))
	width := o.markerSize
	if o.marker == "|" {
		width = still.MarkWidth
	}
	layers := float64(len(s.on)+len(s.off)) * width * o.markerSize / math.Max(area, 1)
	return math.Min(1, math.Max(0.02, 1/layers))
}

// panel is the raster as a plot area: time to the right, neurons upward.
func (s *places) panel(o *options) *panel {
	x, y := o.axes(around(s.steps), around(s.neurons))
	x.Whole, y.Whole = true, true
	p := &panel{x: x, y: y, zoomY: s.neurons > 1}
	if s.silent() {
		p.note = noSpikes
		return p
	}
	p.layers = append(p.layers, s.marks("on", s.on, o, o.rgb()))
	if len(s.off) > 0 {
		p.layers = append(p.layers, s.marks("off", s.off, o, o.offRGB()))
	}
	return p
}

func (s *places) marks(name string, at []int, o *options, c color.RGBA) *marks {
	return &marks{still.Marks{Places: at, Neurons: s.neurons, Marker: o.marker, Size: o.markerSize, Color: c, Opacity: o.opacity, Thin: o.thin}, name}
}
