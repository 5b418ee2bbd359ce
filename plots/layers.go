package plots

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
)

// curve is a line in a panel.
type curve struct {
	still.Curve
	name   string
	byStep bool // X is 0, 1, 2, ...
}

func (l *curve) live(c *live.Chart, k int, x, y axis.Axis) {
	ux, uy := x.Unit(), y.Unit()
	columns := 2
	if l.byStep && ux.Offset == 0 && ux.Exp == 0 {
		columns = 1
	}
	points := make([]float64, 0, columns*len(l.X))
	for i, at := range l.X {
		if columns == 2 {
			points = append(points, ux.Number(at))
		}
		if y := uy.Number(l.Y[i]); finite(y) {
			points = append(points, y)
		} else {
			points = append(points, math.NaN())
		}
	}
	c.Line(k, l.name, live.Color(l.Color), l.Dash, live.PackNumbers(points, columns))
}

// marks are spikes in a panel: of several neurons.
type marks struct {
	still.Marks
	name string
}

func (m *marks) live(c *live.Chart, k int, _, _ axis.Axis) {
	s := charts.SingleSeries{Type: "scatter", Name: m.name, Color: live.Color(m.Color), Data: live.PackSpikes(m.Places, m.Neurons),
		Symbol: "circle", SymbolSize: m.Size, Large: opts.Bool(true), LargeThreshold: 2000}
	if m.Opacity < 1 {
		s.ItemStyle = &opts.ItemStyle{Opacity: opts.Float(float32(m.Opacity))}
	}
	if m.Marker == "s" {
		s.Symbol = "rect"
	}
	if m.Marker == "|" {
		s.Symbol, s.SymbolSize = "rect", []float64{still.MarkWidth, m.Size}
	}
	c.Add(k, s)
}

// strokes are spikes of one neuron at one height of a panel.
type strokes struct{ still.Strokes }

func (s *strokes) live(c *live.Chart, k int, x, y axis.Axis) {
	ux, uy := x.Unit(), y.Unit()
	points := make([]float64, 0, 2*len(s.Steps))
	for _, step := range s.Steps {
		points = append(points, ux.Number(float64(step)), uy.Number(s.Y))
	}
	c.Add(k, charts.SingleSeries{Type: "scatter", Name: "spikes", Color: live.Color(s.Color), Symbol: "rect",
		SymbolSize: []float64{still.MarkWidth, 8}, Data: live.PackNumbers(points, 2)})
}

// stack is a layer of bars in a panel.
type stack struct {
	still.Bars
	name string
}

func (s *stack) live(c *live.Chart, k int, _, _ axis.Axis) {
	points := make([]float64, 0, 2*len(s.Counts))
	for i, n := range s.Counts {
		if s.Across {
			points = append(points, float64(n), float64(i))
		} else {
			points = append(points, float64(i), float64(n))
		}
	}
	c.Add(k, charts.SingleSeries{Type: "bar", Name: s.name, Color: live.Color(s.Color), Stack: "spikes",
		BarCategoryGap: "10%", Data: live.PackNumbers(points, 2)})
}
