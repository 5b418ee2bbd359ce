package still

import (
	"math"

	"golang.org/x/image/vector"
	"gonum.org/v1/plot/vg"
)

// stroke adds a line. Its parts reach over the corners between them, where these are sharp. All parts go around in the same sense, so that where
// they lie on each other they are one.
func stroke(r *vector.Rasterizer, a *Area, line []vg.Point) {
	const half, over = lineWidth * Scale / 2, lineWidth * Scale / 2
	x0, y0 := a.dot(line[0])
	var wasX, wasY float64 // direction of the last part
	for _, p := range line[1:] {
		x1, y1 := a.dot(p)
		length := math.Hypot(x1-x0, y1-y0)
		if length == 0 {
			continue
		}
		dx, dy := (x1-x0)/length, (y1-y0)/length
		fx, fy, tx, ty := x0, y0, x1, y1
		if dx*wasX+dy*wasY < 0.9 {
			fx, fy = x0-dx*over, y0-dy*over
		}
		wasX, wasY = dx, dy
		dx, dy = dx*half, dy*half
		r.MoveTo(float32(fx-dy), float32(fy+dx))
		r.LineTo(float32(fx+dy), float32(fy-dx))
		r.LineTo(float32(tx+dy), float32(ty-dx))
		r.LineTo(float32(tx-dy), float32(ty+dx))
		r.ClosePath()
		x0, y0 = x1, y1
	}
}

// dot is a place in picture elements, from the area's upper left corner.
func (a *Area) dot(p vg.Point) (x, y float64) {
	return dots(p.X - a.Box.Min.X), dots(a.Box.Max.Y - p.Y)
}

// disc adds a disc with a radius in picture elements, as a polygon.
func disc(r *vector.Rasterizer, a *Area, p vg.Point, radius float64) {
	x, y := a.dot(p)
	r.MoveTo(float32(x+radius), float32(y))
	for i := 1; i < 12; i++ {
		sin, cos := math.Sincos(float64(i) * math.Pi / 6)
		r.LineTo(float32(x+radius*cos), float32(y+radius*sin))
	}
	r.ClosePath()
}

// thin leaves out points that cannot be seen: of a run of points in one column of picture elements it keeps the lowest and the
// highest, and the ends of the line. Where there are very many, a column is as wide as the line.
func thin(points []vg.Point) []vg.Point {
	if len(points) < 2500 {
		return points
	}
	width := CSSPixel / Scale
	if len(points) > 8000 {
		width = lineWidth * CSSPixel
	}
	column := func(p vg.Point) float64 { return math.Floor(float64(p.X / width)) }
	kept := []vg.Point{points[0]}
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
		for _, k := range []int{min(low, high), max(low, high)} {
			if p := points[k]; p != kept[len(kept)-1] {
				kept = append(kept, p)
			}
		}
		i = end
	}
	return append(kept, points[len(points)-1])
}
