package still

import (
	"image/color"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// legendHeight is what the row of names between title and data takes, in CSS pixels.
const legendHeight = 22

// LegendEntry is a name with its color.
type LegendEntry struct {
	Name  string
	Color color.RGBA
}

// drawLegend draws the entries side by side at c's upper edge, in the middle: gonum's own legend covers data.
func drawLegend(c draw.Canvas, entries []LegendEntry) {
	style := Sans(9)
	style.YAlign = draw.YCenter
	const square, space, between = 9 * CSSPixel, 5 * CSSPixel, 16 * CSSPixel
	var width vg.Length
	for _, e := range entries {
		width += square + space + style.Width(e.Name) + between
	}
	at := vg.Point{X: c.Center().X - (width-between)/2, Y: c.Max.Y - legendHeight/2*CSSPixel}
	for _, e := range entries {
		box := vg.Rectangle{Min: at.Add(vg.Point{Y: -square / 2}), Max: at.Add(vg.Point{X: square, Y: square / 2})}
		c.SetColor(e.Color)
		c.Fill(box.Path())
		at.X += square + space
		c.FillText(style, at, e.Name)
		at.X += style.Width(e.Name) + between
	}
}
