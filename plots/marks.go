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
	p.Add(&marks{s.on, s.neurons, o.marker, o.markerSize, rgb(o.color)})
	var legend []legendEntry
	if len(s.off) > 0 {
		p.Add(&marks{s.off, s.neurons, o.marker, o.markerSize, rgb(o.offColor)})
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
		press(cover, stamp, int(dots(x-c.Min.X)), int(dots(c.Max.Y-y)))
	}
	if !pixels {
		picture := image.NewRGBA(bounds)
		stddraw.DrawMask(picture, bounds, image.NewUniform(m.color), image.Point{}, cover, image.Point{}, stddraw.Src)
		c.DrawImage(c.Rectangle, picture)
		return
	}
	page := canvas.Image()
	_, height := canvas.Size()
	at := image.Pt(int(dots(c.Min.X)), int(dots(height-c.Max.Y)))
	stddraw.DrawMask(page, bounds.Add(at), image.NewUniform(m.color), image.Point{}, cover, image.Point{}, stddraw.Over)
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

// stamp is one mark: how much of each pixel it covers.
func (m *marks) stamp() *image.Alpha {
	width, height := m.size*scale, m.size*scale
	if m.marker == "|" {
		width = markWidth * scale
	}
	w, h := int(math.Max(1, math.Round(width))), int(math.Max(1, math.Round(height)))
	stamp := image.NewAlpha(image.Rect(0, 0, w, h))
	for i := range stamp.Pix {
		stamp.Pix[i] = 255
		if m.marker == "." || m.marker == "o" {
			stamp.Pix[i] = discCover(float64(i%w), float64(i/w), float64(w)/2)
		}
	}
	return stamp
}

// discCover is how much of the pixel at x, y a disc around (r, r) covers, in a few steps so that the picture keeps to few
// colors.
func discCover(x, y, r float64) uint8 {
	const fine = 4
	inside := 0
	for i := range fine * fine {
		dx, dy := x+(float64(i%fine)+0.5)/fine-r, y+(float64(i/fine)+0.5)/fine-r
		if dx*dx+dy*dy <= r*r {
			inside++
		}
	}
	return uint8(inside * 255 / (fine * fine))
}

// press puts the stamp on the cover, its middle at x, y. Where marks overlap the stronger cover holds.
func press(cover, stamp *image.Alpha, x, y int) {
	at := stamp.Rect.Add(image.Pt(x-stamp.Rect.Dx()/2, y-stamp.Rect.Dy()/2))
	on := at.Intersect(cover.Rect)
	for row := on.Min.Y; row < on.Max.Y; row++ {
		from := stamp.Pix[(row-at.Min.Y)*stamp.Stride+on.Min.X-at.Min.X:]
		to := cover.Pix[row*cover.Stride+on.Min.X : row*cover.Stride+on.Max.X]
		for i := range to {
			to[i] = max(to[i], from[i])
		}
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
