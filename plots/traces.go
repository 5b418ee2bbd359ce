package plots

import (
	"fmt"
	"slices"

	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// Traces draws x, [T x N] or [T], such as the membrane potentials of N neurons over time, each in a plot area of its own, all
// with the same axes, so that one compares with the other. [Spikes] of the same shape stand above the traces as marks. Where x is
// NaN or an infinity the trace has a gap. x stays the caller's: it is read and not kept.
//
// Options: [Spikes], [Names] (one for each neuron), [Columns] (1), [Color], [XLabel], [YLabel], [XLim], [YLim], [LogY],
// [HLine], [VLine], [XTickStep], [YTickStep], [HideXTicks], [HideYTicks], [Title], [Size], [Alt].
//
// It returns an [ErrShape] for another shape, more than 64 neurons, nothing in x, or Spikes of another shape; an [ErrValue] for x
// without a finite value or Spikes that are none.
//
// It is snnTorch's spikeplot.traces, which adds spikes to the potential.
func Traces(x *ts.Tensor, opts ...TracesOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Traces")
	o := &options{columns: 1, color: "blue", offColor: "vermillion"}
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	o.labels("Time step", "")
	l, err := readLines("x", nil, x, o)
	if err != nil {
		return nil, err
	}
	t := &traces{lines: l, columns: min(o.columns, len(l.y))}
	words := l.words("trace")
	if o.spikes != nil {
		if t.spikes, err = readSpikes(o.spikes); err != nil {
			return nil, err
		}
		if t.spikes.steps != l.steps() || t.spikes.neurons != len(l.y) {
			return nil, wrongShape("Spikes", []int{t.spikes.steps, t.spikes.neurons}, fmt.Sprintf("[%d x %d], as x", l.steps(), len(l.y)))
		}
		words += "; spikes: " + t.spikes.words()
	}
	whole := t.sized(o)
	panels := make([]*panel, len(l.y))
	for k := range panels {
		if panels[k], err = t.panel(k, o); err != nil {
			return nil, err
		}
	}
	f, err := newPlot(o, panels, t.columns, whole, words, nil)
	if err != nil {
		return nil, err
	}
	f.model = o.spikeShades(t.spikes != nil)
	return f, nil
}

// traces are lines, each in its own plot area.
type traces struct {
	*lines
	columns int
	spikes  *places // nil without any
	above   bool    // names stand above their plot areas, and not beside these
}

// sized is the size of the figure. It decides where names stand: beside the plot areas if each has room there, so that they take none of the
// areas' height.
func (t *traces) sized(o *options) size {
	const beside, area = 92, 96 // beside the areas, and for each
	rows := (len(t.y) + t.columns - 1) / t.columns
	s := o.sized(640, min(4096, area*rows+beside))
	t.above = slices.ContainsFunc(t.names, func(name string) bool {
		return name != "" && (t.columns > 1 || still.Width(name, still.LabelSize) > (s.height-beside)/rows)
	})
	if t.above {
		s = o.sized(640, min(4096, (area+panelTitle)*rows+beside))
	}
	return s
}

// spikesOf returns the steps at which neuron k fires.
func (t *traces) spikesOf(k int) []int {
	if t.spikes == nil {
		return nil
	}
	var steps []int
	for _, signed := range [][]int{t.spikes.on, t.spikes.off} {
		for _, place := range signed {
			if place%t.spikes.neurons == k {
				steps = append(steps, place/t.spikes.neurons)
			}
		}
	}
	return steps
}

// panel is the plot area of neuron k, with its spikes above its trace.
func (t *traces) panel(k int, o *options) (*panel, error) {
	p := &panel{}
	var err error
	if p.x, p.y, err = t.axes(o); err != nil {
		return nil, err
	}
	if t.spikes != nil && !p.y.Ends {
		p.y.Hi = p.y.At(1.2)
	}
	if k%t.columns > 0 {
		p.y.Label = ""
	}
	if t.above {
		p.title = t.names[k]
	} else if t.names[k] != "" {
		p.y.Label = t.names[k]
	}
	p.layers = append(p.layers, t.curve(k, o.color, nil))
	if fired := t.spikesOf(k); len(fired) > 0 {
		p.layers = append(p.layers, &strokes{still.Strokes{Steps: fired, Y: p.y.At(0.9), Color: o.offRGB()}})
	}
	return p, nil
}
