package plots

import (
	"fmt"
	"slices"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// real are the element types whose values a figure can show.
var real = []gotch.DType{gotch.Float, gotch.Double, gotch.Half, gotch.BFloat16,
	gotch.Uint8, gotch.Int8, gotch.Int16, gotch.Int, gotch.Int64, gotch.Bool}

// withValues checks x and gives its shape and its values, row by row, to use. Both are valid only during use; values of
// another type, on another device or with gaps in memory are copies that are freed thereafter.
func withValues[E float32 | float64](arg string, x *ts.Tensor, use func(shape []int, values []E) error) error {
	v, err := tensormem.Open(arg, x, 0, real...)
	if err != nil {
		return err
	}
	defer v.Close()
	shape := make([]int, len(v.Shape))
	for i, d := range v.Shape {
		shape[i] = int(d)
	}
	if slices.Contains(shape, 0) {
		return wrongShape(arg, shape, "a tensor with something in it")
	}
	if err := v.Convert(tensormem.DTypeOf[E]()); err != nil {
		return fmt.Errorf("plots: %s: %w", arg, err)
	}
	return use(shape, tensormem.Slice[E](v))
}

// wrongShape is the error of a tensor whose shape a figure does not take.
func wrongShape(arg string, shape []int, want string) error {
	return argument.New(arg, fmt.Sprintf("of shape %v", shape), want, ErrShape)
}

// wrongValue is the error of a value in a tensor that a figure does not take.
func wrongValue(arg, what, want string) error {
	return argument.New(arg, what, want, ErrValue)
}
