package still

import (
	"image/color"
	"reflect"
	"slices"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// LegendRow is the height of a row of names, in CSS pixels.
const LegendRow = 20

// LegendEntry is a name with its color and, of a line, its dashes.
type LegendEntry struct {
	Name  string
	Color color.RGBA
	Line  bool
	Dash  Dash
}

// Sizes of a legend, in CSS pixels.
const (
	swatchWidth  = 9
	lineSwatch   = 22
	swatchSpace  = 5
	entrySpace   = 14
	LegendMargin = 8
	LegendIndent = lineSwatch + swatchSpace + entrySpace // of a name in its row, at most
)

func (e LegendEntry) swatch() int {
	if e.Line {
		return lineSwatch
	}
	return swatchWidth
}

func (e LegendEntry) width() int { return e.swatch() + swatchSpace + Width(e.Name, NumberSize) }

// Distinct leaves out entries that are as one before.
func Distinct(entries []LegendEntry) []LegendEntry {
	var distinct []LegendEntry
	for _, e := range entries {
		if !slices.ContainsFunc(distinct, func(other LegendEntry) bool { return reflect.DeepEqual(e, other) }) {
			distinct = append(distinct, e)
		}
	}
	return distinct
}

// LegendRows sets entries side by side in rows of at most so many CSS pixels.
func LegendRows(entries []LegendEntry, width int) [][]LegendEntry {
	var rows [][]LegendEntry
	left := 0
	for _, e := range entries {
		if w := e.width() + entrySpace; len(rows) == 0 || left < w {
			rows = append(rows, nil)
			left = width
		}
		left -= e.width() + entrySpace
		rows[len(rows)-1] = append(rows[len(rows)-1], e)
	}
	return rows
}

// DrawLegend draws rows of entries, each in the middle of c, from a height in CSS pixels downward.
func DrawLegend(c draw.Canvas, top int, rows [][]LegendEntry) {
	style := Sans(NumberSize)
	style.YAlign = draw.YCenter
	for i, row := range rows {
		width := -entrySpace
		for _, e := range row {
			width += e.width() + entrySpace
		}
		at := At(c, 0, float64(top+i*LegendRow+LegendRow/2))
		at.X = c.Center().X - vg.Length(width)/2*CSSPixel
		for _, e := range row {
			w := vg.Length(e.swatch()) * CSSPixel
			if e.Line {
				c.StrokeLine2(draw.LineStyle{Color: e.Color, Width: 2 * CSSPixel, Dashes: e.Dash.lengths()}, at.X, at.Y, at.X+w, at.Y)
			} else {
				box := vg.Rectangle{Min: at.Add(vg.Point{Y: -w / 2}), Max: at.Add(vg.Point{X: w, Y: w / 2})}
				c.SetColor(e.Color)
				c.Fill(box.Path())
			}
			at.X += w + swatchSpace*CSSPixel
			if e.Name != "" {
				c.FillText(style, at, e.Name)
			}
			at.X += vg.Length(Width(e.Name, NumberSize)+entrySpace) * CSSPixel
		}
	}
}
