package plots

import (
	"fmt"
	"image"
	"image/color"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/still"
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
		return colors.At(o.colorMap, v)
	}
	return colors.Mix(colors.At(o.colorMap, 0), colors.RGB(o.offColor), -v)
}

// draw draws the picture for print, which cannot move: the sum over all steps, or the first step and the mean over all.
func (a *frames) draw(c draw.Canvas, o *options, p panels) {
	at := func(x, y float64) vg.Point { // from the upper left corner, in CSS pixels
		return vg.Point{X: c.Min.X + vg.Length(x)*still.CSSPixel, Y: c.Max.Y - vg.Length(y)*still.CSSPixel}
	}
	still.Whiten(c)
	style := still.Sans(12)
	style.XAlign, style.YAlign = draw.XCenter, draw.YTop
	still.Write(c, still.TitleSize, p.width/2, edge, p.title...)
	style.Font.Size = 10
	if a.silent() {
		c.FillText(style, at(float64(p.width)/2, float64(p.top)-18), noSpikes)
	}
	name := func(picture int, words string) {
		middle := p.left[picture] + p.picW/2
		room := 2*min(middle, p.width-middle) - edge
		if len(p.left) > 1 {
			room = min(room, p.left[1]-p.left[0]-edge/2)
		}
		if room >= 40 { // of a few letters
			c.FillText(style, at(float64(p.left[picture])+float64(p.picW)/2, float64(p.top+p.picH+6)), clip(words, still.LabelSize, room))
		}
	}
	show := func(picture int, of *frames, step int) {
		left, top := float64(p.left[picture]), float64(p.top)
		to := vg.Rectangle{Min: at(left, top+float64(p.picH)), Max: at(left+float64(p.picW), top)}
		still.DrawPixels(c, to, of.picture(step, max(1, int(math.Round(p.pixel*still.Scale))), of.shades(o)))
	}
	last := a // what the color bar is for
	if o.runningMean || a.steps == 1 {
		show(0, a, 0)
		name(0, "step 0")
	} else {
		show(0, a.sum(), 0)
		name(0, fmt.Sprintf("sum of %d steps", a.steps))
	}
	if o.runningMean {
		last = a.means()
		show(1, last, a.steps-1)
		name(1, fmt.Sprintf("mean of %d steps", a.steps))
	}
	const width, most, least = 16, 160, 20 // of the color bar
	if height := min(most, p.height-p.top-36); p.colored && height >= least {
		x, top := float64(p.left[len(p.left)-1]+p.picW+24), float64(p.top+16)
		bar := still.BarPicture(last.shades(o), width*still.Scale, height*still.Scale)
		still.DrawPixels(c, vg.Rectangle{Min: at(x, top+float64(height)), Max: at(x+width, top)}, bar)
		c.FillText(style, at(x+width/2, top-16), "1")
		c.FillText(style, at(x+width/2, top+float64(height)+4), fmt.Sprint(a.lo()))
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
