package plots

import (
	"fmt"
	"html"
	"image/color"
	"strings"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// gap is the space between the figures of a Grid, in CSS pixels.
const gap = 8

// Grid sets figures side by side, row by row. Each stays what it is: an animation moves, a raster zooms. No figure at all, or one
// that is nil, is an [ErrOption].
//
// Options: [Columns] (all in one row), [Title], [Alt].
//
//	a, err := plots.Image(mean1, plots.Title("Gain = 1"))
//	b, err := plots.Image(mean2, plots.Title("Gain = 0.25"))
//	plots.Show(plots.Grid([]*plots.Figure{a, b}))
func Grid(figures []*Figure, opts ...GridOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Grid")
	o := &options{columns: max(1, len(figures))}
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	if len(figures) == 0 {
		return nil, argument.New("figures", "empty", "at least one figure", ErrOption)
	}
	f := &Figure{title: o.title, model: still.FewGreys}
	var words []string
	for i, cell := range figures {
		if cell == nil {
			return nil, argument.New("figures", fmt.Sprintf("nil at %d", i), "a figure", ErrOption)
		}
		f.cells = append(f.cells, cell)
		if cell.model == color.RGBAModel {
			f.model = cell.model
		}
		words = append(words, cell.alt)
	}
	f.columns = min(o.columns, len(figures))
	width, _ := f.place(func(*Figure, int, int) {})
	f.titleLines = wrap(f.title, still.TitleSize, max(24, width-2*edge))
	f.alt = o.altOr(strings.Join(words, " | "))
	f.width, f.height = f.place(func(*Figure, int, int) {})
	f.draw = f.drawGrid
	return f, nil
}

// titleHeight is the height of a Grid's own title, in CSS pixels.
func (f *Figure) titleHeight() int {
	if len(f.titleLines) == 0 {
		return 0
	}
	return 28 + (len(f.titleLines)-1)*still.LineHeight(still.TitleSize)
}

// place calls at with the left and upper edge of each figure in the grid, and returns the size of the whole.
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
	still.Whiten(c)
	style := still.Sans(still.TitleSize)
	style.XAlign, style.YAlign = draw.XCenter, draw.YTop
	for i, line := range f.titleLines {
		if line != "" {
			c.FillText(style, vg.Point{X: c.Center().X, Y: c.Max.Y - 4 - vg.Length(i*still.LineHeight(still.TitleSize))*still.CSSPixel}, line)
		}
	}
	f.place(func(cell *Figure, left, top int) {
		min := vg.Point{X: c.Min.X + vg.Length(left)*still.CSSPixel, Y: c.Max.Y - vg.Length(top+cell.height)*still.CSSPixel}
		max := min.Add(vg.Point{X: vg.Length(cell.width) * still.CSSPixel, Y: vg.Length(cell.height) * still.CSSPixel})
		cell.draw(draw.Canvas{Canvas: c.Canvas, Rectangle: vg.Rectangle{Min: min, Max: max}})
	})
}

// gridHTML sets the fragments of the figures side by side; on a narrow page they wrap.
func (f *Figure) gridHTML() (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="gosnn-grid" role="group" aria-label="%s" style="max-width:%dpx">`, html.EscapeString(f.alt), f.width)
	if f.title != "" {
		fmt.Fprintf(&b, `<div style="text-align:center;font-weight:bold">%s</div>`, plainText(f.title))
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
