// Package value shows the value of a cell whose last line is an expression, as the cell's result. Cells need not import it: the
// kernel writes the call, see package gosnn/kernel/host/front/cell. It knows no tensors, so that cells without any need not be linked
// with libtorch; package tensor does.
package value

import (
	"fmt"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"gosnn/plots/display"
)

// Mark is the metadata that makes a display the result of the cell.
const Mark = "gosnn-value"

// Show shows a value: a figure as plots.Show does, others as fmt.Println does. It panics if that cannot be done: a cell has nowhere
// else to put the error.
func Show(v any) {
	data, err := displayed(v)
	if err != nil {
		panic(err)
	}
	Display(data)
}

// displayed is the value in all forms that front ends may show.
func displayed(v any) (map[protocol.MIMEType]any, error) {
	if f, ok := v.(display.Figure); ok {
		return display.Forms(f)
	}
	return map[protocol.MIMEType]any{protocol.MIMETextPlain: fmt.Sprint(v)}, nil
}

// Display makes data the result of the cell. Outside of a notebook it prints the text.
func Display(data map[protocol.MIMEType]any) {
	if !gonbui.IsNotebook {
		fmt.Println(data[protocol.MIMETextPlain])
		return
	}
	if err := display.Show(&protocol.DisplayData{Data: data, Metadata: map[string]any{Mark: true}}); err != nil {
		panic(fmt.Errorf("value.Show: %w", err))
	}
}
