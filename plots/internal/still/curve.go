package still

import (
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Curve draws a line with gaps, which gonum's own refuses, and quickly however many points there are.
type Curve struct {
	X, Y  []float32
	Color color.RGBA
}

// Plot implements gonum's plot.Plotter.
func (l *Curve) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	style := draw.LineStyle{Color: l.Color, Width: 1.5 * CSSPixel}
	var run []vg.Point
	end := func() {
		if len(run) == 1 { // a point between two gaps
			run = append(run, run[0].Add(vg.Point{X: 1.5 * CSSPixel}))
		}
		c.StrokeLines(style, c.ClipLinesXY(thin(run))...)
		run = run[:0]
	}
	for i, x := range l.X {
		if !(l.Y[i]-l.Y[i] == 0) {
			end()
			continue
		}
		run = append(run, vg.Point{X: trX(float64(x)), Y: trY(float64(l.Y[i]))})
	}
	end()
}

// thin leaves out points that cannot be seen: of a run of points in one column of dots it keeps the first and the last, the
// highest and the lowest.
func thin(points []vg.Point) []vg.Point {
	if len(points) < 4096 {
		return points
	}
	column := func(p vg.Point) float64 { return math.Floor(float64(p.X/CSSPixel) * Scale) }
	var kept []vg.Point
	for i := 0; i < len(points); {
		end, low, high := i, i, i
		for ; end < len(points) && column(points[end]) == column(points[i]); end++ {
			if points[end].Y < points[low].Y {
				low = end
			}
			if points[end].Y > points[high].Y {
				high = end
			}
		}
		last := -1
		for _, k := range []int{i, min(low, high), max(low, high), end - 1} {
			if k != last {
				kept = append(kept, points[k])
			}
			last = k
		}
		i = end
	}
	return kept
}
