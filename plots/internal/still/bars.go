package still

import (
	"image/color"

	"gonum.org/v1/plot/vg"
)

// Bars draws one layer of bars.
type Bars struct {
	At            []float64 // the middle of each bar
	Width         float64   // of a bar with the space to the next one
	Below, Counts []int     // where each bar begins, and how long it is
	Across        bool      // bars go to the right, and not upward
	Color         color.RGBA
}

// Draw draws the bars into the plot area.
func (s *Bars) Draw(a *Area) {
	half := s.Width * 0.45
	for i, n := range s.Counts {
		if n == 0 {
			continue
		}
		from, to := float64(s.Below[i]), float64(s.Below[i]+n)
		low, high := a.At(s.At[i]-half, from), a.At(s.At[i]+half, to)
		if s.Across {
			low, high = a.At(from, s.At[i]-half), a.At(to, s.At[i]+half)
		}
		box := []vg.Point{low, {X: high.X, Y: low.Y}, high, {X: low.X, Y: high.Y}}
		a.FillPolygon(s.Color, a.clip().ClipPolygonXY(box))
	}
}
