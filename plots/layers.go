package plots

import (
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
)

// curve is a line in a panel.
type curve struct {
	still.Curve
	name   string
	byStep bool // X is 0, 1, 2, ...
}

func (l *curve) live(c *live.Chart, k int, p *panel, _ int) {
	ux, uy := p.x.Unit(), p.y.Unit()
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

func (m *marks) live(c *live.Chart, k int, _ *panel, height int) {
	size := m.Tall(float64(height))
	s := charts.SingleSeries{Type: "scatter", Name: m.name, Color: live.Color(m.Color), Data: live.PackSpikes(m.Places, m.Neurons),
		Symbol: "circle", SymbolSize: size, Large: opts.Bool(true), LargeThreshold: 2000}
	if m.Opacity < 1 {
		s.ItemStyle = &opts.ItemStyle{Opacity: opts.Float(float32(m.Opacity))}
	}
	if m.Marker == "s" {
		s.Symbol = "rect"
	}
	if m.Marker == "|" {
		s.Symbol, s.SymbolSize = "rect", []float64{m.Wide(), size}
	}
	c.Add(k, s)
}

// strokes are spikes of one neuron at one height of a panel.
type strokes struct{ still.Strokes }

func (s *strokes) live(c *live.Chart, k int, p *panel, _ int) {
	ux, uy := p.x.Unit(), p.y.Unit()
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
	name  string
	upper bool // of two
}

func (s *stack) live(c *live.Chart, k int, p *panel, _ int) {
	points := make([]float64, 0, 2*len(s.Counts))
	over := p.x.Names == nil && !s.Across // ECharts stacks bars only at names: along time the higher ones stand behind the lower
	for i, n := range s.Counts {
		switch {
		case s.Across:
			points = append(points, float64(n), float64(i))
		case over:
			points = append(points, s.At[i], float64(s.Below[i]+n))
		default:
			points = append(points, float64(i), float64(n))
		}
	}
	bars := charts.SingleSeries{Type: "bar", Name: s.name, Color: live.Color(s.Color), Stack: "spikes", BarCategoryGap: "10%"}
	if over {
		bars.Stack, bars.BarGap = "", "-100%"
	}
	bars.Data = live.PackNumbers(points, 2)
	if over && s.upper {
		c.Before(k, bars)
		return
	}
	c.Add(k, bars)
}
