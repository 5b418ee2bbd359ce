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
	name := func(picture int, words string) {
		c.FillText(style, at(float64(p.left[picture])+float64(p.picW)/2, float64(p.top+p.picH+6)), words)
	}
	show := func(picture int, of *frames, step int) {
		left, top := float64(p.left[picture]), float64(p.top)
		to := vg.Rectangle{Min: at(left, top+float64(p.picH)), Max: at(left+float64(p.picW), top)}
		drawPixels(c, to, of.picture(step, max(1, int(math.Round(p.pixel*scale))), of.shades(o)))
	}
	last := a // what the color bar is for
	show(0, a, 0)
	name(0, fmt.Sprintf("step 1 of %d", a.steps))
	if o.runningMean {
		last = a.means()
		show(1, last, a.steps-1)
		name(1, fmt.Sprintf("mean of %d steps", a.steps))
	}
	if p.colored {
		const width, height = 16, 160
		x, top := float64(p.left[len(p.left)-1]+p.picW+24), float64(p.top+16)
		bar := barPicture(last.shades(o), width*scale, height*scale)
		drawPixels(c, vg.Rectangle{Min: at(x, top+height), Max: at(x+width, top)}, bar)
		c.FillText(style, at(x+width/2, top-16), "1")
		c.FillText(style, at(x+width/2, top+height+4), fmt.Sprint(a.lo()))
	}
}

// shades is the palette with, of many levels, each fourth color: with those of the text these are 256 at most, and a PNG of
// no more colors is half as large.
func (a *frames) shades(o *options) color.Palette {
	colors := a.palette(o)
	if len(colors) < greyLevels {
		return colors
	}
	zero := int(grade(0, a.lo())) // whose color is to stay
	for i := range colors {
		colors[i] = a.color(a.value[zero+(i-zero)/4*4], o)
	}
	return colors
}

// drawPixels draws a picture. Onto pixels of the same size it is copied: gonum would mix each with its neighbours, and take
// ten times as long.
func drawPixels(c draw.Canvas, to vg.Rectangle, picture *image.Paletted) {
	ground, ok := underlying(c).(*vgimg.Canvas)
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

// barPicture is a palette from its last color at the top to its first one.
func barPicture(colors color.Palette, width, height int) *image.Paletted {
	bar := image.NewPaletted(image.Rect(0, 0, width, height), colors)
	for i := range bar.Pix {
		bar.Pix[i] = uint8((height - 1 - i/width) * (len(colors) - 1) / (height - 1))
	}
	return bar
}
