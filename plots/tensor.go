package plots

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// real are the element types whose values a figure can show.
var real = []gotch.DType{gotch.Float, gotch.Double, gotch.Half, gotch.BFloat16,
	gotch.Uint8, gotch.Int8, gotch.Int16, gotch.Int, gotch.Int64, gotch.Bool}

// withValues checks x and gives its shape and its values, row by row, to use. Both are valid only during use; values of
// another type than float32, another device or with gaps in memory are copies that are freed thereafter.
func withValues(arg string, x *ts.Tensor, use func(shape []int, values []float32) error) error {
	shape, err := shapeOf(arg, x)
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(x)
	own := tensormem.C(x)
	steps := []func(out *lib.Ctensor){
		func(out *lib.Ctensor) { lib.AtgTo(out, own, tensormem.CPU) },
		func(out *lib.Ctensor) { lib.AtgTotype(out, own, gotch.Float.CInt()) },
		func(out *lib.Ctensor) { lib.AtgContiguous(out, own) },
	}
	for _, step := range steps { // each gives a handle of its own, and copies only where it must
		var out lib.Ctensor
		if err := tensormem.Torch(func() { step(&out) }); err != nil {
			return fmt.Errorf("plots: %s: %w", arg, err)
		}
		defer lib.AtFree(out)
		own = out
	}
	n := 1
	for _, d := range shape {
		n *= d
	}
	return use(shape, unsafe.Slice((*float32)(lib.AtDataPtr(own)), n))
}

// shapeOf refuses what is no tensor with values in it: nil, undefined, dropped, sparse, complex, or empty.
func shapeOf(arg string, x *ts.Tensor) ([]int, error) {
	refuse := func(value any, want string, kind error) ([]int, error) {
		return nil, &argument.Error{Arg: arg, Value: value, Want: want, Kind: kind}
	}
	info, err := tensormem.Inspect(x)
	if unusable := new(tensormem.Unusable); errors.As(err, &unusable) {
		return refuse(unusable.Value, unusable.Want, ErrTensor)
	}
	if !slices.Contains(real, info.DType) {
		return refuse("complex or quantized", "real numbers", ErrTensor)
	}
	shape := make([]int, len(info.Shape))
	for i, d := range info.Shape {
		if shape[i] = int(d); d == 0 {
			return refuse(fmt.Sprintf("of shape %v", info.Shape), "a tensor with something in it", ErrShape)
		}
	}
	return shape, nil
}

// wrongShape is the error of a tensor whose shape a figure does not take.
func wrongShape(arg string, shape []int, want string) error {
	return &argument.Error{Arg: arg, Value: fmt.Sprintf("of shape %v", shape), Want: want, Kind: ErrShape}
}

// wrongValue is the error of a value in a tensor that a figure does not take.
func wrongValue(arg, what, want string) error {
	return &argument.Error{Arg: arg, Value: what, Want: want, Kind: ErrValue}
}
