package still

import (
	"image/color"

	"gonum.org/v1/plot/vg/draw"
)

// Strokes draws spikes of one neuron as upright strokes at one height.
type Strokes struct {
	Steps []int
	Y     float64
	Color color.RGBA
}

// Draw draws the strokes into the plot area.
func (s *Strokes) Draw(a *Area) {
	style := draw.LineStyle{Color: s.Color, Width: MarkWidth * CSSPixel}
	y := a.Y(s.Y)
	for _, step := range s.Steps {
		if x := a.X(float64(step)); a.clip().ContainsX(x) {
			a.StrokeLine2(style, x, y-4*CSSPixel, x, y+4*CSSPixel)
		}
	}
}
