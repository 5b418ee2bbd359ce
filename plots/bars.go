package plots

import (
	"fmt"
	"image/color"
	"slices"

	"gosnn/plots/internal/still"
)

// bars are counts at places along x: of spikes, and above them of off-spikes.
type bars struct {
	at      []float64 // the middle of each bar
	names   []string  // what each bar counts
	width   float64   // of a bar with the space to the next one, along x
	on, off []int     // off is nil where there are no off-spikes
}

// barDefaults are the settings of a figure with bars that the data do not decide.
func barDefaults() *options { return &options{color: "blue", offColor: "vermillion"} }

// bars counts spikes in n bars, each width wide along x: bar is the one that a place belongs to.
func (s *places) bars(n, width int, bar func(place int) int) *bars {
	b := &bars{at: make([]float64, n), names: make([]string, n), width: float64(width), on: make([]int, n)}
	for i := range n {
		first, last := i*width, (i+1)*width-1
		b.at[i] = float64(first+last) / 2
		if b.names[i] = fmt.Sprint(first); last > first {
			b.names[i] = fmt.Sprintf("%d-%d", first, last)
		}
	}
	for _, place := range s.on {
		b.on[bar(place)]++
	}
	if len(s.off) > 0 {
		b.off = make([]int, n)
		for _, place := range s.off {
			b.off[bar(place)]++
		}
	}
	return b
}

// highest is the height of the highest bar.
func (b *bars) highest() int {
	most := 0
	for i, n := range b.on {
		if b.off != nil {
			n += b.off[i]
		}
		most = max(most, n)
	}
	return most
}

// figure makes the figure of the bars.
func (b *bars) figure(o *options, s *places, words string) (*Figure, error) {
	height := 320
	if o.horizontal {
		height = min(max(160, 92+22*len(b.at)), 640)
		if o.names != nil { // each is written
			height = min(max(height, 92+14*len(b.at)), 4096)
		}
	}
	along, up := [2]float64{b.at[0] - 0.75*b.width, b.at[len(b.at)-1] + 0.75*b.width}, [2]float64{0, max(1, 1.05*float64(b.highest()))}
	p := &panel{}
	bar, length := &p.x, &p.y // the axis with the bars, and that of their lengths
	if o.horizontal {
		p.x, p.y = o.axes(up, along)
		bar, length = &p.y, &p.x
	} else {
		p.x, p.y = o.axes(along, up)
	}
	bar.Names, bar.Plain, bar.Whole, length.Whole = slices.Clone(b.names), o.names == nil, true, true // ECharts stacks bars only at names
	if b.highest() == 0 {
		p.note = noSpikes
	}
	name := "spikes"
	if b.off != nil {
		name = "on"
	}
	p.layers = append(p.layers, b.layer(name, b.on, make([]int, len(b.on)), o.horizontal, o.rgb()))
	if b.off != nil {
		off := b.layer("off", b.off, b.on, o.horizontal, o.offRGB())
		off.upper = true
		p.layers = append(p.layers, off)
	}
	f, err := newPlot(o, []*panel{p}, 1, o.sized(640, height), words, o.onOff(s))
	if err != nil {
		return nil, err
	}
	f.model = o.spikeShades(b.off != nil)
	return f, nil
}

func (b *bars) layer(name string, counts, below []int, across bool, c color.RGBA) *stack {
	return &stack{Bars: still.Bars{At: b.at, Width: b.width, Below: below, Counts: counts, Across: across, Color: c}, name: name}
}
