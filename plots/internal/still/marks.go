package still

import (
	"image"
	"image/color"
	stddraw "image/draw"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// maxVectorMarks is how many spikes an SVG takes as shapes. More are drawn as a picture in it, which is smaller.
const maxVectorMarks = 5_000

// Marks draws spikes straight into the picture: gonum's own scatter strokes each by itself, half a second for 100,000.
type Marks struct {
	Places  []int // t*Neurons + n of each spike
	Neurons int
	Marker  string  // ".", "o", "s" or "|"
	Size    float64 // CSS pixels
	Color   color.RGBA
	Opacity float64
}

// Plot implements gonum's plot.Plotter.
func (m *Marks) Plot(c draw.Canvas, p *plot.Plot) {
	canvas, pixels := underlying(c).(*vgimg.Canvas)
	if !pixels && len(m.Places) <= maxVectorMarks {
		m.vector(c, p)
		return
	}
	dots := func(l vg.Length) float64 { return float64(l/CSSPixel) * Scale }
	bounds := image.Rect(0, 0, int(math.Ceil(dots(c.Size().X))), int(math.Ceil(dots(c.Size().Y))))
	cover := image.NewAlpha(bounds)
	stamp := m.stamp()
	trX, trY := p.Transforms(&c)
	for _, place := range m.Places {
		x, y := trX(float64(place/m.Neurons)), trY(float64(place%m.Neurons))
		press(cover, stamp, m.Opacity, int(dots(x-c.Min.X)), int(dots(c.Max.Y-y)))
	}
	if !pixels {
		c.DrawImage(c.Rectangle, m.tinted(cover))
		return
	}
	page := canvas.Image()
	_, height := canvas.Size()
	at := image.Pt(int(dots(c.Min.X)), int(dots(height-c.Max.Y)))
	stddraw.DrawMask(page, bounds.Add(at), image.NewUniform(m.Color), image.Point{}, cover, image.Point{}, stddraw.Over)
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
func (m *Marks) vector(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	half := vg.Length(m.Size/2) * CSSPixel
	wide := half
	if m.Marker == "|" {
		wide = MarkWidth / 2 * CSSPixel
	}
	var path vg.Path
	for _, place := range m.Places {
		at := vg.Point{X: trX(float64(place / m.Neurons)), Y: trY(float64(place % m.Neurons))}
		if !c.Contains(at) {
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
	c.SetColor(m.Color)
	c.Fill(path)
}

// MarkWidth is the width of the "|" marker, in CSS pixels.
const MarkWidth = 1.5
