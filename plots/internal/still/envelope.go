package still

import (
	"image"
	"math"

	"gonum.org/v1/plot/vg"
)

// envelope covers a line of which several points lie in each column of picture elements: from the lowest to the highest of them, and of
// the end of the column before. Where the line is steep, its width is beside it, and else above and below.
//
// Dashes of a level part go along it. Those of a steep part keep to places in the picture: as lengths along a line that goes up and down in each
// column they would fill each other's gaps, and the line would look like one without dashes.
func envelope(cover *image.Alpha, a *Area, run []vg.Point, dash Dash) {
	const half = lineWidth * Scale / 2
	width, height := cover.Rect.Dx(), float64(cover.Rect.Dy())
	column, low, high, length := -1<<30, 0.0, 0.0, 0.0
	draw := func() {
		from, to := math.Max(0, low-half), math.Min(height, high+half)
		if high-low <= 2*half {
			length += math.Hypot(1, high-low)
			if dash.covers(length) && 0 <= column && column < width {
				upright(cover, column, from, to)
			}
			return
		}
		for x := max(0, column-1); x <= min(width-1, column+1); x++ {
			for begin, end := range dash.within(from, to, float64(x)) {
				upright(cover, x, begin, end)
			}
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
