package plots

import (
	"fmt"
	"image"
	"strconv"
	"strings"

	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// maxSweep bounds the values of a sweep, whose figures are all in the page.
const maxSweep = 50

// Sweep makes a figure for each value of a parameter, with a slider that chooses one: what a code makes of a digit for several time
// constants. All of them are made beforehand, so that the slider works without the kernel, in pages and slides, too. The still picture
// has them side by side.
//
//	plots.Show(plots.Sweep("tau", []float64{1, 2, 5, 10, 20}, func(tau float64) (*plots.Figure, error) {
//		spikes, err := snn.Latency(digit, snn.Tau(tau))
//		...
//		return plots.Raster(spikes)
//	}))
//
// Options: [Columns] (of the still picture; all in one row, but at most 3), [Title], [Alt].
//
// It returns the error of make, and an [ErrOption] for no value, more than 50, or a figure that is nil.
func Sweep(name string, values []float64, make func(value float64) (*Figure, error), opts ...SweepOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Sweep")
	o := &options{columns: 3}
	name = oneLine(name)
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	if len(values) == 0 || len(values) > maxSweep || make == nil {
		return nil, argument.New("values", count(len(values), "value"), fmt.Sprintf("1 to %d, and a function", maxSweep), ErrOption)
	}
	s := &sweepData{Name: name}
	var figures []*Figure
	var words []string
	for _, v := range values {
		f, err := make(v)
		if err != nil {
			return nil, fmt.Errorf("plots.Sweep: %s = %v: %w", name, v, err)
		}
		if f == nil {
			return nil, argument.New("make", fmt.Sprintf("nil for %v", v), "a figure", ErrOption)
		}
		frame := frame{Value: strconv.FormatFloat(v, 'g', -1, 64), Alt: f.alt, Width: f.width, Height: f.height}
		if c, ok := f.data.(*live.Chart); ok {
			frame.Chart = c
		} else {
			picture, err := f.PNG()
			if err != nil {
				return nil, err
			}
			frame.Picture = live.DataURI("image/png", picture)
		}
		s.Frames = append(s.Frames, frame)
		s.Width, s.Height = max(s.Width, f.width), max(s.Height, f.height)
		figures = append(figures, f.captioned(name+" = "+frame.Value))
		words = append(words, fmt.Sprintf("%s = %s: %s", name, frame.Value, f.alt))
	}
	g, err := Grid(figures, Columns(o.columns), Title(o.title))
	if err != nil {
		return nil, err
	}
	return &Figure{alt: o.altOr(strings.Join(words, " | ")), size: g.size, draw: g.draw, model: g.model, kind: "sweep", data: s, small: true}, nil
}

// sweepData is what sweep.js is given.
type sweepData struct {
	Name   string  `json:"name"`
	Width  int     `json:"width"` // of the widest frame, in CSS pixels
	Height int     `json:"height"`
	Frames []frame `json:"frames"`
}

// frame is the figure of one value: a chart, or a picture of what has none.
type frame struct {
	Value   string      `json:"value"`
	Alt     string      `json:"alt"`
	Width   int         `json:"width"`
	Height  int         `json:"height"`
	Chart   *live.Chart `json:"chart,omitempty"`
	Picture string      `json:"picture,omitempty"`
}

// captioned is a copy of the figure with words below its still picture.
func (f *Figure) captioned(words string) *Figure {
	c := &Figure{alt: f.alt, size: size{f.width, f.height + captionHeight}, model: f.model}
	c.draw = func(canvas draw.Canvas) {
		still.Whiten(canvas)
		f.draw(still.Part(canvas, image.Rect(0, 0, f.width, f.height)))
		still.Write(canvas, still.LabelSize, f.width/2, f.height, clip(words, still.LabelSize, f.width))
	}
	return c
}

// captionHeight is what words below a figure take, in CSS pixels.
const captionHeight = 22
