package plots

import (
	"fmt"

	"github.com/go-echarts/go-echarts/v2/charts"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
)

// bars are counts at places along x: of spikes, and above them of off-spikes.
type bars struct {
	at      []float64 // the middle of each bar
	names   []string  // what each bar counts
	width   float64   // of a bar with the space to the next one, along x
	on, off []int     // off is nil where there are no off-spikes
}

// barDefaults are the settings of a figure with bars that the data do not decide.
func barDefaults() *options { return &options{color: "blue", offColor: "vermillion"} }

// bars counts spikes in n bars, each width wide along x: bar is the one that a place belongs to.
func (s *places) bars(n, width int, bar func(place int) int) *bars {
	b := &bars{at: make([]float64, n), names: make([]string, n), width: float64(width), on: make([]int, n)}
	for i := range n {
		first, last := i*width, (i+1)*width-1
		b.at[i] = float64(first+last) / 2
		if b.names[i] = fmt.Sprint(first); last > first {
			b.names[i] = fmt.Sprintf("%d-%d", first, last)
		}
	}
	for _, place := range s.on {
		b.on[bar(place)]++
	}
	if len(s.off) > 0 {
		b.off = make([]int, n)
		for _, place := range s.off {
			b.off[bar(place)]++
		}
	}
	return b
}

// highest is the height of the highest bar.
func (b *bars) highest() int {
	most := 0
	for i, n := range b.on {
		if b.off != nil {
			n += b.off[i]
		}
		most = max(most, n)
	}
	return most
}

// axes show all bars, or up to what YLim says.
func (b *bars) axes(o *options) (x, y axis.Axis) {
	x, y = o.axes([2]float64{b.at[0] - b.width, b.at[len(b.at)-1] + b.width}, [2]float64{0, max(1, 1.05*float64(b.highest()))})
	x.Names, x.Whole, y.Whole = o.names, true, true
	return x, y
}

// figure makes the figure of the bars.
func (b *bars) figure(o *options, words string) *Figure {
	f := &Figure{alt: o.altOr(words), size: o.sized(640, 320), kind: "chart"}
	c := live.NewChart(o.title, f.alt)
	x, y := b.axes(o)
	x.Names = b.names // ECharts stacks bars only at names
	c.Panel(c.WholeGrid(b.off != nil), x, y)
	if b.highest() == 0 {
		c.Title(noSpikes, "center", "middle", 13)
	}
	c.Add(0, b.series("spikes", b.on, o.color))
	if b.off != nil {
		c.MultiSeries[0].Name = "on"
		c.Add(0, b.series("off", b.off, o.offColor))
	}
	c.Zoomable([]int{0}, false)
	f.data, f.model = c.Done(), o.spikeShades(b.off != nil)
	f.draw = func(canvas draw.Canvas) { b.draw(canvas, o) }
	return f
}

func (b *bars) series(name string, counts []int, color string) charts.SingleSeries {
	points := make([]float32, 0, 2*len(counts))
	for i, n := range counts {
		points = append(points, float32(i), float32(n))
	}
	return charts.SingleSeries{Type: "bar", Name: name, Color: live.Color(color), Stack: "spikes",
		BarCategoryGap: "10%", Data: live.PackNumbers(points, 2)}
}

func (b *bars) draw(c draw.Canvas, o *options) {
	x, y := b.axes(o)
	p := still.NewPlot(o.title, x, y)
	p.Add(&still.Bars{At: b.at, Width: b.width, Below: make([]int, len(b.on)), Counts: b.on, Color: o.rgb()})
	var legend []still.LegendEntry
	if b.off != nil {
		p.Add(&still.Bars{At: b.at, Width: b.width, Below: b.on, Counts: b.off, Color: o.offRGB()})
		legend = onOff(o)
	}
	still.DrawPlot(c, p, legend...)
	if b.highest() == 0 {
		still.WriteAmid(c, noSpikes)
	}
}
