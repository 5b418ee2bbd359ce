package plots

import (
	"fmt"
	"image"

	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/live"
	"gosnn/snn/argument"
)

// RasterWithImage draws spikes [T x N] as [Raster] does, and beside it the image that they encode, [H x W] or [1 x H x W]
// with H*W = N, of which neuron n is pixel (n / W, n % W). Hover over a spike, and its pixel is marked; hover over a pixel, and
// its neuron is named. Both tensors stay the caller's: they are read and not kept.
//
// Options: [XLabel], [YLabel], [Color], [OffColor], [Marker], [MarkerSize], [XLim], [YLim], [HLine], [VLine], [XTickStep],
// [YTickStep], [HideXTicks], [HideYTicks], [ColorMap] and [ColorRange] of the image, [Title], [Size] (of both together), [Alt].
//
// Errors are those of [Raster] and [Image], and an [ErrShape] for an image whose pixels are not as many as the neurons, or more
// than 65,536.
func RasterWithImage(spikes, encoded *ts.Tensor, opts ...RasterWithImageOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.RasterWithImage")
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
		return nil, argument.New("encoded", fmt.Sprintf("%d x %d pixels", m.height, m.width), want, ErrShape)
	}
	images := []*picture{m}
	scaleImages(o, images)
	whole := *o.size
	side := max(1, min(whole.width/4, whole.height-buttonsTop-52))
	beside, err := layTiles(&options{columns: 1, names: []string{""}}, images, side)
	if err != nil {
		return nil, err
	}
	beside.move(image.Pt(whole.width-beside.width, max(0, buttonsTop-tileName)), whole)
	l, err := layPanels("", []*panel{s.panel(o).with(o.rules)}, 1, size{beside.at[0].Min.X, whole.height}, o.onOff(s))
	if err != nil {
		return nil, err
	}
	l.titled(o.title, whole)
	f := &Figure{alt: o.altOr("raster of " + s.words() + "; " + imageWords(images)), size: whole, kind: "chart", model: o.imageShades()}
	c := live.NewChart(o.title, f.alt)
	l.live(c)
	beside.chart(c, o, images)
	c.Linked = !s.silent()
	f.data = c.Done()
	f.draw = func(canvas draw.Canvas) {
		l.draw(canvas)
		beside.draw(canvas, o, images)
	}
	return f, nil
}

// move puts tiles that were laid out by themselves into a figure of another size.
func (l *tiles) move(by image.Point, into size) {
	for i := range l.at {
		l.at[i] = l.at[i].Add(by)
	}
	l.bar = l.bar.Add(by)
	l.size = into
}
