package still

import (
	"image/color"
	"math"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/colors"
)

// Sizes of text in points.
const (
	TitleSize  = 12
	LabelSize  = 10
	NumberSize = 9
)

// upward is the rotation of text that is read from below.
const upward = math.Pi / 2

// ruleColor is that of lines at a value, and their names.
var ruleColor = color.RGBA{0x66, 0x66, 0x66, 0xff}

// sans is the font of all text in still pictures, in points.
func sans(size float64) font.Font {
	return font.Font{Typeface: "Liberation", Variant: "Sans", Size: font.Length(size)}
}

// Sans is the style of text of a size in points.
func Sans(size float64) text.Style {
	return text.Style{Color: colors.Ink, Font: sans(size), Handler: handler}
}

// Width is the width of text of a size in points, in CSS pixels.
func Width(words string, size float64) int {
	return int(math.Ceil(float64(Sans(size).Width(words) / CSSPixel)))
}

// Text writes text at a place. What is far outside is not written.
func (a *Area) Text(style text.Style, x, y vg.Length, words string) {
	if words != "" {
		a.FillText(style, vg.Point{X: x, Y: y}, words)
	}
}

// Write writes lines of text below each other, their middle at x and their upper edge at y, in CSS pixels.
func Write(c draw.Canvas, size float64, x, y int, lines ...string) {
	style := Sans(size)
	style.XAlign, style.YAlign = draw.XCenter, draw.YTop
	for i, line := range lines {
		if line != "" {
			c.FillText(style, At(c, float64(x), float64(y+i*LineHeight(size))), line)
		}
	}
}

// LineHeight is the distance of two lines of text, in CSS pixels.
func LineHeight(size float64) int { return int(size*4/3*1.2 + 0.5) }
