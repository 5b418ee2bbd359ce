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
	message, err := f.displayData()
	if err != nil {
		panic(err)
	}
	if err := display.Show(message); err != nil {
		panic(fmt.Errorf("plots.Show: %w", err))
	}
}

// displayData is the one message of a figure. The front end takes the richest form that it can show: JupyterLab the
// HTML, nbconvert to PDF the picture, a terminal the words.
func (f *Figure) displayData() (*protocol.DisplayData, error) {
	page, err := f.HTML()
	if err != nil {
		return nil, err
	}
	picture, err := f.PNG()
	if err != nil {
		return nil, err
	}
	return &protocol.DisplayData{Data: map[protocol.MIMEType]any{
		protocol.MIMETextHTML:  page,
		protocol.MIMEImagePNG:  picture,
		protocol.MIMETextPlain: f.Alt(),
	}}, nil
}
