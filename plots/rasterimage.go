package plots

import (
	"fmt"
	"image"

	"github.com/go-echarts/go-echarts/v2/opts"
	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// RasterWithImage draws spikes [T x N] as [Raster] does, and beside it the image that they encode, [H x W] or [1 x H x W]
// with H*W = N, of which neuron n is pixel (n / W, n % W). Hover over a spike, and its pixel is marked; hover over a pixel, and
// its neuron is named. Both tensors stay the caller's: they are read and not kept.
//
// It takes the options of [Raster], and ColorMap and ColorRange as [Image] does. Size is that of both together.
//
// Errors are those of [Raster] and [Image], and an [ErrShape] for an image whose pixels are not as many as the neurons, or more
// than 65,536.
func RasterWithImage(spikes, encoded *ts.Tensor, opts ...Option) (*Figure, error) {
	const fn = "RasterWithImage"
	o, s, err := rasterOf(fn, spikes, append([]Option{Size(900, 400), ColorMap("gray")}, opts...), "ColorMap", "ColorRange")
	if err != nil {
		return nil, err
	}
	m, err := readImage(fn, "encoded", encoded)
	if err != nil {
		return nil, err
	}
	if n := len(m.values); n != s.neurons || n > maxLivePixels {
		want := fmt.Sprintf("%d pixels, one for each neuron, and at most %d", s.neurons, maxLivePixels)
		return nil, &ArgError{fn, "encoded", fmt.Sprintf("%d x %d pixels", m.height, m.width), want, ErrShape}
	}
	images := []*grayImage{m}
	scaleImages(o, images)
	f := &Figure{alt: o.altOr("raster of " + s.words() + "; " + imageWords(images)), width: o.width, height: o.height, kind: "chart",
		greys: o.colorMap == "gray"}
	side := min(o.width/4, o.height-padTop-padBottom)
	layout := layTiles(&options{columns: 1, title: " "}, images, side) // the title's place is kept
	layout.move(o.width-layout.width, o.width, o.height)
	c := newChart(o, f.alt)
	s.chart(c, besideImage(c.wholeGrid(len(s.off) > 0), layout), o)
	layout.chart(c, o, images)
	c.Spikes.Linked = !s.silent()
	f.data = c.done()
	f.draw = func(canvas draw.Canvas) {
		whiten(canvas)
		writeTitle(draw.Crop(canvas, 0, 0, 0, -8*cssPixel), o.title)
		raster, untitled := canvas, *o
		raster.Max.X -= vg.Length(o.width-layout.at[0].Min.X+tileMargin) * cssPixel
		raster.Max.Y -= padTop / 2 * cssPixel
		untitled.title = ""
		s.draw(raster, &untitled)
		layout.draw(canvas, o, images)
	}
	return f, nil
}

// besideImage leaves room in a raster's plot area for the image at its right.
func besideImage(grid opts.Grid, l *tiles) opts.Grid {
	across := share(l.width)
	grid.Left, grid.Right, grid.Width = across(padLeft), "", across(l.at[0].Min.X-padRight-padLeft)
	return grid
}

// move puts tiles that were laid out by themselves into a figure of another size.
func (l *tiles) move(right, width, height int) {
	for i := range l.at {
		l.at[i] = l.at[i].Add(image.Pt(right, 0))
	}
	l.bar = l.bar.Add(image.Pt(right, 0))
	l.width, l.height = width, height
}
