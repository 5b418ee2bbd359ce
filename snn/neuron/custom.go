package neuron

import (
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/grad"
	"gosnn/snn/tensormem"
)

// customSlopes runs a layer for the potentials that it fires at, and calls the surrogate's Go function for each of them.
func customSlopes(n grad.Neuron, in grad.Input) (*ts.Tensor, error) {
	in.Want, in.WantState = grad.Potentials, false
	out, err := n.Run(in)
	if err != nil {
		return nil, err
	}
	defer drop(out.Spikes, out.Membranes)
	info, err := tensormem.Inspect(out.Membranes)
	if err != nil {
		return nil, err
	}
	slopes, p, err := tensormem.Empty(info.Shape, info.DType)
	if err != nil {
		return nil, err
	}
	size, from := int(out.Membranes.Numel()), out.Membranes.MustDataPtr()
	if info.DType == gotch.Double {
		apply(n.Surrogate.Slope, unsafe.Slice((*float64)(p), size), unsafe.Slice((*float64)(from), size))
	} else {
		apply(n.Surrogate.Slope, unsafe.Slice((*float32)(p), size), unsafe.Slice((*float32)(from), size))
	}
	return slopes, nil
}

func apply[T float32 | float64](f func(float64) float64, out, x []T) {
	for i := range x {
		out[i] = T(f(float64(x[i])))
	}
}
