package still

import (
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// maxVectorMarks is how many spikes an SVG takes as shapes. More are drawn as a picture in it, which is smaller.
const maxVectorMarks = 5_000

// Marks draws spikes straight into the picture: gonum's own scatter strokes each by itself, half a second for 100,000.
type Marks struct {
	Places  []int // t*Neurons + n of each spike
	Neurons int
	Marker  string  // ".", "o", "s" or "|"
	Size    float64 // CSS pixels; 0 is most of the height of the area
	Color   color.RGBA
	Opacity float64
	Thin    float64 // width of the "|" marker; 0 is the usual
}

// Draw draws the marks into the plot area.
func (m *Marks) Draw(a *Area) {
	page, at := a.pixels()
	if page == nil && len(m.Places) <= maxVectorMarks {
		m.vector(a)
		return
	}
	cover := image.NewAlpha(a.bounds())
	stamp := m.stamp(float64((a.Box.Max.Y - a.Box.Min.Y) / CSSPixel))
	for _, place := range m.Places {
		x, y := a.dot(a.At(float64(place/m.Neurons), float64(place%m.Neurons)))
		press(cover, stamp, m.Opacity, int(x), int(y))
	}
	if page == nil {
		a.DrawImage(a.Box, m.tinted(cover))
		return
	}
	paint(page, at, cover, m.Color)
}

// Tall is the height of a mark in an area so many CSS pixels high.
func (m *Marks) Tall(height float64) float64 {
	if m.Size > 0 {
		return m.Size
	}
	return math.Max(8, 0.6*height)
}

// Wide is the width of the "|" marker in CSS pixels: less than the usual where neighbours would merge.
func (m *Marks) Wide() float64 {
	if m.Thin > 0 {
		return m.Thin
	}
	return MarkWidth
}

// tinted is the cover in the marks' color, in 16 steps of opacity, which PNG packs two to a byte.
func (m *Marks) tinted(cover *image.Alpha) *image.Paletted {
	steps := make(color.Palette, 16)
	for i := range steps {
		steps[i] = color.NRGBA{m.Color.R, m.Color.G, m.Color.B, uint8(17 * i)}
	}
	picture := image.NewPaletted(cover.Rect, steps)
	for i, a := range cover.Pix {
		picture.Pix[i] = a >> 4
	}
	return picture
}

// underlying is the canvas that c is a part of.
func underlying(c draw.Canvas) vg.Canvas {
	inner := c.Canvas
	for {
		part, ok := inner.(draw.Canvas)
		if !ok {
			return inner
		}
		inner = part.Canvas
	}
}

// vector draws the marks as one path.
func (m *Marks) vector(a *Area) {
	half := vg.Length(m.Tall(float64((a.Box.Max.Y-a.Box.Min.Y)/CSSPixel))/2) * CSSPixel
	wide := half
	if m.Marker == "|" {
		wide = vg.Length(m.Wide()) / 2 * CSSPixel
	}
	var path vg.Path
	for _, place := range m.Places {
		at := a.At(float64(place/m.Neurons), float64(place%m.Neurons))
		if !a.clip().Contains(at) {
			continue
		}
		if m.Marker == "." || m.Marker == "o" {
			path.Move(vg.Point{X: at.X + half, Y: at.Y})
			path.Arc(at, half, 0, 2*math.Pi)
		} else {
			path.Move(vg.Point{X: at.X - wide, Y: at.Y - half})
			path.Line(vg.Point{X: at.X + wide, Y: at.Y - half})
			path.Line(vg.Point{X: at.X + wide, Y: at.Y + half})
			path.Line(vg.Point{X: at.X - wide, Y: at.Y + half})
		}
		path.Close()
	}
	a.SetColor(m.Color)
	a.Fill(path)
}

// MarkWidth is the width of the "|" marker, in CSS pixels.
const MarkWidth = 1.5
