package plots

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
)

// tiles is where images stand in a figure, with a color bar at the right of them. In CSS pixels.
type tiles struct {
	size                     // of the figure
	at     []image.Rectangle // of each image
	bar    image.Rectangle   // color bar
	pixels int               // of all images together
}

// Space around images, in CSS pixels.
const (
	tileMargin = 12 // around all
	tileName   = 22 // a name above an image
	tileGap    = 20 // between two
	barSpace   = 72 // for the color bar and its numbers
	barWidth   = 16
	barHeight  = 140
)

// layTiles places the images row by row, each in a square of side, or as large as the size in the options lets them be.
func layTiles(o *options, images []*grayImage, side int) *tiles {
	columns := min(o.columns, len(images))
	rows := (len(images) + columns - 1) / columns
	name, head := 0, tileMargin
	if o.names != nil {
		name = tileName
	}
	if o.title != "" {
		head = live.PadTop
	}
	cellW, cellH := side, side
	if o.size != nil {
		cellW = max(1, (o.size.width-2*tileMargin-barSpace-(columns-1)*tileGap)/columns)
		cellH = max(1, (o.size.height-head-tileMargin-(rows-1)*tileGap)/rows-name)
	}
	l := &tiles{}
	left, top := tileMargin, head+name
	tallest, right := 0, 0
	for i, m := range images {
		if i > 0 && i%columns == 0 {
			left, top, tallest = tileMargin, top+tallest+tileGap+name, 0
		}
		w, h := m.fit(cellW, cellH)
		l.at = append(l.at, image.Rect(left, top, left+w, top+h))
		left += w + tileGap
		tallest, right = max(tallest, h), max(right, left-tileGap)
		l.pixels += len(m.values)
	}
	barTop := max(head+name, live.PadTop) + 20 // below the chart's buttons
	l.width, l.height = right+barSpace+tileMargin, max(top+tallest, barTop+barHeight+20)+tileMargin
	if o.size != nil {
		l.size = *o.size
	}
	l.bar = image.Rect(right+24, barTop, right+24+barWidth, barTop+barHeight)
	return l
}

// fit is the largest size of the image within w x h, with square pixels: of a whole number of CSS pixels if larger than one.
func (m *grayImage) fit(w, h int) (int, int) {
	pixel := min(float64(w)/float64(m.width), float64(h)/float64(m.height))
	if pixel > 1 {
		pixel = math.Floor(pixel)
	}
	return max(1, int(pixel*float64(m.width))), max(1, int(pixel*float64(m.height)))
}

// draw draws images, names and the color bar.
func (l *tiles) draw(c draw.Canvas, o *options, images []*grayImage) {
	at := func(x, y int) vg.Point {
		return vg.Point{X: c.Min.X + vg.Length(x)*still.CSSPixel, Y: c.Max.Y - vg.Length(y)*still.CSSPixel}
	}
	box := func(r image.Rectangle) vg.Rectangle {
		return vg.Rectangle{Min: at(r.Min.X, r.Max.Y), Max: at(r.Max.X, r.Min.Y)}
	}
	name, number := still.Sans(10), still.Sans(9)
	name.XAlign, number.XAlign, number.YAlign = draw.XCenter, draw.XCenter, draw.YTop
	shades := shadesOf(o.colorMap)
	for i, m := range images {
		r := l.at[i]
		still.DrawPixels(c, box(r), m.picture(o, r.Dx()*still.Scale, r.Dy()*still.Scale, shades))
		still.DrawFrame(c, box(r))
		c.FillText(name, at((r.Min.X+r.Max.X)/2, r.Min.Y-5), m.name)
	}
	still.DrawPixels(c, box(l.bar), still.BarPicture(shades, l.bar.Dx()*still.Scale, l.bar.Dy()*still.Scale))
	middle := (l.bar.Min.X + l.bar.Max.X) / 2
	c.FillText(number, at(middle, l.bar.Max.Y+4), short(o.colorRange[0]))
	number.YAlign = draw.YBottom
	c.FillText(number, at(middle, l.bar.Min.Y-4), short(o.colorRange[1]))
}

// short writes a number in few digits.
func short(v float64) string { return fmt.Sprintf("%.3g", v) }

// shadesOf are the colors of an image in a still picture: 240 of a color map, which leave room for those of the text in a
// picture of 256 colors.
func shadesOf(name string) color.Palette {
	shades := make(color.Palette, 240)
	for i := range shades {
		shades[i] = colors.At(name, float64(i)/float64(len(shades)-1))
	}
	return shades
}

// picture is the image in w x h dots. Of an image with more pixels than that some are left out.
func (m *grayImage) picture(o *options, w, h int, shades color.Palette) *image.Paletted {
	p := image.NewPaletted(image.Rect(0, 0, w, h), shades)
	lo, last := o.colorRange[0], float64(len(shades)-1)
	for y := range h {
		row := m.values[y*m.height/h*m.width:][:m.width]
		for x := range w {
			v := (float64(row[x*m.width/w]) - lo) / (o.colorRange[1] - lo)
			p.Pix[y*p.Stride+x] = uint8(math.Round(min(max(v, 0), 1) * last))
		}
	}
	return p
}

// chart adds the images to a chart, each as its next panel, and the color bar. Places are shares of the figure, so that
// images stay square where it is narrower.
func (l *tiles) chart(c *live.Chart, o *options, images []*grayImage) {
	no := opts.Bool(false)
	across, down := live.Share(l.width), live.Share(l.height)
	var series []int
	for i, m := range images {
		r, panel := l.at[i], len(c.GridList)
		c.GridList = append(c.GridList, opts.Grid{Show: opts.Bool(true), Left: across(r.Min.X), Top: down(r.Min.Y), Width: across(r.Dx()), Height: down(r.Dy())})
		c.XAxisList = append(c.XAxisList, opts.XAxis{GridIndex: panel, Type: "category", Data: live.Numbers(m.width), Show: no})
		c.YAxisList = append(c.YAxisList, opts.YAxis{GridIndex: panel, Type: "category", Data: live.Numbers(m.height), Show: no, Inverse: opts.Bool(true)})
		if m.name != "" {
			c.Caption(m.name, across((r.Min.X+r.Max.X)/2), down(r.Min.Y-tileName))
		}
		series = append(series, len(c.MultiSeries))
		c.Add(panel, charts.SingleSeries{Type: "heatmap", Name: m.name, Data: live.Packed{Form: "image", Columns: m.width, Bytes: live.PackNumbers(m.values, 1).Bytes},
			Emphasis: &opts.Emphasis{ItemStyle: &opts.ItemStyle{BorderColor: colors.CSS(colors.RGB("vermillion")), BorderWidth: 2}}})
	}
	c.Image = true
	c.Bar = &live.VisualMap{Min: o.colorRange[0], Max: o.colorRange[1], Series: series,
		VisualMap: opts.VisualMap{Type: "continuous", Left: across(l.bar.Min.X - 6), Top: down(l.bar.Min.Y - 20),
			Text:    []string{short(o.colorRange[1]), short(o.colorRange[0])},
			InRange: &opts.VisualMapInRange{Color: colors.Anchors(o.colorMap)}}}
}
