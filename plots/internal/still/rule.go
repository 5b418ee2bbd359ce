package still

import (
	"image"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"

	"gosnn/plots/internal/axis"
)

// Rule is a dashed line at a value, from one side of the plot area to the other, with its name.
type Rule struct {
	Value   float64
	Upright bool // at a value of the horizontal axis; its name is written upward
	Name    string
	Place   Place
}

// Place is where along a line, and on which side of it, its name is written. The zero value is above its end.
type Place struct {
	Along Along
	Below bool // of an upright line: at its right
}

// Along is a part of a line.
type Along int

// The parts of a line at which its name may stand.
const (
	End Along = iota
	Start
	Middle
)

// Draw draws the line into the plot area, with its name.
func (r *Rule) Draw(a *Area) {
	if at, seen := r.line(a); seen {
		style, name := r.name(a, at, r.Place)
		a.Text(style, name.X, name.Y, r.Name)
	}
}

// line draws the line, and returns where it is and whether that is in the plot area.
func (r *Rule) line(a *Area) (at vg.Length, seen bool) {
	style := draw.LineStyle{Color: ruleColor, Width: CSSPixel, Dashes: Dash{5, 4}.lengths()}
	if r.Upright {
		if at = a.X(r.Value); a.clip().ContainsX(at) {
			a.StrokeLine2(style, at, a.Box.Min.Y, at, a.Box.Max.Y)
			return at, true
		}
	} else if at = a.Y(r.Value); a.clip().ContainsY(at) {
		a.StrokeLine2(style, a.Box.Min.X, at, a.Box.Max.X, at)
		return at, true
	}
	return at, false
}

// name is how and where the name of a line is written.
func (r *Rule) name(a *Area, at vg.Length, place Place) (text.Style, vg.Point) {
	style := Sans(NumberSize)
	style.Color = ruleColor
	from, to := a.Box.Min.X, a.Box.Max.X
	if r.Upright {
		from, to = a.Box.Min.Y, a.Box.Max.Y
	}
	var along vg.Length
	switch place.Along {
	case End:
		style.XAlign, along = draw.XRight, to-3*CSSPixel
	case Start:
		style.XAlign, along = draw.XLeft, from+3*CSSPixel
	case Middle:
		style.XAlign, along = draw.XCenter, (from+to)/2
	}
	side := CSSPixel
	if style.YAlign = draw.YBottom; place.Below {
		style.YAlign, side = draw.YTop, -side
	}
	if r.Upright {
		style.Rotation = upward
		return style, vg.Point{X: at - side, Y: along}
	}
	return style, vg.Point{X: along, Y: at + side}
}

// PlaceNames places the names of lines in a plot area of so many CSS pixels where there are no data, no other lines and no other
// names, or where least of these are.
func PlaceNames(rules []*Rule, width, height int, x, y axis.Axis, data func(*Area)) {
	sketch := vgimg.NewWith(vgimg.UseWH(vg.Length(width)*CSSPixel, vg.Length(height)*CSSPixel), vgimg.UseDPI(96*Scale))
	a := NewArea(draw.New(sketch), image.Rect(0, 0, width, height), x, y)
	data(a)
	for _, r := range rules {
		r.line(a)
	}
	for _, r := range rules {
		r.place(a, sketch.Image().(*image.RGBA))
	}
}

// place chooses the place of the name, and writes it there.
func (r *Rule) place(a *Area, sketch *image.RGBA) {
	least := -1
	for _, along := range []Along{End, Start, Middle} {
		for _, below := range []bool{false, true} {
			place := Place{along, below}
			at := a.X(r.Value)
			if !r.Upright {
				at = a.Y(r.Value)
			}
			style, point := r.name(a, at, place)
			if ink := inked(sketch, r.box(style, point)); least < 0 || ink < least {
				least, r.Place = ink, place
			}
		}
	}
	r.Draw(a)
}

// box is what a name takes, without what letters such as p have below the line.
func (r *Rule) box(style text.Style, at vg.Point) vg.Rectangle {
	from := vg.Length(style.XAlign) * style.Width(r.Name)
	low := vg.Length(style.YAlign) * style.Font.Size
	box := vg.Rectangle{Min: vg.Point{X: from, Y: low}, Max: vg.Point{X: from + style.Width(r.Name), Y: low + style.Font.Size}}
	if r.Upright {
		box = vg.Rectangle{Min: vg.Point{X: -box.Max.Y, Y: box.Min.X}, Max: vg.Point{X: -box.Min.Y, Y: box.Max.X}}
	}
	return box.Add(at)
}

// inked is how many picture elements of a box are not white. Those outside of the picture are not, either.
func inked(m *image.RGBA, box vg.Rectangle) (n int) {
	height := m.Rect.Dy()
	for y := height - int(dots(box.Max.Y)); y < height-int(dots(box.Min.Y)); y++ {
		for x := int(dots(box.Min.X)); x < int(dots(box.Max.X)); x++ {
			if c := m.RGBAAt(x, y); c.R < 0xff || c.G < 0xff || c.B < 0xff {
				n++
			}
		}
	}
	return n
}
