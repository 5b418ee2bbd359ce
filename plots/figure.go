package plots

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"gonum.org/v1/plot/vg/draw"

	"gosnn/snn/atomicfile"
)

// Figure is a picture of data that shows itself wherever a notebook is read. It holds no tensor: what it needs of the
// data it has copied. The constructors of this package make it; its methods give it in each form.
type Figure struct {
	alt           string              // what is to be seen, in words
	width, height int                 // CSS pixels
	draw          func(c draw.Canvas) // draws the still picture into the whole of c

	shades *shades // the few colors of the still picture; nil if it has many
	greys  bool    // the still picture shows data as greys

	kind string // names the script that brings the figure to life: kinds[kind] and its file; "" has none
	data any    // what that script is given, as JSON

	moving *movie // the figure as animated pictures, nil for one that stands still

	png     func() ([]byte, error) // the still picture, drawn once
	pngOnce sync.Once

	title   string    // of a Grid: its own title
	cells   []*Figure // of a Grid: the figures in it, row by row
	columns int       // of a Grid
}

// Alt returns the figure in words, as a screen reader reads it: "Raster of 100 steps x 784 neurons, 2713 spikes".
func (f *Figure) Alt() string { return f.alt }

// Size returns width and height of the still picture in CSS pixels.
func (f *Figure) Size() (width, height int) { return f.width, f.height }

// JSON returns the data that the figure's script works with: for a chart that is the ECharts option, made by
// go-echarts, and the packed points.
func (f *Figure) JSON() ([]byte, error) { return json.Marshal(f.data) }

// GIF returns the animated picture of a figure that moves. Any other figure gives an [ErrOption].
func (f *Figure) GIF() ([]byte, error) {
	if f.moving == nil {
		return nil, &ArgError{"Figure.GIF", "figure", "a still picture", "one that moves, by plots.Animator", ErrOption}
	}
	return f.moving.file()
}

// WriteFile writes the figure to a file, in the form that the name's extension tells: .png, .svg, .html (a page
// that needs nothing else, see [Figure.Page]), or .gif for a figure that moves.
func (f *Figure) WriteFile(name string) error {
	forms := map[string]func() ([]byte, error){".png": f.PNG, ".svg": f.SVG, ".html": f.Page, ".gif": f.GIF}
	form, ok := forms[strings.ToLower(filepath.Ext(name))]
	if !ok {
		return &ArgError{"Figure.WriteFile", "name", name, "a name that ends in .png, .svg, .html or .gif", ErrRange}
	}
	content, err := form()
	if err != nil {
		return fmt.Errorf("plots.Figure.WriteFile: %s: %w", name, err)
	}
	return atomicfile.Write(name, content, 0o644)
}
