package plots

import (
	"cmp"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// chart is an ECharts option in the making, and what chart.js does beyond it.
type chart struct {
	*charts.RectChart `json:"-"`
	titles            []opts.Title
	zoom              []insideZoom
	buttons           map[string]any
	bar               *visualMap

	Option map[string]any `json:"option"`
	Alt    string         `json:"alt"`
	Spikes *spikeHover    `json:"spikes,omitempty"`
	Image  bool           `json:"image,omitempty"` // of images chart.js names the pixel under the pointer
}

// spikeHover tells chart.js to look up the spike under the pointer by itself: ECharts would go through all of them.
type spikeHover struct {
	Neurons int  `json:"neurons"`
	Linked  bool `json:"linked,omitempty"` // the second series is the image that the neurons are pixels of
}

// insideZoom is go-echarts' zoom by wheel and drag with what it lacks: the wheel alone scrolls the page, as anywhere.
type insideZoom struct {
	opts.DataZoom
	ZoomOnMouseWheel string `json:"zoomOnMouseWheel"`
	MoveOnMouseWheel bool   `json:"moveOnMouseWheel"`
}

// yButton tells along which vertical axes the zoom button works: those of the panels, or none.
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

// visualMap is go-echarts' color bar with a range that may begin or end at 0, and for some series only.
type visualMap struct {
	opts.VisualMap
	Min    float64 `json:"min"`
	Max    float64 `json:"max"`
	Series []int   `json:"seriesIndex"`
}

// Space around the plot area, in CSS pixels.
const (
	padLeft, padRight, padBottom, padTop = 64, 24, 52, 40
)

// newChart begins the option of a figure with its title, its buttons and no axes yet.
func newChart(o *options, alt string) *chart {
	c := &chart{RectChart: &charts.NewScatter().RectChart, Alt: alt}
	c.XAxisList, c.YAxisList, c.MultiSeries = nil, nil, charts.MultiSeries{}
	c.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item"}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
	)
	c.buttons = map[string]any{"saveAsImage": opts.ToolBoxFeatureSaveAsImage{Title: "Save as picture", Name: cmp.Or(o.title, "figure")}}
	c.title(o.title, "center", "8", 15)
	return c
}

// title writes text at a place of the chart.
func (c *chart) title(text, left, top string, size int) {
	if text != "" {
		c.titles = append(c.titles, opts.Title{Title: text, Left: left, Top: top, TitleStyle: &opts.TextStyle{FontSize: size}})
	}
}

// panel adds a plot area: where it is, and its two axes. Series name it by its number, from 0.
func (c *chart) panel(grid opts.Grid, x, y axis) {
	i := len(c.GridList)
	c.GridList = append(c.GridList, grid)
	c.XAxisList = append(c.XAxisList, x.x(i))
	c.YAxisList = append(c.YAxisList, y.y(i))
}

// zoomable lets the reader zoom panels by the wheel with the control key held, and move them by dragging. Panels of one
// call move together along x.
func (c *chart) zoomable(panels []int, alongY bool) {
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

// add adds a series to a panel.
func (c *chart) add(panel int, s charts.SingleSeries) {
	s.XAxisIndex, s.YAxisIndex = panel, panel
	c.MultiSeries = append(c.MultiSeries, s)
}

// done completes the option.
func (c *chart) done() *chart {
	c.Option = c.RectChart.JSON()
	delete(c.Option, "color")    // go-echarts' colors: each series has its own
	c.Option["title"] = c.titles // go-echarts has room for one
	c.Option["grid"] = c.GridList
	if len(c.zoom) > 0 {
		c.Option["dataZoom"] = c.zoom
	}
	if c.bar != nil {
		c.Option["visualMap"] = c.bar
	}
	c.Option["toolbox"] = toolbox{opts.Toolbox{Right: "8"}, c.buttons}
	return c
}

// swatch is the color of a series as chart.js takes it: "ink" follows the theme.
func swatch(name string) string {
	if c := cssColor(rgb(name)); c != "#000000" {
		return c
	}
	return "ink"
}
