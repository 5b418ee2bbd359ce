// Package tensor is package value for notebooks that have imported what knows tensors.
package tensor

import (
	"github.com/janpfeifer/gonb/gonbui/protocol"
	"github.com/sugarme/gotch/ts"

	"gosnn/kernel/value"
	"gosnn/snn"
)

// Show shows a tensor as snn.Print does, and other values as value.Show does.
func Show(v any) {
	switch x := v.(type) {
	case *ts.Tensor:
		show(x)
	case ts.Tensor:
		show(&x)
	default:
		value.Show(v)
	}
}

func show(x *ts.Tensor) {
	value.Display(map[protocol.MIMEType]any{protocol.MIMETextPlain: snn.Sprint(x)})
}
