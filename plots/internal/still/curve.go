package still

import (
	"image"
	"image/color"
	"math"

	"golang.org/x/image/vector"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// lineWidth is that of a curve, in CSS pixels.
const lineWidth = 1.5

// Curve is a line with gaps where Y is not finite.
type Curve struct {
	X, Y  []float64
	Color color.RGBA
	Dash  Dash
}

// Draw draws the line into the plot area, quickly however many points there are: gonum would stroke it as one path, which takes a
// time that grows with the square of their number.
func (l *Curve) Draw(a *Area) {
	bounds := a.bounds()
	page, at := a.pixels()
	if page != nil && !bounds.Empty() {
		l.cover(a, page, at, bounds)
		return
	}
	style := draw.LineStyle{Color: l.Color, Width: lineWidth * CSSPixel, Dashes: l.Dash.lengths()}
	for _, run := range l.runs(a) {
		if len(run) > 1 {
			a.StrokeLines(style, a.clip().ClipLinesXY(thin(run))...)
		} else if a.clip().Contains(run[0]) {
			a.DrawGlyph(draw.GlyphStyle{Color: l.Color, Radius: 1.5 * lineWidth * CSSPixel, Shape: draw.CircleGlyph{}}, run[0])
		}
	}
}

// cover draws the line into the picture elements of a page.
func (l *Curve) cover(a *Area, page *image.RGBA, at image.Point, bounds image.Rectangle) {
	var dense, others [][]vg.Point
	for _, run := range l.runs(a) {
		if 2*len(run) > 3*bounds.Dx() {
			dense = append(dense, run)
		} else {
			others = append(others, run)
		}
	}
	cover := image.NewAlpha(bounds)
	if len(others) > 0 {
		l.outline(a, others).Draw(cover, bounds, image.Opaque, image.Point{})
	}
	for _, run := range dense {
		envelope(cover, a, run, l.Dash)
	}
	paint(page, at, cover, l.Color)
}

// outline is the shape of strokes, and of lone points.
func (l *Curve) outline(a *Area, runs [][]vg.Point) *vector.Rasterizer {
	bounds := a.bounds()
	r := vector.NewRasterizer(bounds.Dx(), bounds.Dy())
	for _, run := range runs {
		if len(run) == 1 {
			if a.clip().Contains(run[0]) {
				disc(r, a, run[0], 1.5*lineWidth*Scale)
			}
			continue
		}
		for _, part := range a.clip().ClipLinesXY(thin(run)) {
			l.Dash.along(part, func(dash []vg.Point) { stroke(r, a, dash) })
		}
	}
	return r
}

// runs are the points between gaps.
func (l *Curve) runs(a *Area) [][]vg.Point {
	var runs [][]vg.Point
	var run []vg.Point
	for i, x := range l.X {
		if p := a.At(x, l.Y[i]); l.Y[i]-l.Y[i] == 0 && !math.IsNaN(float64(p.X)) && !math.IsNaN(float64(p.Y)) {
			run = append(run, p)
		} else if run != nil {
			runs, run = append(runs, run), nil
		}
	}
	if run != nil {
		runs = append(runs, run)
	}
	return runs
}
