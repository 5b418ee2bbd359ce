package live

import (
	"cmp"
	"fmt"
	"image/color"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/still"
)

// Chart is an ECharts option in the making, and what chart.js does beyond it.
type Chart struct {
	*charts.RectChart `json:"-"`
	titles            []opts.Title
	zoom              []insideZoom
	buttons           map[string]any
	Bar               *VisualMap `json:"-"`

	X, Y   []Axis   `json:"-"` // of each panel
	Series []Series `json:"-"`
	Bare   bool     `json:"-"` // without buttons, for which there is no room

	names  map[look]string // of series
	legend []string        // the names in the legend

	nameRoom int // the width of the longest name in the legend, in CSS pixels; 0 is any

	Option map[string]any `json:"option"`
	Alt    string         `json:"alt"`
	Linked bool           `json:"linked,omitempty"` // the last series is the image that the neurons of the first are pixels of
	Plain  bool           `json:"plain,omitempty"`  // what is pointed at is named by the data
	Image  bool           `json:"image,omitempty"`  // of images chart.js names the pixel under the pointer
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

	ItemWidth  int `json:"itemWidth"` // of the bar
	ItemHeight int `json:"itemHeight"`
}

// NewChart begins the option of a figure with its title, its buttons and no axes yet.
func NewChart(title, alt string) *Chart {
	c := &Chart{RectChart: &charts.NewScatter().RectChart, Alt: alt}
	c.Series = []Series{}
	c.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item"}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
	)
	c.buttons = map[string]any{"saveAsImage": opts.ToolBoxFeatureSaveAsImage{Title: "Save as picture", Name: cmp.Or(title, "figure")}}
	return c
}

// Title writes text at a place of the chart.
func (c *Chart) Title(text, left, top string, size int) {
	if text != "" {
		c.titles = append(c.titles, opts.Title{Title: text, Left: left, Top: top, TitleStyle: &opts.TextStyle{FontSize: size}})
	}
}

// Lines writes the lines of the figure's title, from a height in CSS pixels downward.
func (c *Chart) Lines(lines []string, top int) {
	if len(lines) > 0 {
		c.titles = append(c.titles, opts.Title{Title: strings.Join(lines, "\n"), Left: "center", Top: PX(top - 5), // less ECharts' own padding
			TitleStyle: &opts.TextStyle{FontSize: 15, LineHeight: 19}})
	}
}

// Panel adds a plot area: where it is, its two axes, and how far these axes' titles are from it. Series name it by its number,
// from 0.
func (c *Chart) Panel(grid opts.Grid, x, y axis.Axis, titlesAt [2]int) {
	i := len(c.GridList)
	c.GridList = append(c.GridList, grid)
	c.X = append(c.X, newAxis(x, i, titlesAt[1]))
	c.Y = append(c.Y, newAxis(y, i, titlesAt[0]))
}

// Picture adds a plot area of rows x columns places without axes, and returns its number.
func (c *Chart) Picture(grid opts.Grid, rows, columns int) int {
	i := len(c.GridList)
	grid.Show = opts.Bool(true)
	c.GridList = append(c.GridList, grid)
	c.X, c.Y = append(c.X, hidden(i, columns, false)), append(c.Y, hidden(i, rows, true))
	return i
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

// Series is a series of go-echarts with what it lacks.
type Series struct {
	charts.SingleSeries
	LineStyle map[string]any `json:"lineStyle,omitempty"`
	MarkLine  map[string]any `json:"markLine,omitempty"`
}

// Add adds a series to a panel.
func (c *Chart) Add(panel int, s charts.SingleSeries) { c.add(panel, Series{SingleSeries: s}) }

func (c *Chart) add(panel int, s Series) {
	dash, _ := s.LineStyle["type"].([]float64)
	s.Name = c.named(lookOf(s.Name, s.Color, s.Type == "line", dash))
	s.XAxisIndex, s.YAxisIndex = panel, panel
	c.Series = append(c.Series, s)
}

// Before adds a series to a panel, behind the last one.
func (c *Chart) Before(panel int, s charts.SingleSeries) {
	c.Add(panel, s)
	n := len(c.Series)
	c.Series[n-1], c.Series[n-2] = c.Series[n-2], c.Series[n-1]
}

// Cell is a cell of a matrix.
type Cell struct {
	Column, Row int // from the lower left corner
	Value       int
	Color, Ink  color.RGBA // of the cell, and of the number in it
	Words       string     // for the reader who points at it
}

// Matrix adds cells to a panel with names along both axes, with their numbers if there is room for these.
func (c *Chart) Matrix(panel int, cells []Cell, numbers bool) {
	data := make([]map[string]any, len(cells))
	for i, cell := range cells {
		data[i] = map[string]any{"value": []int{cell.Column, cell.Row, cell.Value}, "name": cell.Words,
			"itemStyle": map[string]any{"color": colors.CSS(cell.Color)},
			"label":     map[string]any{"show": numbers && cell.Value > 0, "color": colors.CSS(cell.Ink)}}
	}
	c.Plain = true
	c.add(panel, Series{SingleSeries: charts.SingleSeries{Type: "heatmap", Data: data}})
}

// Line adds a line to a panel, with the lengths of its dashes and of the gaps between them, if any.
func (c *Chart) Line(panel int, name, color string, dash []float64, data Packed) {
	s := Series{SingleSeries: charts.SingleSeries{Type: "line", Name: name, Color: color, Symbol: "none", Data: data}}
	if len(dash) > 0 {
		s.LineStyle = map[string]any{"type": dash}
	}
	c.add(panel, s)
}

// Rules adds dashed lines at values to a panel.
func (c *Chart) Rules(panel int, x, y axis.Axis, rules []*still.Rule) {
	if len(rules) == 0 {
		return
	}
	var data []map[string]any
	for _, r := range rules {
		at := map[string]any{"yAxis": y.Unit().Number(r.Value), "name": r.Name, "label": map[string]any{"position": PlaceOf(r)}}
		if r.Upright {
			delete(at, "yAxis")
			at["xAxis"] = x.Unit().Number(r.Value)
		}
		data = append(data, at)
	}
	c.add(panel, Series{SingleSeries: charts.SingleSeries{Type: "line", Data: []int{}}, MarkLine: map[string]any{"silent": true,
		"symbol": "none", "animation": false, "data": data, "label": map[string]any{"formatter": "{b}", "color": "text"},
		"lineStyle": map[string]any{"type": []int{5, 4}, "color": "text", "width": 1}}})
}

// PlaceOf is where the name of a line stands, as ECharts calls it.
func PlaceOf(r *still.Rule) string {
	side := "Top"
	if r.Place.Below {
		side = "Bottom"
	}
	return "inside" + map[still.Along]string{still.End: "End", still.Start: "Start", still.Middle: "Middle"}[r.Place.Along] + side
}

// Done completes the option.
func (c *Chart) Done() *Chart {
	c.Legend.Data = c.inLegend()
	c.Option = c.RectChart.JSON()
	if c.nameRoom > 0 {
		c.Option["legend"] = cutLegend{c.Legend, map[string]any{"width": c.nameRoom, "overflow": "truncate"}}
	}
	delete(c.Option, "color")    // go-echarts' colors: each series has its own
	c.Option["title"] = c.titles // go-echarts has room for one
	c.Option["series"] = c.Series
	c.Option["grid"], c.Option["xAxis"], c.Option["yAxis"] = c.GridList, c.X, c.Y
	if c.Bare {
		c.zoom = nil
	}
	if len(c.zoom) > 0 {
		c.Option["dataZoom"] = c.zoom
	}
	if c.Bar != nil {
		c.Option["visualMap"] = c.Bar
	}
	if !c.Bare {
		c.Option["toolbox"] = toolbox{opts.Toolbox{Right: "8"}, c.buttons}
	}
	return c
}

// Color is the color of a series as chart.js takes it: "ink" follows the theme.
func Color(c color.RGBA) string {
	if css := colors.CSS(c); css != "#000000" {
		return css
	}
	return "ink"
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
