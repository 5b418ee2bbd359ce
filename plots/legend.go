package plots

import (
	"image/color"

	"github.com/go-echarts/go-echarts/v2/opts"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// legendHeight is what the row of names between title and data takes, in CSS pixels.
const legendHeight = 22

// legendEntry is a name with its color.
type legendEntry struct {
	name  string
	color color.RGBA
}

// wholeGrid is the plot area of a chart that has only one; with a legend it begins lower.
func (c *chart) wholeGrid(legend bool) opts.Grid {
	top := padTop
	if legend {
		c.Legend = opts.Legend{Show: opts.Bool(true), Left: "center", Top: px(padTop - 8), Type: "scroll", ItemWidth: 12, ItemHeight: 8}
		top += legendHeight
	}
	return opts.Grid{Left: px(padLeft), Right: px(padRight), Top: px(top), Bottom: px(padBottom)}
}

// drawLegend draws the entries side by side at c's upper edge, in the middle: gonum's own legend covers data.
func drawLegend(c draw.Canvas, entries []legendEntry) {
	style := sansStyle(9)
	style.YAlign = draw.YCenter
	const square, space, between = 9 * cssPixel, 5 * cssPixel, 16 * cssPixel
	var width vg.Length
	for _, e := range entries {
		width += square + space + style.Width(e.name) + between
	}
	at := vg.Point{X: c.Center().X - (width-between)/2, Y: c.Max.Y - legendHeight/2*cssPixel}
	for _, e := range entries {
		box := vg.Rectangle{Min: at.Add(vg.Point{Y: -square / 2}), Max: at.Add(vg.Point{X: square, Y: square / 2})}
		c.SetColor(e.color)
		c.Fill(box.Path())
		at.X += square + space
		c.FillText(style, at, e.name)
		at.X += style.Width(e.name) + between
	}
}
