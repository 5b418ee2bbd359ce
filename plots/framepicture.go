package plots

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// picture is the frame of step t, each pixel dots x dots large.
func (a *frames) picture(t, dots int, colors color.Palette) *image.Paletted {
	p := image.NewPaletted(image.Rect(0, 0, a.width*dots, a.height*dots), colors)
	frame := a.at(t)
	for y := range a.height {
		row := p.Pix[y*dots*p.Stride : (y*dots+1)*p.Stride]
		for x, level := range frame[y*a.width : (y+1)*a.width] {
			for i := range dots {
				row[x*dots+i] = level
			}
		}
		for i := 1; i < dots; i++ {
			copy(p.Pix[(y*dots+i)*p.Stride:], row)
		}
	}
	return p
}

// palette gives each level its color.
func (a *frames) palette(o *options) color.Palette {
	p := make(color.Palette, len(a.value))
	for i, v := range a.value {
		p[i] = a.color(v, o)
	}
	return p
}

// color is that of a value: of the color map from 0 to 1, and below 0 between its lower end and the off-spikes' color.
func (a *frames) color(v float64, o *options) color.RGBA {
	if v >= 0 {
		return colorAt(o.colorMap, v)
	}
	return mix(colorAt(o.colorMap, 0), rgb(o.offColor), -v)
}

// draw draws the picture for print, which cannot move: the first step, and the mean over all.
func (a *frames) draw(c draw.Canvas, o *options, p panels) {
	at := func(x, y float64) vg.Point { // from the upper left corner, in CSS pixels
		return vg.Point{X: c.Min.X + vg.Length(x)*cssPixel, Y: c.Max.Y - vg.Length(y)*cssPixel}
	}
	whiten(c)
	style := newPlot(o).Title.TextStyle
	style.Color, style.XAlign, style.YAlign = ink, draw.XCenter, draw.YTop
	c.FillText(style, at(float64(p.width)/2, 8), o.title)
	style.Font.Size = 10
	if a.silent() {
		c.FillText(style, at(float64(p.width)/2, 26), noSpikes)
	}
	mean := a.means()
	shades, zero := mean.palette(o), int(grade(0, a.lo()))
	for i := range shades { // each fourth, from 0 on: with those of the text 256 colors at most, for a PNG half as large
		shades[i] = mean.color(mean.value[zero+(i-zero)/4*4], o)
	}
	for i, picture := range []struct {
		of     *frames
		step   int
		colors color.Palette
		name   string
	}{
		{a, 0, a.palette(o), "step 1"},
		{mean, a.steps - 1, shades, fmt.Sprintf("mean of %d steps", a.steps)},
	} {
		left, top := float64(p.left[i]), float64(p.top)
		right, bottom := left+float64(p.picW), top+float64(p.picH)
		dots := max(1, int(math.Round(p.pixel*scale))) // so that nothing is left to blur
		drawPixels(c, vg.Rectangle{Min: at(left, bottom), Max: at(right, top)}, picture.of.picture(picture.step, dots, picture.colors))
		c.FillText(style, at((left+right)/2, bottom+6), picture.name)
	}
	const width, height, left = 16, 160, 24 // of the color bar, right of the pictures
	x, top := float64(p.left[1]+p.picW+left), float64(p.top+12)
	drawPixels(c, vg.Rectangle{Min: at(x, top+height), Max: at(x+width, top)}, colorBar(shades, width*scale, height*scale))
	c.FillText(style, at(x+width/2, top-14), "1")
	c.FillText(style, at(x+width/2, top+height+4), fmt.Sprint(a.lo()))
}

// drawPixels draws a picture. Onto pixels of the same size it is copied: gonum would mix each with its neighbours, and take
// ten times as long.
func drawPixels(c draw.Canvas, to vg.Rectangle, picture *image.Paletted) {
	ground, ok := c.Canvas.(*vgimg.Canvas)
	if !ok {
		c.DrawImage(to, picture)
		return
	}
	pixels, dpi := ground.Image().(*image.RGBA), ground.DPI()
	left := int(math.Round(to.Min.X.Dots(dpi)))
	top := pixels.Rect.Max.Y - int(math.Round(to.Max.Y.Dots(dpi)))
	if w, h := to.Size().X.Dots(dpi), to.Size().Y.Dots(dpi); !picture.Rect.Add(image.Pt(left, top)).In(pixels.Rect) ||
		math.Abs(w-float64(picture.Rect.Dx())) >= 1 || math.Abs(h-float64(picture.Rect.Dy())) >= 1 {
		c.DrawImage(to, picture)
		return
	}
	var colors [256]color.RGBA
	for i, level := range picture.Palette {
		colors[i] = color.RGBAModel.Convert(level).(color.RGBA)
	}
	for y := range picture.Rect.Dy() {
		out := pixels.Pix[pixels.PixOffset(left, top+y):]
		for x, level := range picture.Pix[y*picture.Stride:][:picture.Rect.Dx()] {
			c := colors[level]
			out[4*x], out[4*x+1], out[4*x+2], out[4*x+3] = c.R, c.G, c.B, c.A
		}
	}
}

// colorBar is a palette from its last color at the top to its first one.
func colorBar(colors color.Palette, width, height int) *image.Paletted {
	bar := image.NewPaletted(image.Rect(0, 0, width, height), colors)
	for i := range bar.Pix {
		bar.Pix[i] = uint8((height - 1 - i/width) * (len(colors) - 1) / (height - 1))
	}
	return bar
}
