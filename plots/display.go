package plots

import (
	"fmt"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"gosnn/plots/display"
)

// Show displays a figure in a notebook cell. It takes a figure, or both results of a constructor, so that a figure is one line:
//
//	plots.Show(plots.Raster(spikes, plots.Title("Input Layer")))
//
// It panics if there is an error: a cell has nowhere else to put it. Outside of a notebook it prints the figure in words.
func Show(f *Figure, errs ...error) {
	for _, err := range errs {
		if err != nil {
			panic(err)
		}
	}
	if !gonbui.IsNotebook {
		fmt.Println(f.Alt())
		return
	}
	forms, err := display.Forms(f)
	if err != nil {
		panic(err)
	}
	if err := display.Show(&protocol.DisplayData{Data: forms}); err != nil {
		panic(fmt.Errorf("plots.Show: %w", err))
	}
}
