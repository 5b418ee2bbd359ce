package plots

import (
	"fmt"
	"math"
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
)

// playerData is what player.js is given.
type playerData struct {
	Label    string         `json:"label"`  // the figure in words
	Option   map[string]any `json:"option"` // of ECharts; player.js adds the points of the step that it shows
	Width    int            `json:"width"`  // of the chart, in CSS pixels
	Height   int            `json:"height"`
	Steps    int            `json:"steps"`
	Rows     int            `json:"rows"`
	Columns  int            `json:"columns"`
	Frames   string         `json:"frames"`   // [steps x rows x columns], see frames.pack
	Bits     int            `json:"bits"`     // of an element of Frames
	Values   []float64      `json:"values"`   // what these bits stand for; none: grey values, 0 to 1
	Interval float64        `json:"interval"` // time of a frame in ms
	Loop     bool           `json:"loop"`
	Mean     bool           `json:"mean"`   // the second series shows the running mean
	Ground   string         `json:"ground"` // color of 0
}

func newPlayerData(a *frames, o *options, p panels, packed, alt string) playerData {
	d := playerData{Label: alt, Option: heatMaps(a, o, p), Width: p.width, Height: p.height,
		Steps: a.steps, Rows: a.height, Columns: a.width, Frames: packed, Bits: a.bits(),
		Interval: o.interval.Seconds() * 1000, Loop: !o.once, Mean: o.runningMean, Ground: colors.CSS(a.color(0, o))}
	if !a.grey() {
		d.Values = a.value
	}
	return d
}

// panels is where the pictures of an animation stand: the frames at the left, a running mean at the right. In CSS pixels.
type panels struct {
	title      []string
	size       // of all
	pixel      float64
	picW, picH int
	left       []int // of each picture
	top        int
	colored    bool // with a color bar at the right
}

// newPanels places one picture, or two with a running mean. A pixel of theirs is square, and a whole number of CSS pixels
// where it is larger than one. Above is room for title and tools, below for a picture's name.
func newPanels(a *frames, o *options) panels {
	const margin, gap, below, bar, side = 8, 24, 32, 64, 280
	p, n, right := panels{colored: o.runningMean || a.grey()}, 1, margin
	if o.runningMean {
		n = 2
	}
	if p.colored {
		right += bar
	}
	width := side + margin + right
	if n == 2 {
		width += side + gap
	}
	if o.size != nil {
		width = o.size.width
	}
	p.title = wrap(o.title, still.TitleSize, max(width-2*saveButton, 40))
	top := max(44, edge+len(p.title)*still.LineHeight(still.TitleSize)+6)
	if a.silent() {
		top += 16
	}
	if o.size != nil && o.size.height < 2*top {
		p.title, top = nil, min(44, o.size.height/3)
	}
	p.top = top
	room := func(of, taken int) float64 { return float64(max(of-taken, 1)) }
	p.pixel = side / float64(max(a.height, a.width))
	if o.size != nil {
		p.pixel = min(room(o.size.width, margin+right+(n-1)*gap)/float64(n*a.width), room(o.size.height, top+below)/float64(a.height))
	}
	if p.pixel > 1 {
		p.pixel = math.Floor(p.pixel)
	}
	p.picW, p.picH = max(1, int(p.pixel*float64(a.width))), max(1, int(p.pixel*float64(a.height)))
	for i := range n {
		p.left = append(p.left, margin+i*(p.picW+gap))
	}
	p.width, p.height = p.left[n-1]+p.picW+right, top+p.picH+below
	if o.size != nil {
		p.size = *o.size
	} else {
		p.width = max(p.width, side+2*margin) // a narrow picture leaves room for title and controls
		if p.colored {
			p.height = max(p.height, 240) // and a low one for the color bar
		}
	}
	return p
}

// heatMaps is the chart: a heat map for each picture, still without points. One color map serves all of them.
func heatMaps(a *frames, o *options, p panels) map[string]any {
	no, yes := opts.Bool(false), opts.Bool(true)
	chart := charts.NewHeatMap()
	title := opts.Title{Title: strings.Join(p.title, "\n"), Left: "center", Top: live.PX(4), TitleStyle: &opts.TextStyle{FontSize: 15, LineHeight: 19}}
	if a.silent() {
		title.Subtitle = noSpikes
	}
	chart.SetGlobalOptions(
		charts.WithAnimation(false),
		charts.WithTitleOpts(title),
		charts.WithLegendOpts(opts.Legend{Show: no}),
		charts.WithTooltipOpts(opts.Tooltip{Show: yes}),
		charts.WithToolboxOpts(opts.Toolbox{Show: yes, Right: live.PX(4), Top: live.PX(4), Feature: &opts.ToolBoxFeature{
			SaveAsImage: &opts.ToolBoxFeatureSaveAsImage{Show: yes, Title: "Save as picture", Name: "animation"}}}),
		charts.WithVisualMapOpts(opts.VisualMap{Min: float32(a.lo()), Max: 1, Text: []string{"1", fmt.Sprint(a.lo())},
			InRange: &opts.VisualMapInRange{Color: a.anchors(o)}, Show: opts.Bool(p.colored), Right: live.PX(8), Top: live.PX(p.top)}))
	for i, left := range p.left {
		if i > 0 {
			chart.ExtendXAxis(opts.XAxis{})
			chart.ExtendYAxis(opts.YAxis{})
		}
		x := opts.XAxis{GridIndex: i, Type: "category", Data: live.Numbers(a.width), Name: a.pictureName(i), NameLocation: "middle",
			NameGap: 6, AxisLine: &opts.AxisLine{Show: no}, AxisTick: &opts.AxisTick{Show: no}, AxisLabel: &opts.AxisLabel{Show: no}}
		chart.SetGlobalOptions(
			charts.WithGridOpts(opts.Grid{Left: live.PX(left), Top: live.PX(p.top), Width: live.PX(p.picW), Height: live.PX(p.picH)}),
			charts.WithXAxisOpts(x, i),
			charts.WithYAxisOpts(opts.YAxis{GridIndex: i, Type: "category", Data: live.Numbers(a.height), Inverse: yes, Show: no}, i))
		chart.AddSeries(a.pictureName(i), nil, charts.WithHeatMapChartOpts(opts.HeatMapChart{XAxisIndex: i, YAxisIndex: i}))
	}
	option := chart.JSON()
	delete(option, "color") // colors of lines and bars, of which there are none
	return option
}

// pictureName is what the left or the right picture shows.
func (a *frames) pictureName(i int) string {
	switch {
	case i == 1:
		return "running mean"
	case a.grey():
		return "frame"
	}
	return "spikes"
}

// anchors are colors from the lower end of the values to 1, at even distances.
func (a *frames) anchors(o *options) []string {
	const n = 17
	anchors := make([]string, n)
	for i := range anchors {
		anchors[i] = colors.CSS(a.color(a.lo()+(1-a.lo())*float64(i)/(n-1), o))
	}
	return anchors
}
