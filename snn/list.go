package snn

import (
	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// Values returns a copy of all elements, in the order of their indices, the last one fastest. It leaves nothing in C memory, nor keeps the
// graph of a tensor that requires a gradient, which gotch's Float64Values does.
//
// x [...], any numeric dtype, which the caller keeps. PyTorch: x.flatten().tolist().
func Values(x *ts.Tensor) (values []float64, err error) {
	defer argument.Name(&err, "snn.Values")
	v, err := tensormem.Open("x", x, 0)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if err := v.Convert(gotch.Double); err != nil {
		return nil, err
	}
	return append([]float64{}, tensormem.Slice[float64](v)...), nil
}
