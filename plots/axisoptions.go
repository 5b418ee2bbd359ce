package plots

import "gosnn/plots/internal/still"

// XLabel writes a title along the horizontal axis, with the unit. Figures of spikes have one without it: "Time step"; "" takes it away.
//
// Taken by [Confusion], [Histogram], [Line], [Live], [Raster], [RasterWithImage], [SpikeCount], [Stack], [Traces].
type XLabel string

func (l XLabel) set(o *options) error { o.xLabel = (*string)(&l); return nil }

// YLabel writes a title along the vertical axis, with the unit. Figures of spikes have one without it; "" takes it away.
//
// Taken by [Confusion], [Histogram], [Line], [Live], [Raster], [RasterWithImage], [SpikeCount], [Traces].
type YLabel string

func (l YLabel) set(o *options) error { o.yLabel = (*string)(&l); return nil }

// HideXTicks leaves out ticks and numbers of the horizontal axis.
//
// Taken by [Histogram], [Line], [Live], [Raster], [RasterWithImage], [SpikeCount], [Traces].
type HideXTicks bool

func (h HideXTicks) set(o *options) error { o.hideX = bool(h); return nil }

// HideYTicks leaves out ticks and numbers of the vertical axis.
//
// Taken by [Histogram], [Line], [Live], [Raster], [RasterWithImage], [SpikeCount], [Traces].
type HideYTicks bool

func (h HideYTicks) set(o *options) error { o.hideY = bool(h); return nil }

// XLimits is the option that [XLim] returns.
type XLimits [2]float64

// XLim shows the horizontal axis from lo to hi, lo < hi, both finite.
//
// Taken by [Line], [Live], [Raster], [RasterWithImage], [Traces].
func XLim(lo, hi float64) XLimits { return XLimits{lo, hi} }

func (l XLimits) set(o *options) error { o.xLim = (*[2]float64)(&l); return checkLimits("XLim", l) }

// YLimits is the option that [YLim] returns.
type YLimits [2]float64

// YLim shows the vertical axis from lo to hi, lo < hi, both finite.
//
// Taken by [Histogram], [Line], [Live], [Raster], [RasterWithImage], [SpikeCount], [Traces].
func YLim(lo, hi float64) YLimits { return YLimits{lo, hi} }

func (l YLimits) set(o *options) error { o.yLim = (*[2]float64)(&l); return checkLimits("YLim", l) }

// HorizontalRule is the option that [HLine] returns.
type HorizontalRule still.Rule

// HLine draws a dashed line at a value of the vertical axis, such as a threshold, with its name ("" for none).
//
// Taken by [Histogram], [Line], [Live], [Raster], [RasterWithImage], [SpikeCount], [Traces].
func HLine(y float64, name string) HorizontalRule {
	return HorizontalRule{Value: y, Name: name}
}

func (r HorizontalRule) set(o *options) error { return o.addRule("HLine", still.Rule(r)) }

// UprightRule is the option that [VLine] returns.
type UprightRule still.Rule

// VLine draws a dashed line at a value of the horizontal axis, such as the onset of a stimulus, with its name ("" for none).
//
// Taken by [Line], [Live], [Raster], [RasterWithImage], [Traces].
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
// Taken by [Line], [Live].
type LogX bool

func (l LogX) set(o *options) error { o.logX = bool(l); return nil }

// LogY makes the vertical axis logarithmic. Points at 0 or below have no place on it: lines have gaps there.
//
// Taken by [Line], [Live], [Traces].
type LogY bool

func (l LogY) set(o *options) error { o.logY = bool(l); return nil }

// XTickStep sets numbers along the horizontal axis at its multiples, such as 10 time steps, or at multiples of these where they are
// too many.
//
// Taken by [Line], [Live], [Raster], [RasterWithImage], [Traces].
type XTickStep float64

func (s XTickStep) set(o *options) error {
	o.xEvery = float64(s)
	return checkStep("XTickStep", o.xEvery)
}

// YTickStep sets numbers along the vertical axis at its multiples, such as 28 neurons of a row of pixels, or at multiples of these
// where they are too many.
//
// Taken by [Line], [Live], [Raster], [RasterWithImage], [Traces].
type YTickStep float64

func (s YTickStep) set(o *options) error {
	o.yEvery = float64(s)
	return checkStep("YTickStep", o.yEvery)
}
