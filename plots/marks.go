package plots

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

// draw draws the raster's still picture.
func (s *spikeTrain) draw(c draw.Canvas, o *options) {
	p := newPlot(o)
	x, y := s.axes(o)
	x.place(&p.X)
	y.place(&p.Y)
	p.Add(&marks{s.on, s.neurons, o.marker, o.markerSize, rgb(o.color), s.opacity(o)})
	var legend []legendEntry
	if len(s.off) > 0 {
		p.Add(&marks{s.off, s.neurons, o.marker, o.markerSize, rgb(o.offColor), s.opacity(o)})
		legend = onOff(o)
	}
	drawPlot(c, p, legend...)
	if s.silent() {
		writeAmid(c, noSpikes)
	}
}

// onOff is the legend of a figure with off-spikes.
func onOff(o *options) []legendEntry {
	return []legendEntry{{"on", rgb(o.color)}, {"off", rgb(o.offColor)}}
}

// marks draws spikes straight into the picture: gonum's own scatter strokes each by itself, half a second for 100,000.
type marks struct {
	places  []int
	neurons int
	marker  string
	size    float64 // CSS pixels
	color   color.RGBA
	opacity float64
}

// Plot implements gonum's plot.Plotter.
func (m *marks) Plot(c draw.Canvas, p *plot.Plot) {
	canvas, pixels := underlying(c).(*vgimg.Canvas)
	if !pixels && len(m.places) <= maxVectorMarks {
		m.vector(c, p)
		return
	}
	dots := func(l vg.Length) float64 { return float64(l/cssPixel) * scale }
	bounds := image.Rect(0, 0, int(math.Ceil(dots(c.Size().X))), int(math.Ceil(dots(c.Size().Y))))
	cover := image.NewAlpha(bounds)
	stamp := m.stamp()
	trX, trY := p.Transforms(&c)
	for _, place := range m.places {
		x, y := trX(float64(place/m.neurons)), trY(float64(place%m.neurons))
		press(cover, stamp, m.opacity, int(dots(x-c.Min.X)), int(dots(c.Max.Y-y)))
	}
	if !pixels {
		c.DrawImage(c.Rectangle, m.tinted(cover))
		return
	}
	page := canvas.Image()
	_, height := canvas.Size()
	at := image.Pt(int(dots(c.Min.X)), int(dots(height-c.Max.Y)))
	stddraw.DrawMask(page, bounds.Add(at), image.NewUniform(m.color), image.Point{}, cover, image.Point{}, stddraw.Over)
}

// tinted is the cover in the marks' color, in 16 steps of opacity, which PNG packs two to a byte.
func (m *marks) tinted(cover *image.Alpha) *image.Paletted {
	steps := make(color.Palette, 16)
	for i := range steps {
		steps[i] = color.NRGBA{m.color.R, m.color.G, m.color.B, uint8(17 * i)}
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
func (m *marks) vector(c draw.Canvas, p *plot.Plot) {
	trX, trY := p.Transforms(&c)
	half := vg.Length(m.size/2) * cssPixel
	wide := half
	if m.marker == "|" {
		wide = markWidth / 2 * cssPixel
	}
	var path vg.Path
	for _, place := range m.places {
		at := vg.Point{X: trX(float64(place / m.neurons)), Y: trY(float64(place % m.neurons))}
		if !c.Contains(at) {
			continue
		}
		if m.marker == "." || m.marker == "o" {
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
	c.SetColor(m.color)
	c.Fill(path)
}
