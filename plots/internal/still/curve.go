package still

import (
	"image"
	"image/color"
	"math"
	"runtime"
	"sync"
	"sync/atomic"

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
func (l *Curve) Draw(a *Area) { DrawCurves(a, []*Curve{l}) }

// mostCovered bounds the plot areas, in picture elements of all of them together, for which lines are covered at the same time.
const mostCovered = 64 << 20

// DrawCurves draws lines into a plot area, each over those before. Several processors cover their picture elements, and use the memory for it
// again.
func DrawCurves(a *Area, curves []*Curve) {
	bounds := a.bounds()
	page, at := a.pixels()
	if page == nil || bounds.Empty() {
		for _, l := range curves {
			l.vector(a)
		}
		return
	}
	turns := make([]chan struct{}, len(curves)+1) // closed when it is a line's turn to be painted
	for k := range turns {
		turns[k] = make(chan struct{})
	}
	close(turns[0])
	var next atomic.Int64
	var all sync.WaitGroup
	for range max(1, min(len(curves), runtime.GOMAXPROCS(0), mostCovered/(bounds.Dx()*bounds.Dy()))) {
		all.Go(func() {
			b := &brush{cover: image.NewAlpha(bounds)}
			for k := int(next.Add(1)) - 1; k < len(curves); k = int(next.Add(1)) - 1 {
				curves[k].covers(a, b)
				<-turns[k]
				paint(page, at, b.cover, curves[k].Color)
				close(turns[k+1])
			}
		})
	}
	all.Wait()
}

// brush is the memory in which lines are covered one after the other.
type brush struct {
	cover   *image.Alpha
	strokes vector.Rasterizer
	used    bool
}

// covers covers the picture elements of the line in the plot area.
func (l *Curve) covers(a *Area, b *brush) {
	if b.used {
		clear(b.cover.Pix)
	}
	b.used = true
	bounds := b.cover.Rect
	var dense, others [][]vg.Point
	for _, run := range l.runs(a) {
		if 2*len(run) > 3*bounds.Dx() {
			dense = append(dense, run)
		} else {
			others = append(others, run)
		}
	}
	if len(others) > 0 {
		b.strokes.Reset(bounds.Dx(), bounds.Dy())
		l.outline(&b.strokes, a, others)
		b.strokes.Draw(b.cover, bounds, image.Opaque, image.Point{})
	}
	for _, run := range dense {
		envelope(b.cover, a, run, l.Dash)
	}
}

// vector draws the line by shapes.
func (l *Curve) vector(a *Area) {
	style := draw.LineStyle{Color: l.Color, Width: lineWidth * CSSPixel, Dashes: l.Dash.lengths()}
	for _, run := range l.runs(a) {
		if len(run) > 1 {
			a.StrokeLines(style, a.clip().ClipLinesXY(thin(run))...)
		} else if a.clip().Contains(run[0]) {
			a.DrawGlyph(draw.GlyphStyle{Color: l.Color, Radius: 1.5 * lineWidth * CSSPixel, Shape: draw.CircleGlyph{}}, run[0])
		}
	}
}

// outline adds the shapes of strokes, and of lone points.
func (l *Curve) outline(r *vector.Rasterizer, a *Area, runs [][]vg.Point) {
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
