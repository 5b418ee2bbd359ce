package still

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/colors"
)

// Scale is the number of picture elements for each CSS pixel, so that a still picture is sharp on most screens.
const Scale = 2

// CSSPixel is the length of a CSS pixel.
const CSSPixel = vg.Inch / 96

// PNG draws a picture of w x h CSS pixels and writes it as PNG by color numbers, each color as the model rounds it.
func PNG(w, h int, paint func(c draw.Canvas), model color.Model) ([]byte, error) {
	c := vgimg.NewWith(vgimg.UseWH(vg.Length(w)*CSSPixel, vg.Length(h)*CSSPixel), vgimg.UseDPI(96*Scale))
	paint(draw.New(c))
	var b bytes.Buffer
	err := new(png.Encoder).Encode(&b, indexed(c.Image().(*image.RGBA), model))
	return b.Bytes(), err
}

// SVG draws a picture of w x h CSS pixels and writes it as SVG.
func SVG(w, h int, paint func(c draw.Canvas)) ([]byte, error) {
	c := vgsvg.New(vg.Length(w)*CSSPixel, vg.Length(h)*CSSPixel)
	paint(draw.New(c))
	var b bytes.Buffer
	_, err := c.WriteTo(&b)
	return b.Bytes(), err
}

// sans is the font of all text in still pictures, in points.
func sans(size float64) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Length(size)}
}

// Whiten gives c its white ground, which pictures have from the beginning.
func Whiten(c draw.Canvas) {
	if _, picture := underlying(c).(*vgimg.Canvas); !picture {
		c.SetColor(color.White)
		c.Fill(c.Rectangle.Path())
	}
}

// NewPlot returns gonum's plot with this package's fonts, a title, and two axes.
func NewPlot(title string, x, y axis.Axis) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil // Whiten has done it
	p.Title.Text, p.Title.TextStyle.Font, p.Title.Padding = title, sans(12), 6
	p.Title.TextStyle.Color = colors.Ink
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		axis.Label.TextStyle.Font, axis.Label.TextStyle.Color = sans(10), colors.Ink
		axis.Tick.Label.Font, axis.Tick.Label.Color = sans(9), colors.Ink
		axis.LineStyle.Width, axis.Tick.LineStyle.Width, axis.Padding = 0.5, 0.5, 0
	}
	place(x, &p.X)
	place(y, &p.Y)
	return p
}

// place gives gonum's axis label, limits and ticks.
func place(a axis.Axis, p *plot.Axis) {
	p.Label.Text, p.Min, p.Max = a.Label, a.Lo, a.Hi
	switch {
	case a.Hide:
		p.Tick.Marker = plot.ConstantTicks(nil)
	case a.Names != nil:
		marks := make([]plot.Tick, len(a.Names))
		for i, name := range a.Names {
			marks[i] = plot.Tick{Value: float64(i), Label: name}
		}
		p.Tick.Marker = plot.ConstantTicks(marks)
	default:
		p.Tick.Marker = axis.Ticks{Whole: a.Whole, About: cmp.Or(a.About, 6)}
	}
}

// DrawPlot draws p into c with a margin around it, and the legend, if any, between title and data.
func DrawPlot(c draw.Canvas, p *plot.Plot, legend ...LegendEntry) {
	Whiten(c)
	const margin = 8 * CSSPixel
	inner := draw.Crop(c, margin, -2*margin, margin, -margin)
	if len(legend) > 0 {
		inner.Max.Y -= WriteTitle(inner, p.Title.Text)
		p.Title.Text = ""
		drawLegend(inner, legend)
		inner.Max.Y -= legendHeight * CSSPixel
	}
	p.Draw(inner)
}

// WriteTitle writes a title at the upper edge of c and returns the height that it takes.
func WriteTitle(c draw.Canvas, words string) vg.Length {
	if words == "" {
		return 0
	}
	style := Sans(12)
	style.XAlign, style.YAlign = draw.XCenter, draw.YTop
	c.FillText(style, vg.Point{X: c.Center().X, Y: c.Max.Y}, words)
	return style.FontExtents().Height + 4*CSSPixel
}

// WriteAmid writes text in the middle of c.
func WriteAmid(c draw.Canvas, words string) {
	style := Sans(11)
	style.XAlign, style.YAlign = draw.XCenter, draw.YCenter
	c.FillText(style, c.Center(), words)
}

// Sans is the style of text of a size in points.
func Sans(size float64) text.Style {
	return text.Style{Color: colors.Ink, Font: sans(size), Handler: plot.DefaultTextHandler}
}
