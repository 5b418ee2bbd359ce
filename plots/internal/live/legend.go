package live

import (
	"fmt"
	"maps"
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"

	"gosnn/plots/internal/still"
)

// look is a name in a legend with what stands before it.
type look struct {
	name, color string
	line        bool
	dash        string
}

func lookOf(name, color string, line bool, dash []float64) look {
	return look{name, color, line, fmt.Sprint(dash)}
}

// named is the name by which ECharts knows a series. Series of the same look share it. One of another look gets letters without width
// behind its name, so that the legend does not make one of both.
func (c *Chart) named(l look) string {
	as, known := c.names[l]
	if known || l.name == "" {
		return as
	}
	used := slices.Collect(maps.Values(c.names))
	for as = l.name; slices.Contains(used, as); {
		as += "\u200b"
	}
	if c.names == nil {
		c.names = map[look]string{}
	}
	c.names[l] = as
	return as
}

// ShowLegend writes names, each at most so many CSS pixels wide, at a height in CSS pixels, in rows as wide as the chart.
func (c *Chart) ShowLegend(top int, entries []still.LegendEntry, room int) {
	c.Legend = opts.Legend{Show: opts.Bool(true), Left: "center", Top: PX(top), ItemWidth: 22, ItemHeight: 8}
	for _, e := range entries {
		if name := c.named(lookOf(e.Name, Color(e.Color), e.Line, e.Dash)); name != "" {
			c.legend = append(c.legend, name)
		}
		if still.Width(e.Name, still.NumberSize) > room {
			c.nameRoom = room
		}
	}
}

// cutLegend is go-echarts' legend with names that end with an ellipsis where there is no more room.
type cutLegend struct {
	opts.Legend
	TextStyle map[string]any `json:"textStyle"`
}

// inLegend are the names in the legend, or nil for those of all series, which ECharts takes by itself.
func (c *Chart) inLegend() any {
	var all []string
	for _, s := range c.Series {
		if s.Name != "" && !slices.Contains(all, s.Name) {
			all = append(all, s.Name)
		}
	}
	if len(c.legend) == 0 || slices.Equal(all, c.legend) {
		return nil
	}
	return c.legend
}
