package live

import (
	"cmp"
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/colors"
)

// Chart is an ECharts option in the making, and what chart.js does beyond it.
type Chart struct {
	*charts.RectChart `json:"-"`
	titles            []opts.Title
	zoom              []insideZoom
	buttons           map[string]any
	Bar               *VisualMap `json:"-"`

	Option map[string]any `json:"option"`
	Alt    string         `json:"alt"`
	Spikes *SpikeHover    `json:"spikes,omitempty"`
	Image  bool           `json:"image,omitempty"` // of images chart.js names the pixel under the pointer
}

// SpikeHover has chart.js look up the spike under the pointer by itself: ECharts would go through all of them.
type SpikeHover struct {
	Neurons int  `json:"neurons"`
	Linked  bool `json:"linked,omitempty"` // the second series is the image that the neurons are pixels of
}

// insideZoom is go-echarts' zoom by wheel and drag with what it lacks: the wheel alone scrolls the page, as anywhere.
type insideZoom struct {
	opts.DataZoom
	ZoomOnMouseWheel string `json:"zoomOnMouseWheel"`
	MoveOnMouseWheel bool   `json:"moveOnMouseWheel"`
}

// yButton is what the zoom button works along: the vertical axes of the panels, or none.
func (z insideZoom) yButton(alongY bool) any {
	if alongY {
		return z.YAxisIndex
	}
	return false
}

// toolbox is go-echarts' list of buttons with those that it cannot write.
type toolbox struct {
	opts.Toolbox
	Feature map[string]any `json:"feature"`
}

// VisualMap is go-echarts' color bar with a range that may begin or end at 0, and for some series only.
type VisualMap struct {
	opts.VisualMap
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
	Series []int   `json:"seriesIndex"`
}

// Space around the plot area, in CSS pixels.
const (
	PadLeft, PadRight, PadBottom, PadTop = 64, 24, 52, 40
)

// NewChart begins the option of a figure with its title, its buttons and no axes yet.
func NewChart(title, alt string) *Chart {
	c := &Chart{RectChart: &charts.NewScatter().RectChart, Alt: alt}
	c.XAxisList, c.YAxisList, c.MultiSeries = nil, nil, charts.MultiSeries{}
	c.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item"}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
	)
	c.buttons = map[string]any{"saveAsImage": opts.ToolBoxFeatureSaveAsImage{Title: "Save as picture", Name: cmp.Or(title, "figure")}}
	c.Title(title, "center", "8", 15)
	return c
}

// Title writes text at a place of the chart.
func (c *Chart) Title(text, left, top string, size int) {
	if text != "" {
		c.titles = append(c.titles, opts.Title{Title: text, Left: left, Top: top, TitleStyle: &opts.TextStyle{FontSize: size}})
	}
}

// Panel adds a plot area: where it is, and its two axes. Series name it by its number, from 0.
func (c *Chart) Panel(grid opts.Grid, x, y axis.Axis) {
	i := len(c.GridList)
	c.GridList = append(c.GridList, grid)
	c.XAxisList = append(c.XAxisList, xAxis(x, i))
	c.YAxisList = append(c.YAxisList, yAxis(y, i))
}

// Zoomable lets the reader zoom panels by the wheel with the control key held, and move them by dragging. Panels of one
// call move together along x.
func (c *Chart) Zoomable(panels []int, alongY bool) {
	zoom := insideZoom{DataZoom: opts.DataZoom{Type: "inside", XAxisIndex: panels, FilterMode: "none"}, ZoomOnMouseWheel: "ctrl"}
	c.zoom = append(c.zoom, zoom)
	if alongY {
		zoom.XAxisIndex, zoom.YAxisIndex = nil, panels
		c.zoom = append(c.zoom, zoom)
	}
	c.buttons["restore"] = opts.ToolBoxFeatureRestore{Title: "Restore"}
	// go-echarts would write that the buttons have no icons.
	c.buttons["dataZoom"] = map[string]any{"title": map[string]string{"zoom": "Zoom", "back": "Zoom back"}, "filterMode": "none",
		"xAxisIndex": panels, "yAxisIndex": zoom.yButton(alongY)}
}

// Add adds a series to a panel.
func (c *Chart) Add(panel int, s charts.SingleSeries) {
	s.XAxisIndex, s.YAxisIndex = panel, panel
	c.MultiSeries = append(c.MultiSeries, s)
}

// Done completes the option.
func (c *Chart) Done() *Chart {
	c.Option = c.RectChart.JSON()
	delete(c.Option, "color")    // go-echarts' colors: each series has its own
	c.Option["title"] = c.titles // go-echarts has room for one
	c.Option["grid"] = c.GridList
	if len(c.zoom) > 0 {
		c.Option["dataZoom"] = c.zoom
	}
	if c.Bar != nil {
		c.Option["visualMap"] = c.Bar
	}
	c.Option["toolbox"] = toolbox{opts.Toolbox{Right: "8"}, c.buttons}
	return c
}

// Color is the color of a series as chart.js takes it: "ink" follows the theme.
func Color(name string) string {
	if c := colors.CSS(colors.RGB(name)); c != "#000000" {
		return c
	}
	return "ink"
}

// legendHeight is what the row of names between title and data takes, in CSS pixels.
const legendHeight = 22

// WholeGrid is the plot area of a chart that has only one; with a legend it begins lower.
func (c *Chart) WholeGrid(legend bool) opts.Grid {
	top := PadTop
	if legend {
		c.Legend = opts.Legend{Show: opts.Bool(true), Left: "center", Top: PX(PadTop - 8), Type: "scroll", ItemWidth: 12, ItemHeight: 8}
		top += legendHeight
	}
	return opts.Grid{Left: PX(PadLeft), Right: PX(PadRight), Top: PX(top), Bottom: PX(PadBottom)}
}

// Share writes lengths as parts of a whole, in percent.
func Share(whole int) func(n int) string {
	return func(n int) string { return fmt.Sprintf("%.7g%%", 100*float64(n)/float64(whole)) }
}

// Numbers are 0 to n-1.
func Numbers(n int) []int {
	v := make([]int, n)
	for i := range v {
		v[i] = i
	}
	return v
}

// PX writes a length as CSS and ECharts read it.
func PX(n int) string { return fmt.Sprintf("%dpx", n) }

// Caption writes text below a place of the chart, in its middle.
func (c *Chart) Caption(text, left, top string) {
	if text != "" {
		c.titles = append(c.titles, opts.Title{Title: text, Left: left, Top: top, TextAlign: "center", TitleStyle: &opts.TextStyle{FontSize: 13}})
	}
}
