package plots

import (
	"cmp"

	"github.com/go-echarts/go-echarts/v2/opts"
	"gonum.org/v1/plot"
)

// axis is one axis of a plot area, for chart and still picture alike.
type axis struct {
	label  string
	lo, hi float64
	hide   bool     // no ticks and numbers
	ends   bool     // numbers at the very ends, too: they are not just where the space around the data ends
	whole  bool     // only whole numbers mean something
	about  int      // how many numbers there is room for in a still picture; 0 is 6
	names  []string // words at the places 0, 1, ... instead of numbers
}

// axes are those that the options tell of; without XLim or YLim they have the limits given here.
func (o *options) axes(xLim, yLim [2]float64) (x, y axis) {
	x = axis{label: o.xLabel, lo: xLim[0], hi: xLim[1], hide: o.hideX}
	y = axis{label: o.yLabel, lo: yLim[0], hi: yLim[1], hide: o.hideY}
	if o.has("XLim") {
		x.lo, x.hi, x.ends = o.xLim[0], o.xLim[1], true
	}
	if o.has("YLim") {
		y.lo, y.hi, y.ends = o.yLim[0], o.yLim[1], true
	}
	return x, y
}

// place gives gonum's axis label, limits and ticks.
func (a axis) place(p *plot.Axis) {
	p.Label.Text, p.Min, p.Max = a.label, a.lo, a.hi
	switch {
	case a.hide:
		p.Tick.Marker = plot.ConstantTicks(nil)
	case a.names != nil:
		marks := make([]plot.Tick, len(a.names))
		for i, name := range a.names {
			marks[i] = plot.Tick{Value: float64(i), Label: name}
		}
		p.Tick.Marker = plot.ConstantTicks(marks)
	default:
		p.Tick.Marker = ticks{a.whole, cmp.Or(a.about, 6)}
	}
}

// x is the axis as ECharts' horizontal one, number i of the chart.
func (a axis) x(i int) opts.XAxis {
	x := opts.XAxis{GridIndex: i, Type: "value", Name: a.label, NameLocation: "middle", NameGap: 28, AxisLabel: a.labels(),
		SplitLine: a.lines(), AxisLine: axisLine(), AxisTick: &opts.AxisTick{Show: opts.Bool(false)}}
	if a.names != nil {
		x.Type, x.Data = "category", a.names
		return x
	}
	x.Min, x.Max, x.MinInterval = a.lo, a.hi, a.interval()
	return x
}

// y is the axis as ECharts' vertical one, number i of the chart.
func (a axis) y(i int) opts.YAxis {
	return opts.YAxis{GridIndex: i, Type: "value", Name: a.label, NameLocation: "middle", NameGap: 44, AxisLabel: a.labels(),
		SplitLine: a.lines(), AxisLine: axisLine(), Min: a.lo, Max: a.hi, MinInterval: a.interval()}
}

// labels hides the numbers at the ends where these are only those of the space around the data.
func (a axis) labels() *opts.AxisLabel {
	ends := a.ends || a.names != nil
	return &opts.AxisLabel{Show: opts.Bool(!a.hide), ShowMinLabel: opts.Bool(ends || a.lo == 0), ShowMaxLabel: opts.Bool(ends),
		HideOverlap: opts.Bool(true)}
}

func (a axis) lines() *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(!a.hide && a.names == nil)}
}

func (a axis) interval() float64 {
	if a.whole {
		return 1
	}
	return 0
}

func axisLine() *opts.AxisLine {
	return &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false)}
}
