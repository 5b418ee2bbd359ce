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
	Dash  []float64 // lengths of dashes and gaps between them in CSS pixels; none for a line without gaps
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
	style := draw.LineStyle{Color: l.Color, Width: lineWidth * CSSPixel}
	for _, d := range l.Dash {
		style.Dashes = append(style.Dashes, vg.Length(d)*CSSPixel)
	}
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
		if 2*len(run) > 3*bounds.Dx() && len(l.Dash) == 0 {
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
		envelope(cover, a, run)
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
			for _, dash := range l.dashes(part) {
				stroke(r, a, dash)
			}
		}
	}
	return r
}

// envelope covers a line of which several points lie in each column of picture elements: from the lowest to the highest of them, and of
// the end of the column before. Where the line is steep, its width is beside it, and else above and below.
func envelope(cover *image.Alpha, a *Area, run []vg.Point) {
	const half = lineWidth * Scale / 2
	width, height := cover.Rect.Dx(), float64(cover.Rect.Dy())
	column, low, high := -1<<30, 0.0, 0.0
	draw := func() {
		from, to := column, column
		if high-low > 2*half {
			from, to = column-1, column+1
		}
		for x := max(0, from); x <= min(width-1, to); x++ {
			upright(cover, x, math.Max(0, low-half), math.Min(height, high+half))
		}
	}
	_, last := a.dot(run[0])
	for _, p := range run {
		x, y := a.dot(p)
		if c := int(math.Floor(x)); c != column {
			draw()
			if c != column+1 {
				last = y
			}
			column, low, high = c, last, last
		}
		low, high, last = math.Min(low, y), math.Max(high, y), y
	}
	draw()
}

// upright covers a part of a column of picture elements.
func upright(cover *image.Alpha, x int, from, to float64) {
	if !(from < to) {
		return
	}
	first, last := int(from), min(int(to), cover.Rect.Dy()-1)
	at := x + first*cover.Stride
	for y := first; y <= last; y++ {
		part := uint8(255)
		if y == first || y == last {
			part = uint8(255 * (math.Min(to, float64(y+1)) - math.Max(from, float64(y))))
		}
		cover.Pix[at] = max(cover.Pix[at], part)
		at += cover.Stride
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

// dashes are the parts of a line that are to be seen.
func (l *Curve) dashes(line []vg.Point) [][]vg.Point {
	if len(l.Dash) == 0 {
		return [][]vg.Point{line}
	}
	var parts [][]vg.Point
	part := []vg.Point{line[0]}
	k, left := 0, vg.Length(l.Dash[0])*CSSPixel // the dash, or the gap, that is being drawn, and what is left of it
	for i := 1; i < len(line); i++ {
		from, to := line[i-1], line[i]
		for {
			d := to.Sub(from)
			length := vg.Length(math.Hypot(float64(d.X), float64(d.Y)))
			if length < left {
				left -= length
				break
			}
			from = from.Add(d.Scale(left / length))
			if k%2 == 0 {
				parts = append(parts, append(part, from))
			}
			k++
			left = vg.Length(l.Dash[k%len(l.Dash)]) * CSSPixel
			part = []vg.Point{from}
		}
		part = append(part, to)
	}
	if k%2 == 0 {
		parts = append(parts, part)
	}
	return parts
}

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
