package plots

import (
	"image"
	"slices"

	"github.com/go-echarts/go-echarts/v2/opts"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
)

// panel is a plot area with the data in it.
type panel struct {
	x, y   axis.Axis
	layers []layer
	rules  []*still.Rule
	note   string  // stands amid an area without data
	part   float64 // of the height of all panels
	title  string  // above the area, of one of several figures
	zoomY  bool    // the reader may zoom along y, too

	overTime bool // names along x are those of stretches of time
}

// layer is data in a panel, which draws itself in both forms.
type layer interface {
	Draw(a *still.Area)
	live(c *live.Chart, k int, p *panel, height int) // adds the layer to panel k, so many CSS pixels high
}

// newPlot makes a figure of panels, side by side in columns.
func newPlot(o *options, panels []*panel, columns int, s size, words string, legend []still.LegendEntry) (*Figure, error) {
	for _, p := range panels {
		p.with(o.rules)
	}
	legend = still.Distinct(legend)
	l, err := layPanels(o.title, panels, columns, s, legend)
	if err != nil {
		return nil, err
	}
	f := &Figure{alt: o.altOr(words), size: s, kind: "chart", title: o.title, panels: panels, legend: legend, columns: columns}
	c := live.NewChart(o.title, f.alt)
	l.live(c)
	f.data = c.Done()
	f.draw = l.draw
	return f, nil
}

// moreNames is the height of the rows of a legend beyond the first two, which a figure 640 CSS pixels wide has more.
func moreNames(legend []still.LegendEntry) int {
	return still.LegendRow * max(0, len(still.LegendRows(still.Distinct(legend), 640-2*edge))-2)
}

// with adds lines at a value to a panel.
func (p *panel) with(rules []*still.Rule) *panel {
	p.rules = append(p.rules, rules...)
	return p
}

// mostSketched is the size of the largest plot area, in CSS pixels, that is drawn for the places of names. In a larger one these are small, and
// a sketch would take as long as the picture.
const mostSketched = 2 << 20

// placeNames places the names of lines at a value in a plot area of so many CSS pixels.
func (p *panel) placeNames(width, height int) {
	if !slices.ContainsFunc(p.rules, func(r *still.Rule) bool { return r.Name != "" }) {
		return
	}
	rules := make([]*still.Rule, len(p.rules))
	for i, r := range p.rules {
		own := *r
		rules[i] = &own
		room := width
		if own.Upright {
			room = height
		}
		own.Name = clip(own.Name, still.NumberSize, room-6)
	}
	p.rules = rules
	if width*height > mostSketched {
		return
	}
	still.PlaceNames(rules, width, height, p.x, p.y, p.draw)
}

// draw draws the layers, lines that follow each other at once.
func (p *panel) draw(a *still.Area) {
	var lines []*still.Curve
	for _, layer := range p.layers {
		if line, ok := layer.(*curve); ok {
			lines = append(lines, &line.Curve)
			continue
		}
		still.DrawCurves(a, lines)
		lines = nil
		layer.Draw(a)
	}
	still.DrawCurves(a, lines)
}

// draw draws the still picture.
func (l *layout) draw(c draw.Canvas) {
	still.Whiten(c)
	still.Write(c, still.TitleSize, l.width/2, l.titleTop, l.title...)
	still.DrawLegend(c, l.legendTop, l.legend)
	for k, p := range l.panels {
		a := still.NewArea(c, l.areas[k], p.x, p.y)
		p.draw(a)
		for _, r := range p.rules {
			r.Draw(a)
		}
		a.Axes(p.x, p.y, l.titlesAt)
		still.Write(c, still.LabelSize, (l.areas[k].Min.X+l.areas[k].Max.X)/2, l.areas[k].Min.Y-panelTitle, p.title)
		if p.note != "" {
			a.Note(p.note)
		}
	}
}

// live adds the panels to a chart.
func (l *layout) live(c *live.Chart) {
	c.Bare = l.bare
	c.Lines(l.title, l.titleTop)
	if len(l.legend) > 0 {
		c.ShowLegend(l.legendTop, l.names, l.nameRoom())
	}
	var zoomed []int
	for k, p := range l.panels {
		c.Panel(l.gridAt(k), p.x, p.y, l.titlesAt)
		across, down := live.Share(l.width), live.Share(l.height)
		c.Caption(p.title, across((l.areas[k].Min.X+l.areas[k].Max.X)/2), down(l.areas[k].Min.Y-panelTitle-4))
		for _, layer := range p.layers {
			layer.live(c, k, p, l.areas[k].Dy())
		}
		c.Rules(k, p.x, p.y, p.rules)
		if p.note != "" {
			c.Title(p.note, "center", "middle", 13)
		} else {
			zoomed = append(zoomed, k)
		}
	}
	if len(zoomed) > 0 {
		c.Zoomable(zoomed, len(l.panels) == 1 && l.panels[0].zoomY)
	}
}

// gridAt is the place of panel k in a chart: one alone keeps its distances from the edges where the page is narrow, several their shares.
func (l *layout) gridAt(k int) opts.Grid {
	a := l.areas[k]
	if len(l.areas) == 1 && l.areas[0].Max.X > l.width-2*rightEdge {
		return opts.Grid{Left: live.PX(a.Min.X), Right: live.PX(l.width - a.Max.X), Top: live.PX(a.Min.Y), Bottom: live.PX(l.height - a.Max.Y)}
	}
	return gridOf(a, l.size)
}

// gridOf is a place in a chart by its shares of the whole.
func gridOf(a image.Rectangle, whole size) opts.Grid {
	across, down := live.Share(whole.width), live.Share(whole.height)
	return opts.Grid{Left: across(a.Min.X), Top: down(a.Min.Y), Width: across(a.Dx()), Height: down(a.Dy())}
}
