package live

import "gosnn/plots/internal/axis"

// Axis is an axis of a chart as ECharts takes it; go-echarts has two types for it, which lack some of this.
type Axis struct {
	GridIndex     int            `json:"gridIndex"`
	Type          string         `json:"type"`
	Show          *bool          `json:"show,omitempty"`
	Inverse       bool           `json:"inverse,omitempty"`
	Name          string         `json:"name,omitempty"`
	NameLocation  string         `json:"nameLocation,omitempty"`
	NameGap       int            `json:"nameGap,omitempty"`
	NameTextStyle map[string]any `json:"nameTextStyle,omitempty"`
	Data          any            `json:"data,omitempty"`
	Min           any            `json:"min,omitempty"`
	Max           any            `json:"max,omitempty"`
	MinInterval   float64        `json:"minInterval,omitempty"`
	SplitNumber   int            `json:"splitNumber,omitempty"`
	AxisLabel     map[string]any `json:"axisLabel,omitempty"`
	SplitLine     map[string]any `json:"splitLine,omitempty"`
	AxisLine      map[string]any `json:"axisLine,omitempty"`
	AxisTick      map[string]any `json:"axisTick,omitempty"`
	Unit          *unit          `json:"unit,omitempty"` // how chart.js writes numbers
}

// unit is axis.Unit for chart.js.
type unit struct {
	Offset float64 `json:"offset,omitempty"`
	Exp    int     `json:"exp,omitempty"`
	Power  bool    `json:"power,omitempty"`
	Log    bool    `json:"log,omitempty"`
}

// newAxis is axis number i of the chart, with its title so many CSS pixels away.
func newAxis(a axis.Axis, i, titleAt int) Axis {
	x := Axis{GridIndex: i, Type: "value", Name: a.Title(), NameLocation: "middle", NameGap: titleAt,
		AxisLabel: map[string]any{"show": !a.Hide, "hideOverlap": true},
		SplitLine: map[string]any{"show": !a.Hide && a.Names == nil},
		AxisLine:  map[string]any{"show": true, "onZero": false},
		AxisTick:  map[string]any{"show": false}}
	if a.Names != nil {
		x.Type, x.Data = "category", a.Names
		if a.Turned {
			x.AxisLabel["rotate"] = 90
		}
		if !a.Plain {
			x.AxisLabel["interval"] = a.Skip
		}
		return x
	}
	// The numbers at the ends are hidden where these are only those of the space around the data.
	x.AxisLabel["showMinLabel"], x.AxisLabel["showMaxLabel"] = a.Ends || a.Lo == 0, a.Ends
	if a.Log {
		x.Type, x.Min, x.Max, x.Unit = "log", a.Lo, a.Hi, &unit{Log: true}
		return x
	}
	u := a.Unit()
	x.Min, x.Max = u.Number(a.Lo), u.Number(a.Hi)
	if u != (axis.Unit{}) {
		x.Unit = &unit{Offset: u.Offset, Exp: u.Exp, Power: u.Power}
	}
	if a.Whole {
		x.MinInterval = 1
	}
	if a.Every > 0 { // ECharts counts an interval from the axis's end: the multiples are named one by one
		var at []float64
		for _, tick := range a.Ticks() {
			at = append(at, u.Number(tick.Value))
		}
		x.AxisLabel["customValues"], x.AxisTick["customValues"] = at, at
		x.AxisLabel["showMinLabel"], x.AxisLabel["showMaxLabel"] = true, true
	}
	if a.About > 0 {
		x.SplitNumber = a.About
	}
	return x
}

// hidden is an axis of n places without numbers, such as the columns of an image.
func hidden(i, n int, inverse bool) Axis {
	no := false
	return Axis{GridIndex: i, Type: "category", Data: Numbers(n), Show: &no, Inverse: inverse}
}
