package plots

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg/draw"
)

// Raster draws spikes [T x N] as marks over time (steps, to the right) and neurons (from 0 upward). [T] and [T x 1] are a
// single neuron, drawn with the "|" marker and without ticks at the side. Values are 0, 1, and -1 for off-spikes in a
// second color. From 10 to 1,000,000 spikes it is quick to hover (step and neuron of the spike), zoom (by box, or the
// wheel with Ctrl held) and save. x stays the caller's: it is read and not kept.
//
// It takes XLabel, YLabel, Color, OffColor, Marker, MarkerSize, XLim, YLim, HideXTicks, HideYTicks, and those of
// every figure: Title, Size, Alt. Spikes are black in a light theme and white in a dark one, off-spikes vermillion.
//
// An [ErrShape] tells of another shape or nothing in it, an [ErrValue] of NaN or any other value that is not a spike, an
// [ErrRange] of more than 10,000,000 spikes. Without a spike the figure says "no spikes".
//
// It is snnTorch's spikeplot.raster, which draws off-spikes like spikes.
func Raster(spikes *ts.Tensor, opts ...Option) (*Figure, error) {
	o, s, err := rasterOf("Raster", spikes, opts)
	if err != nil {
		return nil, err
	}
	f := &Figure{alt: o.altOr("raster of " + s.words()), width: o.width, height: o.height, kind: "chart"}
	c := newChart(o, f.alt)
	s.chart(c, c.wholeGrid(len(s.off) > 0), o)
	f.data, f.shades = c.done(), s.shades(o)
	f.draw = func(canvas draw.Canvas) { s.draw(canvas, o) }
	return f, nil
}

// shades are the colors of figures of spikes.
func (s *spikeTrain) shades(o *options) *shades {
	if len(s.off) > 0 {
		return newShades(o.color, o.offColor)
	}
	return newShades(o.color)
}

// rasterOf reads options and spikes of a raster, and fills in what the options leave open.
func rasterOf(fn string, spikes *ts.Tensor, opts []Option, takes ...string) (*options, *spikeTrain, error) {
	o, err := parseOptions(fn, options{xLabel: "Time step", yLabel: "Neuron", color: "black", offColor: "vermillion",
		marker: ".", width: 640, height: 400}, opts,
		append(takes, "XLabel", "YLabel", "Color", "OffColor", "Marker", "MarkerSize", "XLim", "YLim", "HideXTicks", "HideYTicks")...)
	if err != nil {
		return nil, nil, err
	}
	s, err := readSpikes(fn, spikes)
	if err != nil {
		return nil, nil, err
	}
	if s.neurons == 1 {
		if !o.has("Marker") {
			o.marker = "|"
		}
		if !o.has("Size") {
			o.height = 160
		}
		if !o.has("YLabel") {
			o.yLabel = ""
		}
		o.hideY = true
	}
	if !o.has("MarkerSize") {
		o.markerSize = s.markerSize(&o)
	}
	return &o, s, nil
}

// around gives the limits of n places with some space at both ends.
func around(n int) [2]float64 {
	space := math.Max(0.5, 0.02*float64(n))
	return [2]float64{-space, float64(n-1) + space}
}

// markerSize makes marks smaller the more there are.
func (s *spikeTrain) markerSize(o *options) float64 {
	n := len(s.on) + len(s.off)
	switch {
	case o.marker == "|" && s.neurons == 1:
		return math.Max(8, float64(o.height-padTop-padBottom)*0.6)
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
// tell where there are more. Marks of a size that the reader has chosen are opaque.
func (s *spikeTrain) opacity(o *options) float64 {
	if o.has("MarkerSize") {
		return 1
	}
	area := float64((o.width - padLeft - padRight) * (o.height - padTop - padBottom))
	width := o.markerSize
	if o.marker == "|" {
		width = markWidth
	}
	layers := float64(len(s.on)+len(s.off)) * width * o.markerSize / math.Max(area, 1)
	return math.Min(1, math.Max(0.02, 1/layers))
}

// markWidth is the width of the "|" marker, in CSS pixels.
const markWidth = 1.5

// axes are time to the right and neurons upward.
func (s *spikeTrain) axes(o *options) (x, y axis) {
	x, y = o.axes(around(s.steps), around(s.neurons))
	x.whole, y.whole = true, true
	return x, y
}

// chart adds the raster to a chart, as its next panel.
func (s *spikeTrain) chart(c *chart, grid opts.Grid, o *options) {
	x, y := s.axes(o)
	c.panel(grid, x, y)
	c.Spikes = &spikeHover{Neurons: s.neurons}
	if s.silent() {
		c.title(noSpikes, "center", "middle", 13)
		return
	}
	c.zoomable([]int{0}, s.neurons > 1)
	c.Tooltip.Show = opts.Bool(false) // chart.js has its own
	add := func(name string, places []int, color string) {
		series := charts.SingleSeries{Type: "scatter", Name: name, Color: color, Data: packSpikes(places, s.neurons),
			Symbol: "circle", SymbolSize: o.markerSize, Large: opts.Bool(true), LargeThreshold: 2000}
		if opacity := s.opacity(o); opacity < 1 {
			series.ItemStyle = &opts.ItemStyle{Opacity: opts.Float(float32(opacity))}
		}
		if o.marker == "s" {
			series.Symbol = "rect"
		}
		if o.marker == "|" {
			series.Symbol, series.SymbolSize = "rect", []float64{markWidth, o.markerSize}
		}
		c.add(0, series)
	}
	add("on", s.on, swatch(o.color))
	if len(s.off) > 0 {
		add("off", s.off, swatch(o.offColor))
	}
}
