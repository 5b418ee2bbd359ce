package plots

import (
	"fmt"

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
	panels := make([]*panel, len(l.y))
	for k := range panels {
		if panels[k], err = t.panel(k, o); err != nil {
			return nil, err
		}
	}
	height := min(4096, 96*((len(l.y)+t.columns-1)/t.columns)+92)
	f, err := newPlot(o, panels, t.columns, o.sized(640, height), words, nil)
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
	if t.names[k] != "" {
		p.y.Label = t.names[k]
	} else if k%t.columns > 0 {
		p.y.Label = ""
	}
	p.layers = append(p.layers, t.curve(k, o.color, nil))
	if fired := t.spikesOf(k); len(fired) > 0 {
		p.layers = append(p.layers, &strokes{still.Strokes{Steps: fired, Y: p.y.At(0.9), Color: o.offRGB()}})
	}
	return p, nil
}
