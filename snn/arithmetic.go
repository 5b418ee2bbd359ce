package snn

import (
	"fmt"
	"slices"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// Add is x + y, element by element. Dimensions are compared from the last to the first; one that is 1 or missing stretches to the other's.
// The caller owns the result, through which gradients flow. gotch's own methods may lose an argument to the garbage collector while they read
// it, if nothing uses it later; these functions keep theirs. PyTorch: x + y.
func Add(x, y *ts.Tensor) (sum *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Add")
	return elementwise(x, y, lib.AtgAdd)
}

// Sub is x - y, element by element, as [Add] adds. PyTorch: x - y.
func Sub(x, y *ts.Tensor) (difference *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Sub")
	return elementwise(x, y, lib.AtgSub)
}

// Mul is x y, element by element, as [Add] adds. PyTorch: x * y.
func Mul(x, y *ts.Tensor) (product *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Mul")
	return elementwise(x, y, lib.AtgMul)
}

// Div is x / y, element by element, as [Add] adds. PyTorch: x / y.
func Div(x, y *ts.Tensor) (quotient *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Div")
	return elementwise(x, y, lib.AtgDiv)
}

// Scale is x times a number. The caller owns the result, through which gradients flow. PyTorch: x * by.
func Scale(x *ts.Tensor, by float64) (scaled *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Scale")
	if _, err := tensormem.Check("x", x, 0); err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor { return s.Scale(s.In(x), by) })
}

func elementwise(x, y *ts.Tensor, op func(out *lib.Ctensor, x, y lib.Ctensor)) (*ts.Tensor, error) {
	xInfo, err := tensormem.Check("x", x, 0)
	if err != nil {
		return nil, err
	}
	yInfo, err := tensormem.Check("y", y, 0)
	if err != nil {
		return nil, err
	}
	if !stretch(xInfo.Shape, yInfo.Shape) {
		return nil, argument.New("y", yInfo.Shape, fmt.Sprintf("a shape that stretches to %v, or to which that one stretches", xInfo.Shape), ErrShape)
	}
	return tensormem.Make(func(out *lib.Ctensor) { op(out, tensormem.C(x), tensormem.C(y)) }, x, y)
}

// stretch reports whether two shapes stretch to a common one.
func stretch(a, b []int64) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Reverse(a)
	slices.Reverse(b)
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] && a[i] != 1 && b[i] != 1 {
			return false
		}
	}
	return true
}
