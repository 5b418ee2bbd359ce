package plots

import (
	"cmp"
	"fmt"

	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// Line draws y over x as lines through their points, in order. y is [T], or [T x N] for N lines, told apart by the colors of
// [Palette] and by [Names]; x is [T], or nil for 0 to T-1. Where y is NaN or an infinity the line has a gap, as
// snnTorch's convert_to_time has below the threshold. x and y stay the caller's: they are read and not kept.
//
// It takes Names, Color (of a single line), XLabel, YLabel, XLim, YLim, HideXTicks, HideYTicks, and those of every
// figure: Title, Size, Alt.
//
// It returns an [ErrShape] for another shape, more than 64 lines, or nothing in y; an [ErrValue] for y without a finite value,
// or of x with one that is not.
func Line(x, y *ts.Tensor, opts ...LineOption) (_ *Figure, err error) {
	defer func() { err = argument.In("plots.Line", err) }()
	o := &options{}
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	o.labels("", "")
	l, err := readLines("y", x, y, o)
	if err != nil {
		return nil, err
	}
	if o.color != "" && len(l.y) > 1 {
		return nil, &argument.Error{Arg: "Color", Value: fmt.Sprintf("one for %d lines", len(l.y)), Want: "given for a single line", Kind: ErrOption}
	}
	f := &Figure{alt: o.altOr(l.words("line")), size: o.sized(640, 400), kind: "chart"}
	f.data = l.chart(o, f.alt)
	var names []string
	for k := range min(len(l.y), len(Palette)) {
		names = append(names, o.colorOf(k))
	}
	f.model = still.NewShades(names...)
	f.draw = func(c draw.Canvas) { l.draw(c, o) }
	return f, nil
}

// colorOf is the color of line k.
func (o *options) colorOf(k int) string {
	return cmp.Or(o.color, Palette[k%len(Palette)].Name)
}

func (l *lines) chart(o *options, alt string) *live.Chart {
	c := live.NewChart(o.title, alt)
	x, y := l.axes(o)
	c.Panel(c.WholeGrid(o.names != nil), x, y)
	for k := range l.y {
		c.Add(0, l.series(k, o.colorOf(k)))
	}
	c.Zoomable([]int{0}, true)
	return c.Done()
}

func (l *lines) draw(c draw.Canvas, o *options) {
	x, y := l.axes(o)
	p := still.NewPlot(o.title, x, y)
	var legend []still.LegendEntry
	for k := range l.y {
		color := colors.RGB(o.colorOf(k))
		p.Add(&still.Curve{X: l.x, Y: l.y[k], Color: color})
		if o.names != nil {
			legend = append(legend, still.LegendEntry{Name: l.names[k], Color: color})
		}
	}
	still.DrawPlot(c, p, legend...)
}
