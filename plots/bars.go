package plots

import (
	"fmt"
	"image/color"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// bars are counts at places along x: of spikes, and above them of off-spikes.
type bars struct {
	at      []float64 // the middle of each bar
	names   []string  // what each bar counts
	width   float64   // of a bar with the space to the next one, along x
	on, off []int     // off is nil where there are no off-spikes
}

// readBars reads options and spikes of a figure with bars, one for each of what xLabel names.
func readBars(fn, xLabel string, spikes *ts.Tensor, opts []Option, takes ...string) (*options, *spikeTrain, error) {
	o, err := parseOptions(fn, options{xLabel: xLabel, yLabel: "Spikes", color: "blue", offColor: "vermillion",
		width: 640, height: 320}, opts,
		append(takes, "Color", "OffColor", "XLabel", "YLabel", "YLim", "HideXTicks", "HideYTicks")...)
	if err != nil {
		return nil, nil, err
	}
	s, err := readSpikes(fn, spikes)
	return &o, s, err
}

// bars counts spikes in n bars, each width wide along x: bar tells to which one a place belongs.
func (s *spikeTrain) bars(n, width int, bar func(place int) int) *bars {
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

// axes show all bars, or up to what YLim tells.
func (b *bars) axes(o *options) (x, y axis) {
	x, y = o.axes([2]float64{b.at[0] - b.width, b.at[len(b.at)-1] + b.width}, [2]float64{0, max(1, 1.05*float64(b.highest()))})
	x.names, x.whole, y.whole = o.names, true, true
	return x, y
}

// figure makes the figure of the bars.
func (b *bars) figure(o *options, words string) *Figure {
	f := &Figure{alt: o.altOr(words), width: o.width, height: o.height, kind: "chart"}
	c := newChart(o, f.alt)
	x, y := b.axes(o)
	x.names = b.names // ECharts stacks bars only at names
	c.panel(c.wholeGrid(b.off != nil), x, y)
	if b.highest() == 0 {
		c.title(noSpikes, "center", "middle", 13)
	}
	c.add(0, b.series("spikes", b.on, o.color))
	if b.off != nil {
		c.MultiSeries[0].Name = "on"
		c.add(0, b.series("off", b.off, o.offColor))
	}
	c.zoomable([]int{0}, false)
	f.data, f.shades = c.done(), newShades(o.color)
	if b.off != nil {
		f.shades = newShades(o.color, o.offColor)
	}
	f.draw = func(canvas draw.Canvas) { b.draw(canvas, o) }
	return f
}

func (b *bars) series(name string, counts []int, color string) charts.SingleSeries {
	points := make([]float32, 0, 2*len(counts))
	for i, n := range counts {
		points = append(points, float32(i), float32(n))
	}
	return charts.SingleSeries{Type: "bar", Name: name, Color: swatch(color), Stack: "spikes",
		BarCategoryGap: "10%", Data: packNumbers(points, 2)}
}

func (b *bars) draw(c draw.Canvas, o *options) {
	p := newPlot(o)
	x, y := b.axes(o)
	x.place(&p.X)
	y.place(&p.Y)
	p.Add(&stack{b, make([]int, len(b.on)), b.on, rgb(o.color)})
	var legend []legendEntry
	if b.off != nil {
		p.Add(&stack{b, b.on, b.off, rgb(o.offColor)})
		legend = onOff(o)
	}
	drawPlot(c, p, legend...)
	if b.highest() == 0 {
		writeAmid(c, noSpikes)
	}
}

// stack draws one layer of bars.
type stack struct {
	*bars
	below, counts []int
	color         color.RGBA
}

// Plot implements gonum's plot.Plotter.
func (s *stack) Plot(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	half := s.width * 0.45
	for i, n := range s.counts {
		if n == 0 {
			continue
		}
		left, right := trX(s.at[i]-half), trX(s.at[i]+half)
		low, high := trY(float64(s.below[i])), trY(float64(s.below[i]+n))
		box := []vg.Point{{X: left, Y: low}, {X: right, Y: low}, {X: right, Y: high}, {X: left, Y: high}}
		c.FillPolygon(s.color, c.ClipPolygonXY(box))
	}
}
