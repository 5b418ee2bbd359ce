package still

import (
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
)

// Strokes draws spikes of one neuron as upright strokes at one height.
type Strokes struct {
	Steps []int
	Y     float64
	Color color.RGBA
}

// Plot implements gonum's plot.Plotter.
func (s *Strokes) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	style := draw.LineStyle{Color: s.Color, Width: MarkWidth * CSSPixel}
	y := trY(s.Y)
	for _, step := range s.Steps {
		if x := trX(float64(step)); c.ContainsX(x) {
			c.StrokeLine2(style, x, y-4*CSSPixel, x, y+4*CSSPixel)
		}
	}
}
