package plots

import (
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// Traces draws x, [T x N] or [T], such as the membrane potentials of N neurons over time, each in a plot area of its own, all
// with the same axes, so that one compares with the other. [Spikes] of the same shape stand above the traces as marks. Where x is
// NaN or an infinity the trace has a gap. x stays the caller's: it is read and not kept.
//
// It takes Spikes, Names (one for each neuron), Columns (1 without it), Color, XLabel, YLabel, XLim, YLim, HideXTicks,
// HideYTicks, and those of every figure: Title, Size, Alt.
//
// It returns an [ErrShape] for another shape, more than 64 neurons, nothing in x, or Spikes of another shape; an [ErrValue] for x
// without a finite value or Spikes that are none.
//
// It is snnTorch's spikeplot.traces, which adds spikes to the potential.
func Traces(x *ts.Tensor, opts ...TracesOption) (_ *Figure, err error) {
	defer func() { err = argument.In("plots.Traces", err) }()
	o := &options{columns: 1, color: "blue", offColor: "vermillion"}
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	o.labels("Time step", "")
	l, err := readLines("x", nil, x, o)
	if err != nil {
		return nil, err
	}
	t := &traces{lines: l, columns: min(o.columns, len(l.y))}
	words := l.words("trace")
	if o.spikes != nil {
		if t.spikes, err = readSpikes(o.spikes); err != nil {
			return nil, err
		}
		if t.spikes.steps != l.steps() || t.spikes.neurons != len(l.y) {
			return nil, wrongShape("Spikes", []int{t.spikes.steps, t.spikes.neurons}, fmt.Sprintf("[%d x %d], as x", l.steps(), len(l.y)))
		}
		words += "; spikes: " + t.spikes.words()
	}
	s := o.sized(640, min(4096, live.PadTop+live.PadBottom+t.rows()*96))
	o.size = &s
	f := &Figure{alt: o.altOr(words), size: s, kind: "chart"}
	f.data, f.model = t.chart(o, f.alt), o.spikeShades(t.spikes != nil)
	f.draw = func(c draw.Canvas) { t.draw(c, o) }
	return f, nil
}

// traces are lines, each in its own plot area.
type traces struct {
	*lines
	columns int
	spikes  *places // nil without any
}

func (t *traces) rows() int { return (len(t.y) + t.columns - 1) / t.columns }

// spikesOf gives the steps at which neuron k fires.
func (t *traces) spikesOf(k int) []int {
	if t.spikes == nil {
		return nil
	}
	var steps []int
	for _, signed := range [][]int{t.spikes.on, t.spikes.off} {
		for _, place := range signed {
			if place%t.spikes.neurons == k {
				steps = append(steps, place/t.spikes.neurons)
			}
		}
	}
	return steps
}

// panels are the axes of plot area k, and the height at which its spikes stand. Only the outer ones have numbers and titles.
func (t *traces) panels(k int, o *options) (x, y axis.Axis, spikesAt float64) {
	lo, hi := t.limits()
	lim := spaced(lo, hi)
	if t.spikes != nil {
		lim[1] += 0.2 * (lim[1] - lim[0]) // room above the traces
	}
	x, y = t.lines.axes(o)
	if !y.Ends {
		y.Lo, y.Hi = lim[0], lim[1]
	}
	x.About, y.About = max(2, 6/t.columns), 3
	if k+t.columns < len(t.y) {
		x.Hide, x.Label = true, ""
	}
	if k%t.columns > 0 {
		y.Hide, y.Label = true, ""
	}
	if t.names[k] != "" {
		y.Label = t.names[k]
	}
	return x, y, y.Hi - 0.1*(y.Hi-y.Lo)
}

func (t *traces) chart(o *options, alt string) *live.Chart {
	c := live.NewChart(o.title, alt)
	const between = 10
	width := (o.size.width-live.PadLeft-live.PadRight+between)/t.columns - between
	height := (o.size.height-live.PadTop-live.PadBottom+between)/t.rows() - between
	panels := make([]int, len(t.y))
	for k := range t.y {
		panels[k] = k
		x, y, at := t.panels(k, o)
		c.Panel(opts.Grid{
			Left: live.PX(live.PadLeft + k%t.columns*(width+between)), Top: live.PX(live.PadTop + k/t.columns*(height+between)),
			Width: live.PX(width), Height: live.PX(height),
		}, x, y)
		c.Add(k, t.series(k, o.color))
		if fired := t.spikesOf(k); len(fired) > 0 {
			points := make([]float32, 0, 2*len(fired))
			for _, step := range fired {
				points = append(points, float32(step), float32(at))
			}
			c.Add(k, charts.SingleSeries{Type: "scatter", Name: "spikes", Color: live.Color(o.offColor), Symbol: "rect",
				SymbolSize: []float64{still.MarkWidth, 8}, Data: live.PackNumbers(points, 2)})
		}
	}
	c.Zoomable(panels, false)
	return c.Done()
}

func (t *traces) draw(c draw.Canvas, o *options) {
	still.Whiten(c)
	area := draw.Crop(c, 8*still.CSSPixel, -16*still.CSSPixel, 8*still.CSSPixel, -8*still.CSSPixel)
	area.Max.Y -= still.WriteTitle(area, o.title)
	grid := make([][]*plot.Plot, t.rows())
	for row := range grid {
		grid[row] = make([]*plot.Plot, t.columns)
	}
	for k := range t.y {
		x, y, at := t.panels(k, o)
		p := still.NewPlot("", x, y)
		p.Add(&still.Curve{X: t.x, Y: t.y[k], Color: o.rgb()}, &still.Strokes{Steps: t.spikesOf(k), Y: at, Color: o.offRGB()})
		grid[k/t.columns][k%t.columns] = p
	}
	tiles := draw.Tiles{Rows: t.rows(), Cols: t.columns, PadX: 8 * still.CSSPixel, PadY: 8 * still.CSSPixel}
	for row, canvases := range plot.Align(grid, tiles, area) {
		for column, canvas := range canvases {
			if p := grid[row][column]; p != nil {
				p.Draw(canvas)
			}
		}
	}
}
