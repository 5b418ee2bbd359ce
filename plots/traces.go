package plots

import (
	"fmt"
	"image/color"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg/draw"
)

// Traces draws x, [T x N] or [T], such as the membrane potentials of N neurons over time, each in a plot area of its own, all
// with the same axes, so that one compares with the other. [Spikes] of the same shape stand above the traces as marks. Where x is
// NaN or an infinity the trace has a gap. x stays the caller's: it is read and not kept.
//
// It takes Spikes, Names (one for each neuron), Columns (1 without it), Color, XLabel, YLabel, XLim, YLim, HideXTicks,
// HideYTicks, and those of every figure: Title, Size, Alt.
//
// An [ErrShape] tells of another shape, more than 64 neurons, nothing in x, or Spikes of another shape; an [ErrValue] of x
// without a finite value or Spikes that are none.
//
// It is snnTorch's spikeplot.traces, which adds spikes to the potential.
func Traces(x *ts.Tensor, opts ...Option) (*Figure, error) {
	o, err := parseOptions("Traces", options{xLabel: "Time step", columns: 1, color: "blue", offColor: "vermillion"}, opts,
		"Spikes", "Names", "Columns", "Color", "XLabel", "YLabel", "XLim", "YLim", "HideXTicks", "HideYTicks")
	if err != nil {
		return nil, err
	}
	l, err := readLines("Traces", "x", nil, x, &o)
	if err != nil {
		return nil, err
	}
	t := &traces{lines: l, columns: min(o.columns, len(l.y))}
	words := l.words("trace")
	if o.has("Spikes") {
		if t.spikes, err = readSpikes("Traces", o.spikes); err != nil {
			return nil, err
		}
		if t.spikes.steps != l.steps() || t.spikes.neurons != len(l.y) {
			return nil, &ArgError{"Traces", "Spikes", fmt.Sprintf("of shape [%d x %d]", t.spikes.steps, t.spikes.neurons),
				fmt.Sprintf("[%d x %d], as x", l.steps(), len(l.y)), ErrShape}
		}
		words += "; spikes: " + t.spikes.words()
	}
	if !o.has("Size") {
		o.width, o.height = 640, min(4096, padTop+padBottom+t.rows()*96)
	}
	f := &Figure{alt: o.altOr(words), width: o.width, height: o.height, kind: "chart"}
	f.data, f.shades = t.chart(&o, f.alt), newShades(o.color)
	if o.has("Spikes") {
		f.shades = newShades(o.color, o.offColor)
	}
	f.draw = func(c draw.Canvas) { t.draw(c, &o) }
	return f, nil
}

// traces are lines, each in its own plot area.
type traces struct {
	*lines
	columns int
	spikes  *spikeTrain // nil without any
}

func (t *traces) rows() int { return (len(t.y) + t.columns - 1) / t.columns }

// spikesOf gives the steps at which neuron k fires.
func (t *traces) spikesOf(k int) []int {
	if t.spikes == nil {
		return nil
	}
	var steps []int
	for _, train := range [][]int{t.spikes.on, t.spikes.off} {
		for _, place := range train {
			if place%t.spikes.neurons == k {
				steps = append(steps, place/t.spikes.neurons)
			}
		}
	}
	return steps
}

// panels are the axes of plot area k, and the height at which its spikes stand. Only the outer ones have numbers and titles.
func (t *traces) panels(k int, o *options) (x, y axis, spikesAt float64) {
	lo, hi := t.limits()
	lim := spaced(lo, hi)
	if t.spikes != nil {
		lim[1] += 0.2 * (lim[1] - lim[0]) // room above the traces
	}
	x, y = t.lines.axes(o)
	if !y.ends {
		y.lo, y.hi = lim[0], lim[1]
	}
	x.about, y.about = max(2, 6/t.columns), 3
	if k+t.columns < len(t.y) {
		x.hide, x.label = true, ""
	}
	if k%t.columns > 0 {
		y.hide, y.label = true, ""
	}
	if t.names[k] != "" {
		y.label = t.names[k]
	}
	return x, y, y.hi - 0.1*(y.hi-y.lo)
}

func (t *traces) chart(o *options, alt string) *chart {
	c := newChart(o, alt)
	const between = 10
	width := (o.width-padLeft-padRight+between)/t.columns - between
	height := (o.height-padTop-padBottom+between)/t.rows() - between
	panels := make([]int, len(t.y))
	for k := range t.y {
		panels[k] = k
		x, y, at := t.panels(k, o)
		c.panel(opts.Grid{
			Left: px(padLeft + k%t.columns*(width+between)), Top: px(padTop + k/t.columns*(height+between)),
			Width: px(width), Height: px(height),
		}, x, y)
		c.add(k, t.series(k, o.color))
		if fired := t.spikesOf(k); len(fired) > 0 {
			points := make([]float32, 0, 2*len(fired))
			for _, step := range fired {
				points = append(points, float32(step), float32(at))
			}
			c.add(k, charts.SingleSeries{Type: "scatter", Name: "spikes", Color: swatch(o.offColor), Symbol: "rect",
				SymbolSize: []float64{markWidth, 8}, Data: packNumbers(points, 2)})
		}
	}
	c.zoomable(panels, false)
	return c.done()
}

func (t *traces) draw(c draw.Canvas, o *options) {
	whiten(c)
	area := draw.Crop(c, 8*cssPixel, -16*cssPixel, 8*cssPixel, -8*cssPixel)
	area.Max.Y -= writeTitle(area, o.title)
	plain := *o
	plain.title = ""
	grid := make([][]*plot.Plot, t.rows())
	for row := range grid {
		grid[row] = make([]*plot.Plot, t.columns)
	}
	for k := range t.y {
		p := newPlot(&plain)
		x, y, at := t.panels(k, o)
		x.place(&p.X)
		y.place(&p.Y)
		p.Add(&curve{t.x, t.y[k], rgb(o.color)}, &fired{t.spikesOf(k), at, rgb(o.offColor)})
		grid[k/t.columns][k%t.columns] = p
	}
	tiles := draw.Tiles{Rows: t.rows(), Cols: t.columns, PadX: 8 * cssPixel, PadY: 8 * cssPixel}
	for row, canvases := range plot.Align(grid, tiles, area) {
		for column, canvas := range canvases {
			if p := grid[row][column]; p != nil {
				p.Draw(canvas)
			}
		}
	}
}

// fired draws the spikes of one neuron at one height.
type fired struct {
	steps []int
	at    float64
	color color.RGBA
}

// Plot implements gonum's plot.Plotter.
func (s *fired) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	style := draw.LineStyle{Color: s.color, Width: markWidth * cssPixel}
	y := trY(s.at)
	for _, step := range s.steps {
		if x := trX(float64(step)); c.ContainsX(x) {
			c.StrokeLine2(style, x, y-4*cssPixel, x, y+4*cssPixel)
		}
	}
}
