package plots

import (
	"image/color"
	"slices"
	"strings"
	"time"

	"github.com/sugarme/gotch/ts"
)

// Option is a setting of a figure. Each function's comment lists those that it takes; any other is an [ErrOption].
type Option struct {
	name string
	set  func(*options)
}

// options holds every setting of the package once, so that each function reads what it takes.
type options struct {
	given []string // names, in the order given

	title, xLabel, yLabel string
	alt                   string
	width, height         int

	names           []string
	color, offColor string
	marker          string
	markerSize      float64
	xLim, yLim      [2]float64
	hideX, hideY    bool
	columns         int
	bins            int
	spikes          *ts.Tensor // borrowed while the figure is made
	colorMap        string
	colorRange      [2]float64

	interval          time.Duration // of an animation's frames
	fps               float64
	once, runningMean bool
}

func (o *options) has(name string) bool { return slices.Contains(o.given, name) }

// common are the options that every figure takes.
var common = []string{"Title", "Size", "Alt"}

// parseOptions applies opts over the function's defaults, and refuses what the function does not take, a value
// that is out of its range, and a color that has no name.
func parseOptions(fn string, defaults options, opts []Option, takes ...string) (options, error) {
	o := defaults
	takes = append(slices.Clone(common), takes...)
	for _, opt := range opts {
		if opt.set == nil {
			return o, &ArgError{fn, "option", "the zero Option", "one made by this package's functions", ErrOption}
		}
		if !slices.Contains(takes, opt.name) {
			return o, &ArgError{fn, "option", opt.name, "one of " + strings.Join(takes, ", "), ErrOption}
		}
		opt.set(&o)
		o.given = append(o.given, opt.name)
	}
	return o, o.check(fn)
}

// Title writes a title above the figure.
func Title(text string) Option { return Option{"Title", func(o *options) { o.title = text }} }

// XLabel writes a title along the horizontal axis, with the unit. Figures of spikes have one without it: "Time step"; "" takes it away.
func XLabel(text string) Option { return Option{"XLabel", func(o *options) { o.xLabel = text }} }

// YLabel writes a title along the vertical axis, with the unit. Figures of spikes have one without it; "" takes it away.
func YLabel(text string) Option { return Option{"YLabel", func(o *options) { o.yLabel = text }} }

// Size sets width and height in CSS pixels, 64 to 4096 each.
func Size(width, height int) Option {
	return Option{"Size", func(o *options) { o.width, o.height = width, height }}
}

// Alt replaces the words that stand for the figure where it cannot be seen. Without it they are made from the data.
func Alt(text string) Option { return Option{"Alt", func(o *options) { o.alt = text }} }

// Names gives each line, image or trace its name, in their order; their number must be the same.
func Names(names ...string) Option { return Option{"Names", func(o *options) { o.names = names }} }

// Color sets the color of spikes, of a line or of bars: "#rrggbb", or one of the names of [Palette]. "black" is the
// color of the theme's text, so that it is white in a dark theme.
func Color(name string) Option { return Option{"Color", func(o *options) { o.color = name }} }

// OffColor sets the color of off-spikes (-1), as [Color] does.
func OffColor(name string) Option { return Option{"OffColor", func(o *options) { o.offColor = name }} }

// Marker sets the shape of a spike: "." for a dot, "o" for a circle, "s" for a square, "|" for an upright line.
func Marker(shape string) Option { return Option{"Marker", func(o *options) { o.marker = shape }} }

// MarkerSize sets the width of a spike's marker (the height, for "|") in CSS pixels, 0.5 to 400.
func MarkerSize(pixels float64) Option {
	return Option{"MarkerSize", func(o *options) { o.markerSize = pixels }}
}

// XLim shows the horizontal axis from lo to hi, lo < hi, both finite.
func XLim(lo, hi float64) Option {
	return Option{"XLim", func(o *options) { o.xLim = [2]float64{lo, hi} }}
}

// YLim shows the vertical axis from lo to hi, lo < hi, both finite.
func YLim(lo, hi float64) Option {
	return Option{"YLim", func(o *options) { o.yLim = [2]float64{lo, hi} }}
}

// HideXTicks leaves out ticks and numbers of the horizontal axis.
func HideXTicks() Option { return Option{"HideXTicks", func(o *options) { o.hideX = true }} }

// HideYTicks leaves out ticks and numbers of the vertical axis.
func HideYTicks() Option { return Option{"HideYTicks", func(o *options) { o.hideY = true }} }

// Spikes draws spikes of the same shape, [T x N], above the traces of [Traces]. They stay the caller's: they are read
// and not kept.
func Spikes(spikes *ts.Tensor) Option {
	return Option{"Spikes", func(o *options) { o.spikes = spikes }}
}

// Columns sets how many pictures stand side by side, at least 1.
func Columns(n int) Option { return Option{"Columns", func(o *options) { o.columns = n }} }

// Bins sets the number of bars of a histogram, at least 1.
func Bins(n int) Option { return Option{"Bins", func(o *options) { o.bins = n }} }

// ColorMap sets the colors of an image's values: "gray" (black to white), "viridis" or "plasma".
func ColorMap(name string) Option { return Option{"ColorMap", func(o *options) { o.colorMap = name }} }

// ColorRange sets the values of the color map's two ends, lo < hi, both finite. Values beyond take the end's color.
func ColorRange(lo, hi float64) Option {
	return Option{"ColorRange", func(o *options) { o.colorRange = [2]float64{lo, hi} }}
}

// altOr returns the words of [Alt], or else those made from the data.
func (o *options) altOr(made string) string {
	if o.has("Alt") {
		return o.alt
	}
	if o.title != "" {
		return o.title + ": " + made
	}
	return made
}

// rgb returns the color of name, which check has found to be one.
func rgb(name string) color.RGBA {
	c, _ := parseColor(name)
	return c
}
