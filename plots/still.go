package plots

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"sync"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// scale is the number of picture elements for each CSS pixel, so that a still picture is sharp on most screens.
const scale = 2

// cssPixel is the length of a CSS pixel.
const cssPixel = vg.Inch / 96

// PNG returns the still picture as PNG on a white ground, twice as many pixels each way as [Figure.Size] tells.
func (f *Figure) PNG() ([]byte, error) {
	f.pngOnce.Do(func() { f.png = sync.OnceValues(f.drawPNG) })
	return f.png()
}

func (f *Figure) drawPNG() ([]byte, error) {
	c := vgimg.NewWith(
		vgimg.UseWH(vg.Length(f.width)*cssPixel, vg.Length(f.height)*cssPixel), vgimg.UseDPI(96*scale))
	f.draw(draw.New(c))
	return f.encodePNG(c.Image().(*image.RGBA))
}

// SVG returns the still picture as SVG on a white ground. A raster of very many spikes has them as a picture in it.
func (f *Figure) SVG() ([]byte, error) {
	c := vgsvg.New(vg.Length(f.width)*cssPixel, vg.Length(f.height)*cssPixel)
	f.draw(draw.New(c))
	var b bytes.Buffer
	if _, err := c.WriteTo(&b); err != nil {
		return nil, fmt.Errorf("plots.Figure.SVG: %w", err)
	}
	return b.Bytes(), nil
}

// encodePNG writes a picture by color numbers, with few shades where they are only the smooth edges of text and marks.
func (f *Figure) encodePNG(m *image.RGBA) ([]byte, error) {
	model := color.Model(fewGreys)
	switch {
	case f.shades != nil:
		model = f.shades
	case f.greys:
		model = color.RGBAModel
	}
	var b bytes.Buffer
	if err := new(png.Encoder).Encode(&b, indexed(m, model)); err != nil {
		return nil, fmt.Errorf("plots.Figure.PNG: %w", err)
	}
	return b.Bytes(), nil
}

// ink is the color of text and spikes in still pictures, which have a white ground.
var ink = color.RGBA{0x11, 0x11, 0x11, 0xff}

// sans is the font of all text in still pictures, in points.
func sans(size float64) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Length(size)}
}

// whiten gives c its white ground, which pictures have from the beginning.
func whiten(c draw.Canvas) {
	if _, picture := underlying(c).(*vgimg.Canvas); !picture {
		c.SetColor(color.White)
		c.Fill(c.Rectangle.Path())
	}
}

// newPlot returns gonum's plot with this package's fonts and the title that o tells. Its axes come by axis.place.
func newPlot(o *options) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil // whiten has done it
	p.Title.Text, p.Title.TextStyle.Font, p.Title.Padding = o.title, sans(12), 6
	p.Title.TextStyle.Color = ink
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font, axis.Label.TextStyle.Color = sans(10), ink
		axis.Tick.Label.Font, axis.Tick.Label.Color = sans(9), ink
		axis.LineStyle.Width, axis.Tick.LineStyle.Width, axis.Padding = 0.5, 0.5, 0
	}
	return p
}

// drawPlot draws p into c with a margin around it, and the legend, if any, between title and data.
func drawPlot(c draw.Canvas, p *plot.Plot, legend ...legendEntry) {
	whiten(c)
	const margin = 8 * cssPixel
	inner := draw.Crop(c, margin, -2*margin, margin, -margin)
	if len(legend) > 0 {
		inner.Max.Y -= writeTitle(inner, p.Title.Text)
		p.Title.Text = ""
		drawLegend(inner, legend)
		inner.Max.Y -= legendHeight * cssPixel
	}
	p.Draw(inner)
}

// writeTitle writes a title at the upper edge of c and returns the height that it takes.
func writeTitle(c draw.Canvas, words string) vg.Length {
	if words == "" {
		return 0
	}
	style := sansStyle(12)
	style.XAlign, style.YAlign = draw.XCenter, draw.YTop
	c.FillText(style, vg.Point{X: c.Center().X, Y: c.Max.Y}, words)
	return style.FontExtents().Height + 4*cssPixel
}

// writeAmid writes text in the middle of c.
func writeAmid(c draw.Canvas, words string) {
	style := sansStyle(11)
	style.XAlign, style.YAlign = draw.XCenter, draw.YCenter
	c.FillText(style, c.Center(), words)
}

// sansStyle is the style of text of a size in points.
func sansStyle(size float64) text.Style {
	return text.Style{Color: ink, Font: sans(size), Handler: plot.DefaultTextHandler}
}
