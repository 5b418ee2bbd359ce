package plots

import (
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/colors"
	"gosnn/snn/argument"
)

// Title writes a title above the figure.
//
// Taken by [Animator], [Confusion], [Grid], [Histogram], [Image], [ImageGrid], [Line], [Live], [Raster], [RasterWithImage],
// [SpikeCount], [Stack], [Sweep], [Traces].
type Title string

func (t Title) set(o *options) error { o.title = string(t); return nil }

// Alt replaces the words that stand for the figure where it cannot be seen. Without it they are made from the data.
//
// Taken by [Animator], [Confusion], [Grid], [Histogram], [Image], [ImageGrid], [Line], [Live], [Raster], [RasterWithImage],
// [SpikeCount], [Stack], [Sweep], [Traces].
type Alt string

func (a Alt) set(o *options) error { o.alt = (*string)(&a); return nil }

// FigureSize is the option that [Size] returns.
type FigureSize size

// Size sets width and height in CSS pixels, 32 to 4096 each. In small figures titles and numbers for which there is no room are left out.
//
// Taken by [Animator], [Confusion], [Histogram], [Image], [ImageGrid], [Line], [Live], [Raster], [RasterWithImage],
// [SpikeCount], [Stack], [Traces].
func Size(width, height int) FigureSize { return FigureSize{width, height} }

func (s FigureSize) set(o *options) error {
	o.size = (*size)(&s)
	if min(s.width, s.height) < 32 || max(s.width, s.height) > 4096 {
		return outOfRange("Size", fmt.Sprintf("%d x %d", s.width, s.height), "32 to 4096 each (CSS pixels)")
	}
	return nil
}

// PartList is the option that [Heights] returns.
type PartList []float64

// Heights are the heights of the panels of a [Stack] as parts of the whole: 2, 1 makes the first one twice as high as the second.
//
// Taken by [Stack].
func Heights(parts ...float64) PartList { return PartList(parts) }

func (p PartList) set(o *options) error {
	for _, part := range p {
		if !(part >= 0.01 && part <= 100) {
			return outOfRange("Heights", part, "0.01 to 100 each")
		}
	}
	o.parts = append([]float64{}, p...)
	return nil
}

// NameList is the option that [Names] returns.
type NameList []string

// Names gives each line, bar, image or trace its name, in their order; their number must be the same.
//
// Taken by [Confusion], [ImageGrid], [Line], [Live], [SpikeCount], [Traces].
func Names(names ...string) NameList { return NameList(names) }

func (n NameList) set(o *options) error { o.names = append([]string{}, n...); return nil }

// Color is the color of spikes, of a line or of bars: "#rrggbb", or one of the names of [Palette]. "black" is the
// color of the theme's text, so that it is white in a dark theme.
//
// Taken by [Histogram], [Line], [Live], [Raster], [RasterWithImage], [SpikeCount], [Traces].
type Color string

func (c Color) set(o *options) error { o.color = string(c); return checkColor("Color", o.color) }

// OffColor is the color of off-spikes (-1), written as a [Color].
//
// Taken by [Animator], [Histogram], [Raster], [RasterWithImage], [SpikeCount].
type OffColor string

func (c OffColor) set(o *options) error {
	o.offColor = string(c)
	return checkColor("OffColor", o.offColor)
}

// Marker is the shape of a spike: "." for a dot, "o" for a circle, "s" for a square, "|" for an upright line.
//
// Taken by [Raster], [RasterWithImage].
type Marker string

func (m Marker) set(o *options) error {
	o.marker = string(m)
	return checkName("Marker", o.marker, ".", "o", "s", "|")
}

// MarkerSize is the width of a spike's marker (the height, for "|") in CSS pixels, 0.5 to 400.
//
// Taken by [Raster], [RasterWithImage].
type MarkerSize float64

func (m MarkerSize) set(o *options) error {
	o.markerSize = float64(m)
	if !(m >= 0.5 && m <= 400) {
		return outOfRange("MarkerSize", float64(m), "0.5 to 400 (CSS pixels)")
	}
	return nil
}

// SpikeTensor is the option that [Spikes] returns.
type SpikeTensor struct{ spikes *ts.Tensor }

// Spikes draws spikes of the same shape, [T x N], above the traces of [Traces]. They stay the caller's: they are read
// and not kept.
//
// Taken by [Traces].
func Spikes(spikes *ts.Tensor) SpikeTensor { return SpikeTensor{spikes} }

func (s SpikeTensor) set(o *options) error {
	if s.spikes == nil {
		return argument.New("Spikes", "nil", "a tensor", ErrTensor)
	}
	o.spikes = s.spikes
	return nil
}

// Columns is how many pictures stand side by side, at least 1.
//
// Taken by [Grid], [ImageGrid], [Sweep], [Traces].
type Columns int

func (n Columns) set(o *options) error { o.columns = int(n); return checkCount("Columns", o.columns) }

// Bins is the number of bars of a histogram, at least 1.
//
// Taken by [Histogram].
type Bins int

func (n Bins) set(o *options) error { o.bins = int(n); return checkCount("Bins", o.bins) }

// ColorMap is the colors of an image's values: "gray" (black to white), "viridis" or "plasma".
//
// Taken by [Animator], [Confusion], [Image], [ImageGrid], [RasterWithImage].
type ColorMap string

func (m ColorMap) set(o *options) error {
	o.colorMap = string(m)
	return checkName("ColorMap", o.colorMap, colors.MapNames()...)
}

// ColorLimits is the option that [ColorRange] returns.
type ColorLimits [2]float64

// ColorRange sets the values of the color map's two ends, lo < hi, both finite. Values beyond take the end's color.
//
// Taken by [Image], [ImageGrid], [RasterWithImage].
func ColorRange(lo, hi float64) ColorLimits { return ColorLimits{lo, hi} }

func (l ColorLimits) set(o *options) error {
	o.colorRange = (*[2]float64)(&l)
	return checkLimits("ColorRange", l)
}
