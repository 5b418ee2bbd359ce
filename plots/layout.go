package plots

import (
	"fmt"
	"image"
	"math"
	"slices"
	"strings"

	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// layout is where the parts of a figure stand, in CSS pixels, in both of its forms.
type layout struct {
	size
	panels    []*panel // as they are drawn: without the parts of their axes for which there is no room
	areas     []image.Rectangle
	titlesAt  [2]int // how far the titles of the axes are from the areas: at the left, and below
	title     []string
	titleTop  int
	legend    [][]still.LegendEntry
	names     []still.LegendEntry // of the legend, in full
	legendTop int
	bare      bool // without buttons
}

// Distances in CSS pixels.
const (
	edge        = 8   // around all
	rightEdge   = 20  // the last number along the horizontal axis reaches into it
	numberSpace = 7   // from an axis to its numbers
	buttonsTop  = 34  // what the chart's buttons take at the upper edge
	buttons     = 104 // and at the right one
	between     = 10  // panels
	panelTitle  = 20  // above one of them
	namesHeight = 90  // of names that are written upward, where the figure is low
	leastWidth  = 48  // of a plot area, as long as there is something to leave out for it
	leastHeight = 32
	leastTitled = 18 // of one below a title, which says what the area shows
)

// layPanels lays out a figure. Where it is small, legend, titles and numbers are left out.
func layPanels(title string, panels []*panel, columns int, s size, legend []still.LegendEntry) (*layout, error) {
	l := &layout{size: s, panels: make([]*panel, len(panels)), bare: s.width < 240 || s.height < 130}
	for k, p := range panels {
		own := *p
		l.panels[k] = &own
	}
	columns = max(1, min(columns, len(panels)))
	rows := (len(panels) + columns - 1) / columns
	l.outerOnly(columns)
	for {
		w, h := l.place(title, legend, columns, rows)
		least := l.leastHeight()
		if w >= leastWidth && h >= least {
			break
		}
		if h < least && (l.dropTitles() || l.dropX() || drop(&legend) || drop(&title)) || w < leastWidth && l.dropY() {
			continue
		}
		if w < 1 || h < 1 {
			return nil, argument.New("Size", fmt.Sprintf("%d x %d", s.width, s.height),
				fmt.Sprintf("more room for %s", count(len(panels), "plot area")), ErrRange)

		}
		break
	}
	for k, p := range l.panels {
		p.title = clip(strings.Join(strings.Fields(p.title), " "), still.LabelSize, l.titleRoom(k, columns))
		p.fitTitles(l.areas[k])
		p.placeNames(l.areas[k].Dx(), l.areas[k].Dy())
	}
	return l, nil
}

// fitTitles ends the titles of axes where their area does: that of the vertical one needs some height, and to the horizontal one belongs the offset
// of its numbers.
func (p *panel) fitTitles(area image.Rectangle) {
	if area.Dy() < leastTitled {
		p.y.Label = ""
	}
	if over := still.Width(p.x.Title(), still.LabelSize) - area.Dx() - between; over > 0 && p.x.Label != "" {
		p.x.Label = clip(p.x.Label, still.LabelSize, max(0, still.Width(p.x.Label, still.LabelSize)-over))
		if still.Width(p.x.Title(), still.LabelSize) > area.Dx()+between {
			p.x.Label = ""
		}
	}
}

// titleRoom is the width of the title above panel k, which stands in its middle: it ends before those beside it, and before the edges.
func (l *layout) titleRoom(k, columns int) int {
	a := l.areas[k]
	if columns > 1 {
		return a.Dx() + between/2
	}
	middle := (a.Min.X + a.Max.X) / 2
	return 2*min(middle, l.width-middle) - edge
}

// leastHeight is the height of the smallest plot area for which nothing is left out.
func (l *layout) leastHeight() int {
	for _, p := range l.panels {
		if p.title != "" {
			return leastTitled
		}
	}
	return leastHeight
}

// place places everything, and returns the size of the smallest plot area.
func (l *layout) place(title string, legend []still.LegendEntry, columns, rows int) (width, height int) {
	top := l.head(title, legend)
	// Numbers along y need a width that depends on how many there are, and these on the height.
	about := min(6, max(2, (l.height-top)/rows/34))
	left, yTitle, xTitle := edge, false, false
	for _, p := range l.panels {
		if p.y.About == 0 {
			p.y.About = about
		}
		if p.y.Names != nil && !p.y.Plain {
			spacing := float64(l.height-top-50) / float64(rows) / (p.y.Hi - p.y.Lo)
			p.y.Skip = max(0, int(math.Ceil(13/max(spacing, 0.1)))-1)
		}
		for i, name := range p.y.Names {
			p.y.Names[i] = clip(name, still.NumberSize, max(namesHeight, l.width/4))
		}
		for _, tick := range p.y.Ticks() {
			left = max(left, edge+numberSpace+still.Width(tick.Label, still.NumberSize))
		}
		yTitle, xTitle = yTitle || p.y.Title() != "", xTitle || p.x.Title() != ""
	}
	l.titlesAt[0] = left - edge + 10
	if yTitle {
		left += still.LineHeight(still.LabelSize) + 8
	}
	right := l.width - min(rightEdge, l.width/8)
	cellWidth := (right - left - (columns-1)*between) / columns
	below := 4
	for _, p := range l.panels {
		below = max(below, p.numbersBelow(cellWidth, max(namesHeight, 2*l.height/5)))
	}
	l.titlesAt[1] = below + 4
	bottom := below
	if xTitle {
		bottom = l.titlesAt[1] + still.LineHeight(still.LabelSize)
	}
	whole := l.height - top - bottom - edge/2
	for row := range rows {
		whole -= l.above(row, columns)
	}
	gap := min(between, max(0, whole/(2*rows)))
	l.areas = l.areas[:0]
	parts := 0.0
	for row := range rows {
		parts += l.panels[row*columns].share()
	}
	at, height := float64(top), whole
	for row := range rows {
		p := l.panels[row*columns]
		at += float64(l.above(row, columns))
		h := float64(whole-(rows-1)*gap) * p.share() / parts
		for k := row * columns; k < min((row+1)*columns, len(l.panels)); k++ {
			x := left + k%columns*(cellWidth+between)
			area := image.Rect(x, int(math.Round(at)), x+max(0, cellWidth), int(math.Round(at+h)))
			l.areas = append(l.areas, area)
			height = min(height, area.Dy())
			l.panels[k].y.Label = fitted(l.panels[k].y.Label, max(area.Dy()+gap, 20))
			l.panels[k].x.Label = clip(l.panels[k].x.Label, still.LabelSize, max(area.Dx()+between, 20))
		}
		at += h + float64(gap)
	}
	return cellWidth, height
}

// fitted is the title of a vertical axis in so many CSS pixels: that of rasters loses a word, others their end.
func fitted(title string, width int) string {
	if title == neuronNumber && still.Width(title, still.LabelSize) > width {
		title = "Neuron"
	}
	return clip(title, still.LabelSize, width)
}

// above is the height of the titles above the panels of a row.
func (l *layout) above(row, columns int) int {
	for _, p := range l.panels[row*columns : min((row+1)*columns, len(l.panels))] {
		if p.title != "" {
			return panelTitle
		}
	}
	return 0
}

func (p *panel) share() float64 {
	if p.part > 0 {
		return p.part
	}
	return 1
}

// titled makes the layout one of a part of a figure, of which the title stands above the whole.
func (l *layout) titled(title string, whole size) {
	l.size = whole
	l.title = wrap(title, still.TitleSize, whole.width-2*buttons)
	top := buttonsTop
	if l.bare {
		top = edge
	}
	down := 0
	if len(l.title) > 0 {
		down = max(0, edge+len(l.title)*still.LineHeight(still.TitleSize)+6-top)
	}
	for k := range l.areas {
		l.areas[k].Min.Y += min(down, l.areas[k].Dy()-1)
	}
	l.legendTop += down
}

// head places title and legend, and returns where the plot areas begin.
func (l *layout) head(title string, legend []still.LegendEntry) int {
	room := l.width - 2*edge
	if !l.bare {
		room = l.width - 2*buttons
	}
	l.title, l.titleTop = wrap(title, still.TitleSize, max(room, 24)), edge
	top := edge + len(l.title)*still.LineHeight(still.TitleSize)
	if len(l.title) > 0 {
		top += 6
	}
	if !l.bare {
		top = max(top, buttonsTop)
	}
	l.names = legend
	l.legend, l.legendTop = still.LegendRows(l.clipped(legend), l.width-2*edge), top-2
	return top + len(l.legend)*still.LegendRow
}

// clipped are the entries of a legend as the picture has them: a name ends where the figure does.
func (l *layout) clipped(legend []still.LegendEntry) []still.LegendEntry {
	legend = slices.Clone(legend)
	for i, e := range legend {
		legend[i].Name = clip(e.Name, still.NumberSize, l.nameRoom())
	}
	return legend
}

// nameRoom is the width of the longest name in the legend.
func (l *layout) nameRoom() int { return max(20, l.width-2*edge-still.LegendIndent) }

// numbersBelow is the height of what is written below the horizontal axis. It decides how many numbers or names there are. Names that are written
// upward are at most so many CSS pixels long.
func (p *panel) numbersBelow(width, longest int) int {
	if p.x.Hide {
		return 4
	}
	row := numberSpace + still.LineHeight(still.NumberSize)
	if p.x.Names == nil || p.x.Plain {
		p.x.About = 6
		for p.x.About > 1 {
			widest := 0
			ticks := p.x.Ticks()
			for _, tick := range ticks {
				widest = max(widest, still.Width(tick.Label, still.NumberSize))
			}
			if len(ticks)*(widest+10) <= width {
				break
			}
			p.x.About--
		}
		return row
	}
	spacing := float64(width) / (p.x.Hi - p.x.Lo) // names are one apart
	widest := 0
	for _, name := range p.x.Names {
		widest = max(widest, still.Width(name, still.NumberSize))
	}
	if float64(widest+8) <= spacing {
		return row
	}
	p.x.Turned = true
	p.x.Skip = max(0, int(math.Ceil(14/max(spacing, 0.01)))-1)
	names := make([]string, len(p.x.Names))
	for i, name := range p.x.Names {
		names[i] = clip(name, still.NumberSize, longest)
	}
	p.x.Names = names
	return numberSpace + min(widest, longest) + 2
}
