package still

import (
	"image/color"

	"gonum.org/v1/plot/vg"
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

// Rule is a dashed line at a value, from one side of the plot area to the other, with its name.
type Rule struct {
	Value   float64
	Upright bool // at a value of the horizontal axis
	Name    string
}

// Draw draws the line into the plot area.
func (r *Rule) Draw(a *Area) {
	style := draw.LineStyle{Color: ruleColor, Width: CSSPixel, Dashes: Dash{5, 4}.lengths()}
	name := Sans(9)
	name.Color = ruleColor
	if r.Upright {
		if x := a.X(r.Value); a.clip().ContainsX(x) {
			a.StrokeLine2(style, x, a.Box.Min.Y, x, a.Box.Max.Y)
			name.YAlign = draw.YTop
			if name.XAlign = draw.XLeft; x+name.Width(r.Name)+4*CSSPixel > a.Box.Max.X {
				name.XAlign = draw.XRight
			}
			a.Text(name, x+vg.Length(-2*float64(name.XAlign)-1)*-3*CSSPixel, a.Box.Max.Y-2*CSSPixel, r.Name)
		}
		return
	}
	if y := a.Y(r.Value); a.clip().ContainsY(y) {
		a.StrokeLine2(style, a.Box.Min.X, y, a.Box.Max.X, y)
		name.XAlign, name.YAlign = draw.XRight, draw.YBottom
		if y+name.Height(r.Name) > a.Box.Max.Y {
			name.YAlign = draw.YTop
		}
		a.Text(name, a.Box.Max.X-3*CSSPixel, y+CSSPixel, r.Name)
	}
}
