package plots

import (
	"cmp"
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// Line draws y over x as lines through their points, in order. y is [T], or [T x N] for N lines, distinguished by the colors of
// [Palette], from the ninth on also by dashes (32 lines differ; more repeat these), and by [Names]; x is [T], or nil for 0 to T-1. Where y is NaN or an infinity the line has a gap, as
// snnTorch's convert_to_time has below the threshold. x and y stay the caller's: they are read and not kept.
//
// Options: [Names], [Color] (of a single line), [XLabel], [YLabel], [XLim], [YLim], [LogX], [LogY], [HLine], [VLine],
// [XTickStep], [YTickStep], [HideXTicks], [HideYTicks], [Title], [Size], [Alt].
//
// It returns an [ErrShape] for another shape, more than 64 lines, or nothing in y; an [ErrValue] for y without a finite value,
// or of x with one that is not.
func Line(x, y *ts.Tensor, opts ...LineOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Line")
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
		return nil, argument.New("Color", fmt.Sprintf("one for %d lines", len(l.y)), "given for a single line", ErrOption)
	}
	return l.figure(o)
}

// figure draws all lines in one panel.
func (l *lines) figure(o *options) (_ *Figure, err error) {
	p := &panel{zoomY: true}
	if p.x, p.y, err = l.axes(o); err != nil {
		return nil, err
	}
	var legend []still.LegendEntry
	var colors []string
	for k := range l.y {
		c := l.curve(k, o.colorOf(k), dashOf(k))
		p.layers = append(p.layers, c)
		if k < len(Palette) {
			colors = append(colors, o.colorOf(k))
		}
		if o.names != nil {
			legend = append(legend, still.LegendEntry{Name: l.names[k], Color: c.Color, Dash: c.Dash, Line: true})
		}
	}
	f, err := newPlot(o, []*panel{p}, 1, o.sized(640, 400+moreNames(legend)), l.words("line"), legend)
	if err != nil {
		return nil, err
	}
	f.model = still.NewShades(colors...)
	return f, nil
}

// colorOf is the color of line k.
func (o *options) colorOf(k int) string {
	return cmp.Or(o.color, Palette[k%len(Palette)].Name)
}

// dashes are the ways in which lines of one color are drawn, so that as many times as many lines can be distinguished.
var dashes = [][]float64{nil, {6, 4}, {2, 3}, {8, 3, 2, 3}}

// dashOf is the way in which line k is drawn: with dashes once the colors are used up.
func dashOf(k int) []float64 { return dashes[k/len(Palette)%len(dashes)] }
