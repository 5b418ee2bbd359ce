package still

import (
	"image"
	"image/color"
	stddraw "image/draw"
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// DrawPixels draws a picture. Onto pixels of the same size it is copied: gonum would mix each with its neighbours, and take
// ten times as long.
func DrawPixels(c draw.Canvas, to vg.Rectangle, picture *image.Paletted) {
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

// BarPicture is a palette from its last color at the top to its first one.
func BarPicture(colors color.Palette, width, height int) *image.Paletted {
	bar := image.NewPaletted(image.Rect(0, 0, width, height), colors)
	for i := range bar.Pix {
		bar.Pix[i] = uint8((height - 1 - i/width) * (len(colors) - 1) / (height - 1))
	}
	return bar
}

// DrawFrame draws the frame around an image that ECharts, too, draws: its lightest pixels are as white as the ground.
func DrawFrame(c draw.Canvas, r vg.Rectangle) {
	style := draw.LineStyle{Color: color.RGBA{0xcc, 0xcc, 0xcc, 0xff}, Width: CSSPixel}
	c.StrokeLines(style, []vg.Point{r.Min, {X: r.Max.X, Y: r.Min.Y}, r.Max, {X: r.Min.X, Y: r.Max.Y}, r.Min})
}

// DrawColors draws a picture of many colors.
func DrawColors(c draw.Canvas, to vg.Rectangle, picture *image.RGBA) {
	ground, ok := underlying(c).(*vgimg.Canvas)
	if !ok {
		c.DrawImage(to, picture)
		return
	}
	dpi := ground.DPI()
	_, height := ground.Size()
	at := image.Pt(int(math.Round(to.Min.X.Dots(dpi))), int(math.Round((height - to.Max.Y).Dots(dpi))))
	stddraw.Draw(ground.Image(), picture.Rect.Add(at), picture, image.Point{}, stddraw.Src)
}
