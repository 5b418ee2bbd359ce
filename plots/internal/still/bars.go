package still

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Bars draws one layer of bars.
type Bars struct {
	At            []float64 // the middle of each bar
	Width         float64   // of a bar with the space to the next one
	Below, Counts []int     // where each bar begins, and how high it is
	Color         color.RGBA
}

// Plot implements gonum's plot.Plotter.
func (s *Bars) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	half := s.Width * 0.45
	for i, n := range s.Counts {
		if n == 0 {
			continue
		}
		left, right := trX(s.At[i]-half), trX(s.At[i]+half)
		low, high := trY(float64(s.Below[i])), trY(float64(s.Below[i]+n))
		box := []vg.Point{{X: left, Y: low}, {X: right, Y: low}, {X: right, Y: high}, {X: left, Y: high}}
		c.FillPolygon(s.Color, c.ClipPolygonXY(box))
	}
}
