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
	return encodePNG(c.Image().(*image.RGBA))
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

// encodePNG writes a picture with 256 colors at most where it has no more: a quarter of the bytes to compress.
func encodePNG(m *image.RGBA) ([]byte, error) {
	var picture image.Image = m
	if p := indexed(m); p != nil {
		picture = p
	}
	var b bytes.Buffer
	e := png.Encoder{CompressionLevel: png.DefaultCompression}
	if err := e.Encode(&b, picture); err != nil {
		return nil, fmt.Errorf("plots.Figure.PNG: %w", err)
	}
	return b.Bytes(), nil
}

// indexed returns the same picture by color numbers, or nil if it has more than 256 colors.
func indexed(m *image.RGBA) *image.Paletted {
	p := image.NewPaletted(m.Rect, nil)
	numbers := make(map[[4]uint8]uint8, 256)
	var last [4]uint8 // most picture elements are as the one before
	var number uint8
	for i := range p.Pix {
		if c := [4]uint8(m.Pix[4*i:]); c != last || i == 0 {
			n, ok := numbers[c]
			if !ok {
				if len(numbers) == 256 {
					return nil
				}
				n = uint8(len(numbers))
				numbers[c] = n
				p.Palette = append(p.Palette, color.RGBA{c[0], c[1], c[2], c[3]})
			}
			last, number = c, n
		}
		p.Pix[i] = number
	}
	return p
}

// ink is the color of text and spikes in still pictures, which have a white ground.
var ink = color.RGBA{0x11, 0x11, 0x11, 0xff}

// sans is the font of all text in still pictures, in points.
func sans(size float64) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Length(size)}
}

// whiten gives c its white ground.
func whiten(c draw.Canvas) {
	c.SetColor(color.White)
	c.Fill(c.Rectangle.Path())
}

// newPlot returns gonum's plot with this package's fonts, and the title, labels, limits and ticks that o tells.
func newPlot(o *options) *plot.Plot {
	p := plot.New()
	p.Title.Text, p.Title.TextStyle.Font, p.Title.Padding = o.title, sans(12), 6
	p.Title.TextStyle.Color = ink
	p.Legend.TextStyle.Font, p.Legend.Top = sans(9), true
	for _, axis := range []struct {
		*plot.Axis
		label string
		hide  bool
	}{{&p.X, o.xLabel, o.hideX}, {&p.Y, o.yLabel, o.hideY}} {
		axis.Label.Text, axis.Label.TextStyle.Font, axis.Label.TextStyle.Color = axis.label, sans(10), ink
		axis.Tick.Label.Font, axis.Tick.Label.Color = sans(9), ink
		axis.LineStyle.Width, axis.Tick.LineStyle.Width = 0.5, 0.5
		if axis.hide {
			axis.Tick.Marker = plot.ConstantTicks(nil)
		}
	}
	return p
}
