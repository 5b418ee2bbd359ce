package still

import (
	"iter"
	"math"

	"gonum.org/v1/plot/vg"
)

// Dash is lengths of dashes and of the gaps between them in CSS pixels, by turns; none for a line without gaps.
type Dash []float64

// lengths are those of dashes and gaps in a drawing.
func (d Dash) lengths() []vg.Length {
	lengths := make([]vg.Length, len(d))
	for i, l := range d {
		lengths[i] = vg.Length(l) * CSSPixel
	}
	return lengths
}

// along draws the dashes of a line. What draw gets holds until it returns.
func (d Dash) along(line []vg.Point, draw func(dash []vg.Point)) {
	if len(d) == 0 {
		draw(line)
		return
	}
	part := []vg.Point{line[0]}
	k, left := 0, vg.Length(d[0])*CSSPixel // the dash, or the gap, that is being drawn, and what is left of it
	for i := 1; i < len(line); i++ {
		from, to := line[i-1], line[i]
		for {
			step := to.Sub(from)
			length := vg.Length(math.Hypot(float64(step.X), float64(step.Y)))
			if length < left {
				left -= length
				break
			}
			from = from.Add(step.Scale(left / length))
			if k%2 == 0 {
				draw(append(part, from))
			}
			k++
			left = vg.Length(d[k%len(d)]) * CSSPixel
			part = append(part[:0], from)
		}
		part = append(part, to)
	}
	if k%2 == 0 {
		draw(part)
	}
}

// within are the dashes between two places of an endless row of them, in picture elements. The first dash begins at the place -shift.
func (d Dash) within(from, to, shift float64) iter.Seq2[float64, float64] {
	return func(yield func(from, to float64) bool) {
		if len(d) == 0 {
			yield(from, to)
			return
		}
		period := d.period()
		for at := math.Floor((from+shift)/period)*period - shift; at < to; {
			for k, length := range d {
				end := at + length*Scale
				if k%2 == 0 && end > from && at < to && !yield(math.Max(at, from), math.Min(end, to)) {
					return
				}
				at = end
			}
		}
	}
}

// covers reports whether a place of an endless row of dashes is in one of them.
func (d Dash) covers(at float64) bool {
	for range d.within(at, math.Nextafter(at, math.Inf(1)), 0) {
		return true
	}
	return false
}

// period is the length after which dashes and gaps repeat, in picture elements.
func (d Dash) period() float64 {
	sum := 0.0
	for _, length := range d {
		sum += length * Scale
	}
	return sum
}
