package plots

import (
	"fmt"
	"html"
	"strings"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// gap is the space between the figures of a Grid, in CSS pixels.
const gap = 8

// Grid sets figures side by side, row by row. Each stays what it is: an animation moves, a raster zooms.
// It takes Title, Alt, and Columns (all in one row without it). No figure at all, or one that is nil, is an [ErrOption].
//
//	a, err := plots.Image(mean1, plots.Title("Gain = 1"))
//	b, err := plots.Image(mean2, plots.Title("Gain = 0.25"))
//	plots.Show(plots.Grid([]*plots.Figure{a, b}))
func Grid(figures []*Figure, opts ...Option) (*Figure, error) {
	o, err := parseOptions("Grid", options{columns: max(1, len(figures))}, opts, "Columns")
	if err != nil {
		return nil, err
	}
	if o.has("Size") {
		return nil, &ArgError{"Grid", "option", "Size", "one of Title, Alt, Columns: each figure has its own size", ErrOption}
	}
	if len(figures) == 0 {
		return nil, &ArgError{"Grid", "figures", "empty", "at least one figure", ErrOption}
	}
	f := &Figure{title: o.title}
	var words []string
	for i, cell := range figures {
		if cell == nil {
			return nil, &ArgError{"Grid", "figures", fmt.Sprintf("nil at %d", i), "a figure", ErrOption}
		}
		f.cells, f.greys = append(f.cells, cell), f.greys || cell.greys
		words = append(words, cell.alt)
	}
	f.columns = min(o.columns, len(figures))
	f.alt = o.altOr(strings.Join(words, " | "))
	f.width, f.height = f.place(func(*Figure, int, int) {})
	f.draw = f.drawGrid
	return f, nil
}

// titleHeight is the height of a Grid's own title, in CSS pixels.
func (f *Figure) titleHeight() int {
	if f.title == "" {
		return 0
	}
	return 28
}

// place tells at, of each figure in the grid, its left and upper edge, and returns the size of the whole.
func (f *Figure) place(at func(cell *Figure, left, top int)) (width, height int) {
	top := f.titleHeight()
	for i := 0; i < len(f.cells); i += f.columns {
		left, tallest := 0, 0
		for _, cell := range f.cells[i:min(i+f.columns, len(f.cells))] {
			at(cell, left, top)
			left += cell.width + gap
			tallest = max(tallest, cell.height)
		}
		width, top = max(width, left-gap), top+tallest+gap
	}
	return width, top - gap
}

func (f *Figure) drawGrid(c draw.Canvas) {
	whiten(c)
	if f.title != "" {
		style := text.Style{Color: ink, Font: sans(12), XAlign: draw.XCenter, YAlign: draw.YTop, Handler: plot.DefaultTextHandler}
		c.FillText(style, vg.Point{X: c.Center().X, Y: c.Max.Y - 4}, f.title)
	}
	f.place(func(cell *Figure, left, top int) {
		min := vg.Point{X: c.Min.X + vg.Length(left)*cssPixel, Y: c.Max.Y - vg.Length(top+cell.height)*cssPixel}
		max := min.Add(vg.Point{X: vg.Length(cell.width) * cssPixel, Y: vg.Length(cell.height) * cssPixel})
		cell.draw(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: min, Max: max}})
	})
}

// gridHTML sets the fragments of the figures side by side; on a narrow page they wrap.
func (f *Figure) gridHTML() (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="gosnn-grid" role="group" aria-label="%s" style="max-width:%dpx">`, html.EscapeString(f.alt), f.width)
	if f.title != "" {
		fmt.Fprintf(&b, `<div style="text-align:center;font-weight:bold">%s</div>`, html.EscapeString(f.title))
	}
	fmt.Fprintf(&b, `<div style="display:flex;flex-wrap:wrap;gap:%dpx">`, gap)
	for _, cell := range f.cells {
		fragment, err := cell.HTML()
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&b, `<div style="flex:0 1 %dpx">%s</div>`, cell.width, fragment)
	}
	b.WriteString("</div></div>")
	return b.String(), nil
}
