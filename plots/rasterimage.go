package plots

import (
	"fmt"
	"image"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// RasterWithImage draws spikes [T x N] as [Raster] does, and beside it the image that they encode, [H x W] or [1 x H x W]
// with H*W = N, of which neuron n is pixel (n / W, n % W). Hover over a spike, and its pixel is marked; hover over a pixel, and
// its neuron is named. Both tensors stay the caller's: they are read and not kept.
//
// It takes XLabel, YLabel, Color, OffColor, Marker, MarkerSize, XLim, YLim, HideXTicks, HideYTicks as [Raster] does, ColorMap and
// ColorRange as [Image] does, and those of every figure: Title, Size (of both together), Alt.
//
// Errors are those of [Raster] and [Image], and an [ErrShape] for an image whose pixels are not as many as the neurons, or more
// than 65,536.
func RasterWithImage(spikes, encoded *ts.Tensor, opts ...RasterWithImageOption) (_ *Figure, err error) {
	defer func() { err = argument.In("plots.RasterWithImage", err) }()
	o := rasterDefaults()
	o.colorMap = "gray"
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	s, err := readRaster(o, spikes, size{900, 400})
	if err != nil {
		return nil, err
	}
	m, err := readImage("encoded", encoded)
	if err != nil {
		return nil, err
	}
	if n := len(m.values); n != s.neurons || n > maxLivePixels {
		want := fmt.Sprintf("%d pixels, one for each neuron, and at most %d", s.neurons, maxLivePixels)
		return nil, &argument.Error{Arg: "encoded", Value: fmt.Sprintf("%d x %d pixels", m.height, m.width), Want: want, Kind: ErrShape}
	}
	images := []*grayImage{m}
	scaleImages(o, images)
	f := &Figure{alt: o.altOr("raster of " + s.words() + "; " + imageWords(images)), size: *o.size, kind: "chart", model: o.imageShades()}
	side := min(o.size.width/4, o.size.height-live.PadTop-live.PadBottom)
	layout := layTiles(&options{columns: 1, title: " "}, images, side) // the title's place is kept
	layout.move(o.size.width-layout.width, *o.size)
	c := live.NewChart(o.title, f.alt)
	s.chart(c, besideImage(c.WholeGrid(len(s.off) > 0), layout), o)
	layout.chart(c, o, images)
	c.Spikes.Linked = !s.silent()
	f.data = c.Done()
	f.draw = func(canvas draw.Canvas) {
		still.Whiten(canvas)
		still.WriteTitle(draw.Crop(canvas, 0, 0, 0, -8*still.CSSPixel), o.title)
		raster, untitled := canvas, *o
		raster.Max.X -= vg.Length(o.size.width-layout.at[0].Min.X+tileMargin) * still.CSSPixel
		raster.Max.Y -= live.PadTop / 2 * still.CSSPixel
		untitled.title = ""
		s.draw(raster, &untitled)
		layout.draw(canvas, o, images)
	}
	return f, nil
}

// besideImage leaves room in a raster's plot area for the image at its right.
func besideImage(grid opts.Grid, l *tiles) opts.Grid {
	across := live.Share(l.width)
	grid.Left, grid.Right, grid.Width = across(live.PadLeft), "", across(l.at[0].Min.X-live.PadRight-live.PadLeft)
	return grid
}

// move puts tiles that were laid out by themselves into a figure of another size.
func (l *tiles) move(right int, into size) {
	for i := range l.at {
		l.at[i] = l.at[i].Add(image.Pt(right, 0))
	}
	l.bar = l.bar.Add(image.Pt(right, 0))
	l.size = into
}
