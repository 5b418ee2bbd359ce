package live

import (
	"github.com/go-echarts/go-echarts/v2/opts"

	"gosnn/plots/internal/axis"
)

// xAxis is the axis as ECharts' horizontal one, number i of the chart.
func xAxis(a axis.Axis, i int) opts.XAxis {
	x := opts.XAxis{GridIndex: i, Type: "value", Name: a.Label, NameLocation: "middle", NameGap: 28, AxisLabel: axisLabels(a),
		SplitLine: splitLine(a), AxisLine: axisLine(), AxisTick: &opts.AxisTick{Show: opts.Bool(false)}}
	if a.Names != nil {
		x.Type, x.Data = "category", a.Names
		return x
	}
	x.Min, x.Max, x.MinInterval = a.Lo, a.Hi, interval(a)
	return x
}

// yAxis is the axis as ECharts' vertical one, number i of the chart.
func yAxis(a axis.Axis, i int) opts.YAxis {
	return opts.YAxis{GridIndex: i, Type: "value", Name: a.Label, NameLocation: "middle", NameGap: 44, AxisLabel: axisLabels(a),
		SplitLine: splitLine(a), AxisLine: axisLine(), Min: a.Lo, Max: a.Hi, MinInterval: interval(a)}
}

// axisLabels hides the numbers at the ends where these are only those of the space around the data.
func axisLabels(a axis.Axis) *opts.AxisLabel {
	ends := a.Ends || a.Names != nil
	return &opts.AxisLabel{Show: opts.Bool(!a.Hide), ShowMinLabel: opts.Bool(ends || a.Lo == 0), ShowMaxLabel: opts.Bool(ends),
		HideOverlap: opts.Bool(true)}
}

func splitLine(a axis.Axis) *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(!a.Hide && a.Names == nil)}
}

func interval(a axis.Axis) float64 {
	if a.Whole {
		return 1
	}
	return 0
}

func axisLine() *opts.AxisLine {
	return &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false)}
}
