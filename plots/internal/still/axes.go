package still

import (
	"math"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/colors"
)

// Distances from the plot area, in CSS pixels.
const (
	tickLength = 4
	tickSpace  = 3 // between a tick and its number
)

// Axes draws the axes at the left and at the lower edge, with numbers and titles. labelsAt is how far from the plot area these
// titles are, in CSS pixels: at the left, and below.
func (a *Area) Axes(x, y axis.Axis, labelsAt [2]int) {
	line := draw.LineStyle{Color: colors.Ink, Width: 0.5}
	a.StrokeLine2(line, a.Box.Min.X, a.Box.Min.Y, a.Box.Max.X, a.Box.Min.Y)
	a.StrokeLine2(line, a.Box.Min.X, a.Box.Min.Y, a.Box.Min.X, a.Box.Max.Y)
	number := Sans(NumberSize)
	number.XAlign, number.YAlign = draw.XRight, draw.YCenter
	below := vg.Length(math.Inf(-1)) // the last number that is written: others would be on it where the area is low
	for _, tick := range y.Ticks() {
		at := a.Y(tick.Value)
		if !a.clip().ContainsY(at) {
			continue
		}
		a.StrokeLine2(line, a.Box.Min.X-tickLength*CSSPixel, at, a.Box.Min.X, at)
		if at-below > 0.75*NumberSize {
			a.Text(number, a.Box.Min.X-(tickLength+tickSpace)*CSSPixel, at, tick.Label)
			below = at
		}
	}
	number.XAlign, number.YAlign = draw.XCenter, draw.YTop
	if x.Turned {
		number.XAlign, number.YAlign, number.Rotation = draw.XRight, draw.YCenter, upward
	}
	for _, tick := range x.Ticks() {
		at := a.X(tick.Value)
		if !a.clip().ContainsX(at) {
			continue
		}
		a.StrokeLine2(line, at, a.Box.Min.Y-tickLength*CSSPixel, at, a.Box.Min.Y)
		a.Text(number, at, a.Box.Min.Y-(tickLength+tickSpace)*CSSPixel, tick.Label)
	}
	label := Sans(LabelSize)
	label.XAlign, label.YAlign = draw.XCenter, draw.YTop
	a.Text(label, (a.Box.Min.X+a.Box.Max.X)/2, a.Box.Min.Y-vg.Length(labelsAt[1])*CSSPixel, x.Title())
	label.Rotation, label.YAlign = upward, draw.YBottom
	a.Text(label, a.Box.Min.X-vg.Length(labelsAt[0])*CSSPixel, (a.Box.Min.Y+a.Box.Max.Y)/2, y.Title())
}

// Note writes text in the middle of the plot area.
func (a *Area) Note(words string) {
	style := Sans(LabelSize + 1)
	style.XAlign, style.YAlign = draw.XCenter, draw.YCenter
	a.Text(style, (a.Box.Min.X+a.Box.Max.X)/2, (a.Box.Min.Y+a.Box.Max.Y)/2, words)
}
