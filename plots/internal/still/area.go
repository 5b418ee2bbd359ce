package still

import (
	"encoding/binary"
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"gosnn/plots/internal/axis"
)

// Area is a plot area of a still picture, with places by the values along its axes. gonum's own plot is not used: it lays out a
// picture otherwise than the live chart is, and panics where there is little room.
type Area struct {
	draw.Canvas              // the whole picture
	Box         vg.Rectangle // the plot area in it
	x, y        func(v float64) float64
}

// NewArea is the plot area of a picture at a place in CSS pixels, from the upper left corner.
func NewArea(c draw.Canvas, at image.Rectangle, x, y axis.Axis) *Area {
	return &Area{c, Box(c, at), x.Norm(), y.Norm()}
}

// Box is a rectangle of CSS pixels, from the upper left corner of a picture.
func Box(c draw.Canvas, r image.Rectangle) vg.Rectangle {
	return vg.Rectangle{Min: At(c, float64(r.Min.X), float64(r.Max.Y)), Max: At(c, float64(r.Max.X), float64(r.Min.Y))}
}

// Part is a part of a picture as a picture of its own.
func Part(c draw.Canvas, r image.Rectangle) draw.Canvas {
	return draw.Canvas{Canvas: c.Canvas, Rectangle: Box(c, r)}
}

// At is a place in CSS pixels, from the upper left corner of a picture.
func At(c draw.Canvas, x, y float64) vg.Point {
	return vg.Point{X: c.Min.X + vg.Length(x)*CSSPixel, Y: c.Max.Y - vg.Length(y)*CSSPixel}
}

// At is the place of x, y. What has none, such as 0 along a logarithmic axis, is NaN.
func (a *Area) At(x, y float64) vg.Point { return vg.Point{X: a.X(x), Y: a.Y(y)} }

// X is how far right a value is.
func (a *Area) X(v float64) vg.Length { return a.Box.Min.X + near(a.x(v))*a.Box.Size().X }

// Y is how high up a value is.
func (a *Area) Y(v float64) vg.Length { return a.Box.Min.Y + near(a.y(v))*a.Box.Size().Y }

// near keeps places far outside of the area at a distance with which one can calculate.
func near(part float64) vg.Length { return vg.Length(math.Max(-1e4, math.Min(1e4, part))) }

// clip is the part of the picture that is the plot area.
func (a *Area) clip() *draw.Canvas { return &draw.Canvas{Canvas: a.Canvas, Rectangle: a.Box} }

// dots is a length in picture elements.
func dots(l vg.Length) float64 { return float64(l/CSSPixel) * Scale }

// bounds is the plot area in picture elements, from its upper left corner.
func (a *Area) bounds() image.Rectangle {
	return image.Rect(0, 0, max(0, int(math.Ceil(dots(a.Box.Size().X)))), max(0, int(math.Ceil(dots(a.Box.Size().Y)))))
}

// pixels is the picture whose elements can be written to, and where the plot area is in it; nil for a drawing by shapes.
func (a *Area) pixels() (*image.RGBA, image.Point) {
	canvas, ok := underlying(a.Canvas).(*vgimg.Canvas)
	if !ok {
		return nil, image.Point{}
	}
	_, height := canvas.Size()
	return canvas.Image().(*image.RGBA), image.Pt(int(dots(a.Box.Min.X)), int(dots(height-a.Box.Max.Y)))
}

// paint colors the part of a picture that the cover of the plot area covers, with an opaque color.
func paint(page *image.RGBA, at image.Point, cover *image.Alpha, c color.RGBA) {
	part := cover.Rect.Add(at).Intersect(page.Rect)
	full := [4]uint8{c.R, c.G, c.B, 0xff}
	for y := part.Min.Y; y < part.Max.Y; y++ {
		of := cover.Pix[cover.PixOffset(part.Min.X-at.X, y-at.Y):][:part.Dx()]
		row := page.Pix[page.PixOffset(part.Min.X, y):][:4*part.Dx()]
		for x := 0; x < len(of); x++ {
			if x+8 <= len(of) && binary.NativeEndian.Uint64(of[x:]) == 0 { // most of it
				x += 7
				continue
			}
			switch alpha := of[x]; alpha {
			case 0:
			case 0xff:
				*(*[4]uint8)(row[4*x:]) = full
			default: // as image/draw does it
				in := uint32(alpha) * 0x101
				out := (0xffff - in) * 0x101
				for k, v := range full {
					row[4*x+k] = uint8((uint32(row[4*x+k])*out + uint32(v)*0x101*in) / 0xffff >> 8)
				}
			}
		}
	}
}
