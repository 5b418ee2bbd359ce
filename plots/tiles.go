package plots

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// tiles is where images stand in a figure, with a color bar at the right of them. In CSS pixels.
type tiles struct {
	size                     // of the figure
	title  []string          // above the images
	at     []image.Rectangle // of each image
	bar    image.Rectangle   // color bar; without any there is none
	pixels int               // of all images together
	bare   bool              // without names, title and buttons, for which there is no room
}

// Space around images, in CSS pixels.
const (
	tileMargin  = 12 // around all
	tileName    = 22 // a name above an image
	tileGap     = 20 // between two
	barSpace    = 72 // for the color bar and its numbers
	barWidth    = 16
	barNumber   = 18 // a number above the bar, and one below it
	saveButton  = 40 // what the chart's only button takes at the right edge
	leastTile   = 16 // an image as small as this has nothing around it
	tallestTile = 480
)

// layTiles places the images row by row, each in a square of side, or as large as the size in the options lets them be.
func layTiles(o *options, images []*picture, side int) (*tiles, error) {
	l := &tiles{}
	l.place(o, images, side, o.names != nil, true, edge+4)
	if l.at[0].Dx() >= leastTile && l.at[0].Dy() >= leastTile || o.size == nil {
		l.title = wrap(o.title, still.TitleSize, max(l.width-2*saveButton, 60))
		head := edge + 4
		if n := len(l.title); n > 0 {
			head = max(buttonsTop, edge+n*still.LineHeight(still.TitleSize)+6)
		}
		l.place(o, images, side, o.names != nil, true, head)
	}
	if small := min(l.at[0].Dx(), l.at[0].Dy()); small < leastTile && o.size != nil {
		l.title, l.bare = nil, true
		l.place(o, images, side, false, false, 2)
	}
	for _, at := range l.at {
		if at.Max.X > l.width || at.Max.Y > l.height {
			return nil, argument.New("Size", fmt.Sprintf("%d x %d", l.width, l.height),
				"more room for "+count(len(images), "image"), ErrRange)

		}
	}
	return l, nil
}

// place places the images below a head, with names above them and a color bar at the right if these are wanted.
func (l *tiles) place(o *options, images []*picture, side int, names, bar bool, head int) {
	columns := min(o.columns, len(images))
	rows := (len(images) + columns - 1) / columns
	name, margin, gap, right := 0, tileMargin, tileGap, barSpace
	if names {
		name = tileName
	}
	if !bar {
		margin, gap, right = 2, 2, 0
	}
	if !scaled(images) {
		right = 0
	}
	cellW, cellH := side, side
	if o.size != nil {
		cellW = max(1, (o.size.width-2*margin-right-(columns-1)*gap)/columns)
		cellH = max(1, (o.size.height-head-margin-(rows-1)*gap)/rows-name)
	}
	l.at, l.pixels = nil, 0
	left, top := margin, head+name
	tallest, rightmost := 0, 0
	for i, m := range images {
		if i > 0 && i%columns == 0 {
			left, top, tallest = margin, top+tallest+gap+name, 0
		}
		w, h := m.fit(cellW, cellH)
		l.at = append(l.at, image.Rect(left, top, left+w, top+h))
		left += w + gap
		tallest, rightmost = max(tallest, h), max(rightmost, left-gap)
		l.pixels += m.height * m.width
	}
	l.size = size{rightmost + right + margin, top + tallest + margin}
	if bar && scaled(images) {
		l.height = max(l.height, buttonsTop+2*barNumber+80+margin)
		barTop := max(l.at[0].Min.Y, buttonsTop) + barNumber
		bottom := max(min(top+tallest, barTop-barNumber+tallestTile)-barNumber, barTop+60)
		if o.size != nil {
			bottom = min(bottom, o.size.height-margin-barNumber)
		}
		l.bar = image.Rect(rightmost+24, barTop, rightmost+24+barWidth, max(barTop+2, bottom))
	} else {
		l.bar = image.Rectangle{}
	}
	if o.size != nil {
		l.size = *o.size
	}
}

// fit is the largest size of the image within w x h, with square pixels: of a whole number of CSS pixels if larger than one.
func (m *picture) fit(w, h int) (int, int) {
	pixel := min(float64(w)/float64(m.width), float64(h)/float64(m.height))
	if pixel > 1 {
		pixel = math.Floor(pixel)
	}
	return max(1, int(pixel*float64(m.width))), max(1, int(pixel*float64(m.height)))
}

// draw draws title, images, names and the color bar.
func (l *tiles) draw(c draw.Canvas, o *options, images []*picture) {
	still.Write(c, still.TitleSize, l.width/2, edge, l.title...)
	shades := shadesOf(o.colorMap)
	for i, m := range images {
		r := l.at[i]
		if m.colored() {
			still.DrawColors(c, still.Box(c, r), m.colors(r.Dx()*still.Scale, r.Dy()*still.Scale))
		} else {
			still.DrawPixels(c, still.Box(c, r), m.picture(o, r.Dx()*still.Scale, r.Dy()*still.Scale, shades))
		}
		still.DrawFrame(c, still.Box(c, r))
		if !l.bare {
			still.Write(c, still.LabelSize, (r.Min.X+r.Max.X)/2, r.Min.Y-tileName+2, clip(m.name, still.LabelSize, r.Dx()+tileGap))
		}
	}
	if l.bar.Empty() {
		return
	}
	still.DrawPixels(c, still.Box(c, l.bar), still.BarPicture(shades, l.bar.Dx()*still.Scale, l.bar.Dy()*still.Scale))
	middle := (l.bar.Min.X + l.bar.Max.X) / 2
	still.Write(c, still.NumberSize, middle, l.bar.Max.Y+3, short(o.colorRange[0]))
	still.Write(c, still.NumberSize, middle, l.bar.Min.Y-17, short(o.colorRange[1]))
}

// short writes a number in few digits.
func short(v float64) string { return axis.Short(v) }

// colors is an image with colors of its own in w x h dots.
func (m *picture) colors(w, h int) *image.RGBA {
	p := image.NewRGBA(image.Rect(0, 0, w, h))
	size := m.height * m.width
	for y := range h {
		for x := range w {
			at := y*m.height/h*m.width + x*m.width/w
			for channel := range 3 {
				p.Pix[y*p.Stride+4*x+channel] = uint8(math.Round(m.values[channel*size+at] * 255))
			}
			p.Pix[y*p.Stride+4*x+3] = 0xff
		}
	}
	return p
}

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
func (m *picture) picture(o *options, w, h int, shades color.Palette) *image.Paletted {
	p := image.NewPaletted(image.Rect(0, 0, w, h), shades)
	lo, last := o.colorRange[0], float64(len(shades)-1)
	for y := range h {
		row := m.values[y*m.height/h*m.width:][:m.width]
		for x := range w {
			v := (row[x*m.width/w] - lo) / (o.colorRange[1] - lo)
			p.Pix[y*p.Stride+x] = uint8(math.Round(min(max(v, 0), 1) * last))
		}
	}
	return p
}

// chart adds the images to a chart, each as its next panel, and the color bar. Places are shares of the figure, so that
// images stay square where it is narrower.
func (l *tiles) chart(c *live.Chart, o *options, images []*picture) {
	across, down := live.Share(l.width), live.Share(l.height)
	c.Bare = c.Bare || l.bare
	c.Lines(l.title, edge)
	var series []int
	for i, m := range images {
		r := l.at[i]
		panel := c.Picture(gridOf(r, l.size), m.height, m.width)
		if m.name != "" && !l.bare {
			c.Caption(clip(m.name, still.LabelSize, r.Dx()+tileGap), across((r.Min.X+r.Max.X)/2), down(r.Min.Y-tileName))
		}
		series = append(series, len(c.Series))
		data := live.PackNumbers(m.values, 1)
		data.Image, data.Columns = true, m.width
		c.Add(panel, charts.SingleSeries{Type: "heatmap", Name: m.name, Data: data,
			Emphasis: &opts.Emphasis{ItemStyle: &opts.ItemStyle{BorderColor: colors.CSS(colors.RGB("vermillion")), BorderWidth: 2}}})
	}
	c.Image = true
	c.Bar = &live.VisualMap{Min: o.colorRange[0], Max: o.colorRange[1], Series: series, ItemWidth: barWidth, ItemHeight: l.bar.Dy(),
		VisualMap: opts.VisualMap{Type: "continuous", Show: opts.Bool(!l.bar.Empty()), Left: across(l.bar.Min.X - 6), Top: down(l.bar.Min.Y - barNumber - 5),
			Text:    []string{short(o.colorRange[1]), short(o.colorRange[0])},
			InRange: &opts.VisualMapInRange{Color: colors.Anchors(o.colorMap)}}}
}
