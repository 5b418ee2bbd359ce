package plots

import (
	"cmp"
	"fmt"
	"image/color"
	"strings"

	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// Stack sets figures over time above each other, as panels with one time axis: a neuron's input, its membrane potential and its
// spikes. They may be of [Line], [Traces] in one column, [Raster] and [Histogram]; their limits along the time axis are joined, and
// a figure's title stands above its panel. Zooming and moving one moves all.
//
//	input, err := plots.Line(nil, current, plots.YLabel("Input current"))
//	mem, err := plots.Line(nil, potential, plots.YLabel("U"), plots.HLine(1, "threshold"))
//	spikes, err := plots.Raster(spk)
//	plots.Show(plots.Stack([]*plots.Figure{input, mem, spikes}, plots.Heights(1, 2, 1)))
//
// Options: [Heights] (one for each panel; without it those of the figures), [XLabel], [Title], [Size], [Alt].
//
// It returns an [ErrOption] for no figure, for one without a time axis or with several columns, for logarithmic beside linear time,
// and for a number of heights that is not that of panels.
func Stack(figures []*Figure, opts ...StackOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Stack")
	o := &options{}
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	panels, words, err := stacked(figures)
	if err != nil {
		return nil, err
	}
	if o.parts != nil && len(o.parts) != len(panels) {
		return nil, argument.New("Heights", count(len(o.parts), "height"), fmt.Sprint(len(panels)), ErrOption)
	}
	var legend []still.LegendEntry
	var tones []string
	many := false
	for _, f := range figures {
		legend = append(legend, f.legend...)
		if s, ok := f.model.(*still.Shades); ok {
			tones = append(tones, s.Names...)
		} else {
			many = true
		}
	}
	height, lo, hi := 92, panels[0].x.Lo, panels[0].x.Hi
	for k, p := range panels {
		if o.parts != nil {
			p.part = o.parts[k]
		}
		lo, hi = min(lo, p.x.Lo), max(hi, p.x.Hi)
		height += 110
	}
	for _, p := range panels {
		p.x.Lo, p.x.Hi, p.x.Names = lo, hi, nil
		p.x.Label = cmp.Or(p.x.Label, panels[len(panels)-1].x.Label)
		if o.xLabel != nil {
			p.x.Label = *o.xLabel
		}
		p.x.Ends = p.x.Ends || panels[0].x.Ends
	}
	f, err := newPlot(o, panels, 1, o.sized(640, min(height+moreNames(legend), 4096)), "stack of "+strings.Join(words, " | "), legend)
	if err != nil {
		return nil, err
	}
	f.model = color.Model(still.NewShades(tones...))
	if many {
		f.model = still.FewGreys
	}
	return f, nil
}

// stacked returns copies of the figures' panels, and the figures in words.
func stacked(figures []*Figure) (panels []*panel, words []string, err error) {
	refuse := func(value, want string) ([]*panel, []string, error) {
		return nil, nil, argument.New("figures", value, want, ErrOption)
	}
	if len(figures) == 0 {
		return refuse("empty", "at least one figure")
	}
	for i, f := range figures {
		switch {
		case f == nil:
			return refuse(fmt.Sprintf("nil at %d", i), "a figure")
		case len(f.panels) == 0 || f.columns > 1:
			return refuse(fmt.Sprintf("without a time axis at %d", i), "figures over time in one column: Line, Traces, Raster, Histogram")
		}
		words = append(words, f.alt)
		for k, p := range f.panels {
			if p.x.Names != nil && !p.overTime {
				return refuse(fmt.Sprintf("without a time axis at %d", i), "figures over time: Line, Traces, Raster, Histogram")
			}
			own := *p
			if k == 0 && f.title != "" {
				own.title = strings.TrimSuffix(f.title+": "+own.title, ": ")
			}
			if len(panels) > 0 && own.x.Log != panels[0].x.Log {
				return refuse(fmt.Sprintf("of another kind of time axis at %d", i), "all linear, or all logarithmic")
			}
			panels = append(panels, &own)
		}
	}
	if len(panels) > maxLines {
		return refuse(count(len(panels), "panel"), fmt.Sprintf("at most %d", maxLines))
	}
	return panels, words, nil
}
