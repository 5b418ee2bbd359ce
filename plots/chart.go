package plots

import (
	"cmp"
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// chart is an ECharts option in the making, and what chart.js does beyond it.
type chart struct {
	*charts.RectChart
	titles []opts.Title
	zoom   []insideZoom

	Option map[string]any `json:"option"`
	Alt    string         `json:"alt"`
	Spikes *spikeHover    `json:"spikes,omitempty"`
	Image  *imageHover    `json:"image,omitempty"`
}

// spikeHover tells chart.js to look up the spike under the pointer by itself: ECharts would go through all of them.
type spikeHover struct {
	Neurons int  `json:"neurons"`
	Linked  bool `json:"linked,omitempty"` // the second series is the image that the neurons are pixels of
}

// imageHover tells chart.js how wide an image is, for the words under the pointer.
type imageHover struct {
	Columns int `json:"columns"`
}

// insideZoom is go-echarts' zoom by wheel and drag with what it lacks: the wheel alone scrolls the page, as anywhere.
type insideZoom struct {
	opts.DataZoom
	ZoomOnMouseWheel string `json:"zoomOnMouseWheel"`
	MoveOnMouseWheel bool   `json:"moveOnMouseWheel"`
}

// Space around the plot area, in CSS pixels.
const (
	padLeft, padRight, padBottom, padTop = 64, 24, 52, 40
)

// newChart begins the option of a figure with its title, its buttons and no axes yet.
func newChart(o *options, alt string) *chart {
	c := &chart{RectChart: &charts.NewScatter().RectChart, Alt: alt}
	c.XAxisList, c.YAxisList = nil, nil
	c.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item"}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithToolboxOpts(opts.Toolbox{Right: "8", Feature: &opts.ToolBoxFeature{
			DataZoom:    &opts.ToolBoxFeatureDataZoom{Title: map[string]string{"zoom": "Zoom", "back": "Zoom back"}},
			Restore:     &opts.ToolBoxFeatureRestore{Title: "Restore"},
			SaveAsImage: &opts.ToolBoxFeatureSaveAsImage{Title: "Save as picture", Name: cmp.Or(o.title, "figure")},
		}}),
	)
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
	c.XAxisList = append(c.XAxisList, opts.XAxis{GridIndex: i, Type: x.kind(), Name: x.label, NameLocation: "middle", NameGap: 28,
		Min: x.min(), Max: x.max(), MinInterval: x.interval(), Data: x.data(), AxisLabel: x.labels(), SplitLine: x.lines(),
		AxisLine: &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false)}, AxisTick: &opts.AxisTick{Show: opts.Bool(false)}})
	c.YAxisList = append(c.YAxisList, opts.YAxis{GridIndex: i, Type: y.kind(), Name: y.label, NameLocation: "middle", NameGap: 44,
		Min: y.min(), Max: y.max(), MinInterval: y.interval(), Data: y.data(), AxisLabel: y.labels(), SplitLine: y.lines(),
		Inverse: opts.Bool(y.down), AxisLine: &opts.AxisLine{Show: opts.Bool(true), OnZero: opts.Bool(false)}})
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
}

// add adds a series to a panel.
func (c *chart) add(panel int, s charts.SingleSeries) {
	s.XAxisIndex, s.YAxisIndex = panel, panel
	c.MultiSeries = append(c.MultiSeries, s)
}

// done completes the option.
func (c *chart) done() *chart {
	c.Option = c.RectChart.JSON()
	c.Option["title"] = c.titles // go-echarts has room for one
	c.Option["grid"] = c.GridList
	if len(c.zoom) > 0 {
		c.Option["dataZoom"] = c.zoom
	} else {
		c.Toolbox.Feature.DataZoom, c.Toolbox.Feature.Restore = nil, nil
		c.Option["toolbox"] = c.Toolbox
	}
	return c
}

// axis is one axis of a panel, for chart and still picture alike.
type axis struct {
	label  string
	lo, hi float64
	hide   bool     // no ticks and numbers
	whole  bool     // only whole numbers mean something
	down   bool     // runs downward, as the rows of an image
	names  []string // of a category axis, one for each of its places; lo and hi are then not used
}

func (a axis) kind() string {
	if a.names != nil {
		return "category"
	}
	return "value"
}

func (a axis) min() any {
	if a.names != nil {
		return nil
	}
	return a.lo
}

func (a axis) max() any {
	if a.names != nil {
		return nil
	}
	return a.hi
}

func (a axis) data() any {
	if a.names != nil {
		return a.names
	}
	return nil
}

func (a axis) interval() float64 {
	if a.whole {
		return 1
	}
	return 0
}

// labels hides the numbers at the ends, which are where the space around the data ends.
func (a axis) labels() *opts.AxisLabel {
	ends := opts.Bool(a.names != nil)
	return &opts.AxisLabel{Show: opts.Bool(!a.hide), ShowMinLabel: ends, ShowMaxLabel: ends, HideOverlap: opts.Bool(true)}
}

func (a axis) lines() *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(!a.hide && a.names == nil)}
}

// pixels writes a length as ECharts takes it.
func pixels(n int) string { return fmt.Sprint(n) }

// swatch is the color of a series as chart.js takes it: "ink" follows the theme.
func swatch(name string) string {
	if c := cssColor(rgb(name)); c != "#000000" {
		return c
	}
	return "ink"
}
