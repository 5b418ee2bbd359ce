package still

import (
	"bytes"
	"image"
	"image/color"
	"image/png"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Scale is the number of picture elements for each CSS pixel, so that a still picture is sharp on most screens.
const Scale = 2

// CSSPixel is the length of a CSS pixel.
const CSSPixel = vg.Inch / 96

// PNG draws a picture of w x h CSS pixels and writes it as PNG: by color numbers, each color as the model rounds it, or with the
// colors as they are if these are too many for that. A small one has one picture element for each CSS pixel.
func PNG(w, h int, paint func(c draw.Canvas), model color.Model, small bool) ([]byte, error) {
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(w)*CSSPixel, vg.Length(h)*CSSPixel), vgimg.UseDPI(96*Scale))
	paint(draw.New(c))
	var b bytes.Buffer
	page := c.Image().(*image.RGBA)
	if small {
		page = halved(page)
	}
	var picture image.Image = page
	if numbered, faithful := indexed(page, model); faithful {
		picture = numbered
	}
	err := new(png.Encoder).Encode(&b, picture)
	return b.Bytes(), err
}

// halved is the picture in half its size each way.
func halved(m *image.RGBA) *image.RGBA {
	half := image.NewRGBA(image.Rect(0, 0, m.Rect.Dx()/2, m.Rect.Dy()/2))
	for y := range half.Rect.Dy() {
		for i := range 4 * half.Rect.Dx() {
			at := 2*y*m.Stride + 8*(i/4) + i%4
			sum := int(m.Pix[at]) + int(m.Pix[at+4]) + int(m.Pix[at+m.Stride]) + int(m.Pix[at+m.Stride+4])
			half.Pix[y*half.Stride+i] = uint8((sum + 2) / 4)
		}
	}
	return half
}

// SVG draws a picture of w x h CSS pixels and writes it as SVG.
func SVG(w, h int, paint func(c draw.Canvas)) ([]byte, error) {
	c := vgsvg.New(vg.Length(w)*CSSPixel, vg.Length(h)*CSSPixel)
	paint(draw.New(c))
	var b bytes.Buffer
	_, err := c.WriteTo(&b)
	return b.Bytes(), err
}

// Whiten gives c its white ground, which pictures have from the beginning.
func Whiten(c draw.Canvas) {
	if _, picture := underlying(c).(*vgimg.Canvas); !picture {
		c.SetColor(color.White)
		c.Fill(c.Rectangle.Path())
	}
}
