package snn

import (
	"fmt"
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// The short names here of what all packages of this module share.
var (
	ctensor   = tensormem.C
	newTensor = tensormem.Make
	torch     = tensormem.Torch
	dtypeName = tensormem.DTypeName
)

func checkTensor(fn, arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) (tensormem.Info, error) {
	info, err := tensormem.Check(arg, x, minDims, dtypes...)
	return info, argument.In("snn."+fn, err)
}

func viewOf(fn, arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) (*tensormem.View, error) {
	v, err := tensormem.Open(arg, x, minDims, dtypes...)
	return v, argument.In("snn."+fn, err)
}

func floatsOf(fn, arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) ([]float32, *tensormem.View, error) {
	values, v, err := tensormem.OpenFloats(arg, x, minDims, dtypes...)
	return values, v, argument.In("snn."+fn, err)
}

func newOutput(fn string, shape []int64, dtype gotch.DType) (*ts.Tensor, unsafe.Pointer, error) {
	x, p, err := tensormem.Empty(shape, dtype)
	return x, p, argument.In("snn."+fn, err)
}

func newFloats(fn string, shape []int64) (*ts.Tensor, []float32, error) {
	x, values, err := tensormem.New[float32](shape)
	return x, values, argument.In("snn."+fn, err)
}

// checkFinite refuses NaN and infinities, and names the first.
func checkFinite(fn, arg string, data []float32) error {
	for i, x := range data {
		if x-x != 0 { // NaN for both
			return argError(fn, arg, fmt.Sprintf("%v at element %d", x, i), "finite values", ErrNotFinite)
		}
	}
	return nil
}

// toDevice moves out to a device, if it is not there, and drops it on an error.
func toDevice(fn string, out *ts.Tensor, device int32) (*ts.Tensor, error) {
	x, err := tensormem.ToDevice(out, device)
	return x, argument.In("snn."+fn, err)
}
