package plots

import (
	"fmt"

	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg/draw"
)

// Line draws y over x as lines through their points, in order. y is [T], or [T x N] for N lines, told apart by the colors of
// [Palette] and by [Names]; x is [T], or nil for 0 to T-1. Where y is NaN or an infinity the line has a gap, as
// snnTorch's convert_to_time has below the threshold. x and y stay the caller's: they are read and not kept.
//
// It takes Names, Color (of a single line), XLabel, YLabel, XLim, YLim, HideXTicks, HideYTicks, and those of every
// figure: Title, Size, Alt.
//
// An [ErrShape] tells of another shape, more than 64 lines, or nothing in y; an [ErrValue] of y without a finite value,
// or of x with one that is not.
func Line(x, y *ts.Tensor, opts ...Option) (*Figure, error) {
	o, err := parseOptions("Line", options{width: 640, height: 400}, opts,
		"Names", "Color", "XLabel", "YLabel", "XLim", "YLim", "HideXTicks", "HideYTicks")
	if err != nil {
		return nil, err
	}
	l, err := readLines("Line", "y", x, y, &o)
	if err != nil {
		return nil, err
	}
	if o.has("Color") && len(l.y) > 1 {
		return nil, &ArgError{"Line", "Color", fmt.Sprintf("one for %d lines", len(l.y)), "given for a single line", ErrOption}
	}
	f := &Figure{alt: o.altOr(l.words("line")), width: o.width, height: o.height, kind: "chart"}
	f.data = l.chart(&o, f.alt)
	var colors []string
	for k := range min(len(l.y), len(Palette)) {
		colors = append(colors, o.colorOf(k))
	}
	f.shades = newShades(colors...)
	f.draw = func(c draw.Canvas) { l.draw(c, &o) }
	return f, nil
}

// colorOf is the color of line k.
func (o *options) colorOf(k int) string {
	if o.has("Color") {
		return o.color
	}
	return Palette[k%len(Palette)].Name
}

func (l *lines) chart(o *options, alt string) *chart {
	c := newChart(o, alt)
	x, y := l.axes(o)
	c.panel(c.wholeGrid(o.has("Names")), x, y)
	for k := range l.y {
		c.add(0, l.series(k, o.colorOf(k)))
	}
	c.zoomable([]int{0}, true)
	return c.done()
}

func (l *lines) draw(c draw.Canvas, o *options) {
	p := newPlot(o)
	x, y := l.axes(o)
	x.place(&p.X)
	y.place(&p.Y)
	var legend []legendEntry
	for k := range l.y {
		color := rgb(o.colorOf(k))
		p.Add(&curve{l.x, l.y[k], color})
		if o.has("Names") {
			legend = append(legend, legendEntry{l.names[k], color})
		}
	}
	drawPlot(c, p, legend...)
}
