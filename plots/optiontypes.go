package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// Title writes a title above the figure.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount], [Image], [ImageGrid], [Animator], [Grid],
// [Sweep], [Confusion], [Stack].
type Title string

func (t Title) set(o *options) error { o.title = string(t); return nil }

// Alt replaces the words that stand for the figure where it cannot be seen. Without it they are made from the data.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount], [Image], [ImageGrid], [Animator], [Grid],
// [Sweep], [Confusion], [Stack].
type Alt string

func (a Alt) set(o *options) error { o.alt = (*string)(&a); return nil }

// FigureSize is the option that [Size] returns.
type FigureSize size

// Size sets width and height in CSS pixels, 32 to 4096 each. In small figures titles and numbers for which there is no room are left out.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount], [Image], [ImageGrid], [Animator],
// [Confusion], [Stack].
func Size(width, height int) FigureSize { return FigureSize{width, height} }

func (s FigureSize) set(o *options) error {
	o.size = (*size)(&s)
	if min(s.width, s.height) < 32 || max(s.width, s.height) > 4096 {
		return outOfRange("Size", fmt.Sprintf("%d x %d", s.width, s.height), "32 to 4096 each (CSS pixels)")
	}
	return nil
}

// XLabel writes a title along the horizontal axis, with the unit. Figures of spikes have one without it: "Time step"; "" takes it away.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount], [Confusion], [Stack].
type XLabel string

func (l XLabel) set(o *options) error { o.xLabel = (*string)(&l); return nil }

// YLabel writes a title along the vertical axis, with the unit. Figures of spikes have one without it; "" takes it away.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount], [Confusion].
type YLabel string

func (l YLabel) set(o *options) error { o.yLabel = (*string)(&l); return nil }

// HideXTicks leaves out ticks and numbers of the horizontal axis.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount].
type HideXTicks bool

func (h HideXTicks) set(o *options) error { o.hideX = bool(h); return nil }

// HideYTicks leaves out ticks and numbers of the vertical axis.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount].
type HideYTicks bool

func (h HideYTicks) set(o *options) error { o.hideY = bool(h); return nil }

// XLimits is the option that [XLim] returns.
type XLimits [2]float64

// XLim shows the horizontal axis from lo to hi, lo < hi, both finite.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces].
func XLim(lo, hi float64) XLimits { return XLimits{lo, hi} }

func (l XLimits) set(o *options) error { o.xLim = (*[2]float64)(&l); return checkLimits("XLim", l) }

// YLimits is the option that [YLim] returns.
type YLimits [2]float64

// YLim shows the vertical axis from lo to hi, lo < hi, both finite.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount].
func YLim(lo, hi float64) YLimits { return YLimits{lo, hi} }

func (l YLimits) set(o *options) error { o.yLim = (*[2]float64)(&l); return checkLimits("YLim", l) }

// HorizontalRule is the option that [HLine] returns.
type HorizontalRule still.Rule

// HLine draws a dashed line at a value of the vertical axis, such as a threshold, with its name ("" for none).
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount].
func HLine(y float64, name string) HorizontalRule {
	return HorizontalRule{Value: y, Name: name}
}

func (r HorizontalRule) set(o *options) error { return o.addRule("HLine", still.Rule(r)) }

// UprightRule is the option that [VLine] returns.
type UprightRule still.Rule

// VLine draws a dashed line at a value of the horizontal axis, such as the onset of a stimulus, with its name ("" for none).
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces].
func VLine(x float64, name string) UprightRule {
	return UprightRule{Value: x, Name: name, Upright: true}
}

func (r UprightRule) set(o *options) error { return o.addRule("VLine", still.Rule(r)) }

func (o *options) addRule(arg string, r still.Rule) error {
	o.rules = append(o.rules, &r)
	if !finite(r.Value) {
		return outOfRange(arg, r.Value, "a finite value")
	}
	return nil
}

// LogX makes the horizontal axis logarithmic. Points at 0 or below have no place on it.
//
// Taken by [Line].
type LogX bool

func (l LogX) set(o *options) error { o.logX = bool(l); return nil }

// LogY makes the vertical axis logarithmic. Points at 0 or below have no place on it: lines have gaps there.
//
// Taken by [Line], [Traces].
type LogY bool

func (l LogY) set(o *options) error { o.logY = bool(l); return nil }

// XTickStep sets numbers along the horizontal axis at its multiples, such as 10 time steps, or at multiples of these where they are
// too many.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces].
type XTickStep float64

func (s XTickStep) set(o *options) error {
	o.xEvery = float64(s)
	return checkStep("XTickStep", o.xEvery)
}

// YTickStep sets numbers along the vertical axis at its multiples, such as 28 neurons of a row of pixels, or at multiples of these
// where they are too many.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces].
type YTickStep float64

func (s YTickStep) set(o *options) error {
	o.yEvery = float64(s)
	return checkStep("YTickStep", o.yEvery)
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
// Taken by [Line], [Traces], [SpikeCount], [ImageGrid], [Confusion].
func Names(names ...string) NameList { return NameList(names) }

func (n NameList) set(o *options) error { o.names = append([]string{}, n...); return nil }

// Color is the color of spikes, of a line or of bars: "#rrggbb", or one of the names of [Palette]. "black" is the
// color of the theme's text, so that it is white in a dark theme.
//
// Taken by [Raster], [RasterWithImage], [Line], [Traces], [Histogram], [SpikeCount].
type Color string

func (c Color) set(o *options) error { o.color = string(c); return checkColor("Color", o.color) }

// OffColor is the color of off-spikes (-1), written as a [Color].
//
// Taken by [Raster], [RasterWithImage], [Histogram], [SpikeCount], [Animator].
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
		return &argument.Error{Arg: "Spikes", Value: "nil", Want: "a tensor", Kind: ErrTensor}
	}
	o.spikes = s.spikes
	return nil
}

// Columns is how many pictures stand side by side, at least 1.
//
// Taken by [Traces], [ImageGrid], [Grid], [Sweep].
type Columns int

func (n Columns) set(o *options) error { o.columns = int(n); return checkCount("Columns", o.columns) }

// Bins is the number of bars of a histogram, at least 1.
//
// Taken by [Histogram].
type Bins int

func (n Bins) set(o *options) error { o.bins = int(n); return checkCount("Bins", o.bins) }

// ColorMap is the colors of an image's values: "gray" (black to white), "viridis" or "plasma".
//
// Taken by [RasterWithImage], [Image], [ImageGrid], [Animator], [Confusion].
type ColorMap string

func (m ColorMap) set(o *options) error {
	o.colorMap = string(m)
	return checkName("ColorMap", o.colorMap, colors.MapNames()...)
}

// ColorLimits is the option that [ColorRange] returns.
type ColorLimits [2]float64

// ColorRange sets the values of the color map's two ends, lo < hi, both finite. Values beyond take the end's color.
//
// Taken by [RasterWithImage], [Image], [ImageGrid].
func ColorRange(lo, hi float64) ColorLimits { return ColorLimits{lo, hi} }

func (l ColorLimits) set(o *options) error {
	o.colorRange = (*[2]float64)(&l)
	return checkLimits("ColorRange", l)
}

// Horizontal draws bars to the right, each below the name of what it counts.
//
// Taken by [SpikeCount].
type Horizontal bool

func (h Horizontal) set(o *options) error { o.horizontal = bool(h); return nil }

// Animate lets bars grow over time: at each step they count the spikes so far.
//
// Taken by [SpikeCount].
type Animate bool

func (a Animate) set(o *options) error { o.animate = bool(a); return nil }

// Interval is the time that each frame is shown, 10 ms to 10 s. Without it a frame is shown for 40 ms.
//
// Taken by [SpikeCount], [Animator].
type Interval time.Duration

func (d Interval) set(o *options) error {
	o.interval = time.Duration(d)
	if o.interval < 10*time.Millisecond || o.interval > 10*time.Second {
		return outOfRange("Interval", o.interval, "10 ms to 10 s")
	}
	return nil
}

// FPS is the number of frames a second, 0.1 to 100: [Interval] in other words.
//
// Taken by [SpikeCount], [Animator].
type FPS float64

func (n FPS) set(o *options) error {
	if !(n >= 0.1 && n <= 100) {
		return outOfRange("FPS", float64(n), "0.1 to 100 (frames a second)")
	}
	o.interval = time.Duration(float64(time.Second) / float64(n))
	return nil
}

// Once lets an animation stop at its end, instead of beginning anew.
//
// Taken by [SpikeCount], [Animator].
type Once bool

func (b Once) set(o *options) error { o.once = bool(b); return nil }

// RunningMean shows the mean over the steps so far beside an animation: a rate code becomes the picture that it encodes.
//
// Taken by [Animator].
type RunningMean bool

func (b RunningMean) set(o *options) error { o.runningMean = bool(b); return nil }

func outOfRange(arg string, value any, want string) error {
	return &argument.Error{Arg: arg, Value: value, Want: want, Kind: ErrRange}
}

func checkColor(arg, name string) error {
	if _, ok := colors.Parse(name); !ok {
		return outOfRange(arg, fmt.Sprintf("%q", name), "#rrggbb or one of "+strings.Join(colors.Names(), ", "))
	}
	return nil
}

func checkName(arg, name string, allowed ...string) error {
	if !slices.Contains(allowed, name) {
		return outOfRange(arg, fmt.Sprintf("%q", name), fmt.Sprintf("one of %q", allowed))
	}
	return nil
}

func checkLimits(arg string, lim [2]float64) error {
	if !(lim[0] < lim[1]) || math.IsInf(lim[0], 0) || math.IsInf(lim[1], 0) {
		return outOfRange(arg, lim, "lo < hi, both finite")
	}
	return nil
}

func checkStep(arg string, step float64) error {
	if !(step > 0) || math.IsInf(step, 0) {
		return outOfRange(arg, step, "> 0 and finite")
	}
	return nil
}

func checkCount(arg string, n int) error {
	if n < 1 || n > 10_000 {
		return outOfRange(arg, n, "1 to 10000")
	}
	return nil
}

// checkNames refuses a number of names that is not the number of things to name.
func (o *options) checkNames(n int) error {
	if o.names != nil && len(o.names) != n {
		return &argument.Error{Arg: "Names", Value: fmt.Sprintf("%d names", len(o.names)), Want: fmt.Sprint(n), Kind: ErrOption}
	}
	return nil
}
