package plots

import (
	"image/color"
	"slices"
	"time"

	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// Option is a setting of a figure. Each function takes its own kind of it, so that a setting which a figure does not have does
// not compile.
type Option interface {
	// set checks the setting and writes it down.
	set(*options) error
}

// options are the settings of a figure. What was not given is the figure's default, or nil or zero where the data decide.
type options struct {
	title  string
	alt    *string
	size   *size
	xLabel *string
	yLabel *string

	names           []string
	color, offColor string
	marker          string
	markerSize      float64
	thin            float64 // width of strokes of one neuron
	opacity         float64 // of marks; those of a size that the reader has chosen are opaque
	xLim, yLim      *[2]float64
	hideX, hideY    bool
	logX, logY      bool
	xEvery, yEvery  float64
	parts           []float64 // heights of panels
	columns         int
	bins            int
	rules           []*still.Rule // lines at a value
	spikes          *ts.Tensor    // borrowed while the figure is made
	colorMap        string
	colorRange      *[2]float64

	interval          time.Duration // of an animation's frames
	once, runningMean bool
	horizontal        bool
	animate           bool
}

// size is width and height in CSS pixels.
type size struct{ width, height int }

// parse applies opts to the defaults in o.
func parse[O Option](o *options, opts []O) error {
	for _, opt := range opts {
		if Option(opt) == nil {
			return argument.New("option", "nil", "one made by this package", ErrOption)
		}
		if err := opt.set(o); err != nil {
			return err
		}
	}
	o.showWords()
	return nil
}

// showWords replaces what no drawing or page can hold in the words of the options.
func (o *options) showWords() {
	o.title = visible(o.title)
	if o.alt != nil {
		*o.alt = visible(*o.alt)
	}
	for _, label := range []*string{o.xLabel, o.yLabel} {
		if label != nil {
			*label = oneLine(*label)
		}
	}
	o.names = slices.Clone(o.names)
	for i, name := range o.names {
		o.names[i] = oneLine(name)
	}
	for _, r := range o.rules {
		r.Name = oneLine(r.Name)
	}
}

// sized returns the figure's size: the one given, or else the default.
func (o *options) sized(width, height int) size {
	if o.size != nil {
		return *o.size
	}
	return size{width, height}
}

// altOr returns the words of [Alt], or else those made from the data.
func (o *options) altOr(made string) string {
	if o.alt != nil {
		return *o.alt
	}
	if o.title != "" {
		return o.title + ": " + made
	}
	return made
}

// labels fills in the titles of axes that were not given.
func (o *options) labels(x, y string) {
	if o.xLabel == nil {
		o.xLabel = &x
	}
	if o.yLabel == nil {
		o.yLabel = &y
	}
}

// axes are the axes that the options describe; without XLim or YLim they have the limits given here, and reach to the lines at a
// value.
func (o *options) axes(xLim, yLim [2]float64) (x, y axis.Axis) {
	for _, r := range o.rules {
		lim, log := &yLim, o.logY
		if r.Upright {
			lim, log = &xLim, o.logX
		}
		if r.Value < lim[0] || r.Value > lim[1] {
			*lim = spaced(min(lim[0], r.Value), max(lim[1], r.Value), log)
		}
	}
	x = axis.Axis{Label: *o.xLabel, Lo: xLim[0], Hi: xLim[1], Hide: o.hideX, Log: o.logX, Every: o.xEvery}
	y = axis.Axis{Label: *o.yLabel, Lo: yLim[0], Hi: yLim[1], Hide: o.hideY, Log: o.logY, Every: o.yEvery}
	if o.xLim != nil {
		x.Lo, x.Hi, x.Ends = o.xLim[0], o.xLim[1], true
	}
	if o.yLim != nil {
		y.Lo, y.Hi, y.Ends = o.yLim[0], o.yLim[1], true
	}
	return x, y
}

// rgb is the color of the data.
func (o *options) rgb() color.RGBA { return colors.RGB(o.color) }

// offRGB is the color of off-spikes.
func (o *options) offRGB() color.RGBA { return colors.RGB(o.offColor) }
