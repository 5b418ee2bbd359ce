package plots

import (
	"encoding/json"
	"fmt"
	"image/color"
	"path/filepath"
	"strings"
	"sync"

	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/still"
	"gosnn/snn/atomicfile"
)

// Figure is a picture of data that shows itself wherever a notebook is read. It holds no tensor: what it needs of the
// data it has copied. The constructors of this package make it; its methods give it in each form.
type Figure struct {
	alt string // what is to be seen, in words
	size
	draw  func(c draw.Canvas) // draws the still picture into the whole of c
	model color.Model         // the colors of the still picture

	small bool // the still picture has one picture element for each CSS pixel, and not four

	kind string // names the script that brings the figure to life: kinds[kind] and its file; "" has none
	data any    // what that script is given, as JSON

	moving *movie // the figure as animated pictures, nil for one that stands still

	pngOnce sync.Once // the still picture is drawn once
	png     []byte
	pngErr  error

	panels []*panel            // the plot areas, of a figure that has some
	legend []still.LegendEntry // and what is written above them

	title   string    // of a Grid: its own title
	cells   []*Figure // of a Grid: the figures in it, row by row
	columns int       // of a Grid

	titleLines []string // of a Grid: its title, as wide as the picture at most
}

// Alt returns the figure in words, as a screen reader reads it: "Raster of 100 steps x 784 neurons, 2713 spikes".
func (f *Figure) Alt() string { return f.alt }

// Size returns width and height of the still picture in CSS pixels.
func (f *Figure) Size() (width, height int) { return f.width, f.height }

// PNG returns the still picture as PNG on a white ground, twice as many pixels each way as [Figure.Size].
func (f *Figure) PNG() ([]byte, error) {
	f.pngOnce.Do(func() {
		if f.png, f.pngErr = still.PNG(f.width, f.height, f.draw, f.model, f.small); f.pngErr != nil {
			f.pngErr = fmt.Errorf("plots.Figure.PNG: %w", f.pngErr)
		}
	})
	return f.png, f.pngErr
}

// SVG returns the still picture as SVG on a white ground. A raster of very many spikes has them as a picture in it.
func (f *Figure) SVG() ([]byte, error) {
	content, err := still.SVG(f.width, f.height, f.draw)
	if err != nil {
		return nil, fmt.Errorf("plots.Figure.SVG: %w", err)
	}
	return content, nil
}

// JSON returns the data that the figure's script works with: for a chart that is the ECharts option, made by
// go-echarts, and the packed points.
func (f *Figure) JSON() ([]byte, error) { return json.Marshal(f.data) }

// GIF returns the animated picture of a figure that moves. Any other figure gives an [ErrOption].
func (f *Figure) GIF() ([]byte, error) {
	if f.moving == nil {
		return nil, &ArgError{Func: "plots.Figure.GIF", Arg: "figure", Value: "a still picture", Want: "one that moves, by plots.Animator", Kind: ErrOption}
	}
	return f.moving.file()
}

// WriteFile writes the figure to a file, in the form of the name's extension: .png, .svg, .html (a page
// that needs nothing else, see [Figure.Page]), or .gif for a figure that moves.
func (f *Figure) WriteFile(name string) error {
	forms := map[string]func() ([]byte, error){".png": f.PNG, ".svg": f.SVG, ".html": f.Page, ".gif": f.GIF}
	form, ok := forms[strings.ToLower(filepath.Ext(name))]
	if !ok {
		return &ArgError{Func: "plots.Figure.WriteFile", Arg: "name", Value: name, Want: "a name that ends in .png, .svg, .html or .gif", Kind: ErrRange}
	}
	content, err := form()
	if err != nil {
		return fmt.Errorf("plots.Figure.WriteFile: %s: %w", name, err)
	}
	return atomicfile.Write(name, content, 0o644)
}
