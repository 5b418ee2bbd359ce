package snn

import (
	"fmt"
	"slices"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// Stack puts tensors of one shape next to each other along a new dimension: T membranes [B x N] and dimension 0 make [T x B x N]. A negative
// dimension counts from the end. The caller keeps the tensors and owns the result, through which gradients flow. PyTorch: torch.stack.
func Stack(tensors []*ts.Tensor, dim int) (joined *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Stack")
	return join(tensors, dim, 1, lib.AtgStack)
}

// Cat puts tensors one after another along a dimension that they have; their other sizes are equal. A negative dimension counts from the end.
// The caller keeps the tensors and owns the result, through which gradients flow. PyTorch: torch.cat.
func Cat(tensors []*ts.Tensor, dim int) (joined *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Cat")
	return join(tensors, dim, 0, lib.AtgCat)
}

// join checks the tensors, whose result has more dimensions than they have.
func join(tensors []*ts.Tensor, dim, more int, op func(*lib.Ctensor, []lib.Ctensor, int, int64)) (*ts.Tensor, error) {
	if len(tensors) == 0 {
		return nil, argument.New("tensors", "none", "at least one", ErrShape)
	}
	var first tensormem.Info
	list := make([]lib.Ctensor, len(tensors))
	for i, x := range tensors {
		name := fmt.Sprintf("tensors[%d]", i)
		info, err := tensormem.Check(name, x, 1-more)
		if err != nil {
			return nil, err
		}
		if i == 0 {
			first = info
			chosen, err := checkDims([]int{dim}, len(info.Shape)+more)
			if err != nil {
				return nil, err
			}
			dim = int(chosen[0])
		}
		shape := slices.Clone(info.Shape)
		if more == 0 && dim < len(shape) && len(shape) == len(first.Shape) {
			shape[dim] = first.Shape[dim]
		}
		switch {
		case !slices.Equal(shape, first.Shape):
			return nil, argument.New(name, info.Shape, fmt.Sprintf("a shape that goes with %v", first.Shape), ErrShape)
		case info.DType != first.DType:
			return nil, argument.New(name, tensormem.DTypeName(info.DType), tensormem.DTypeName(first.DType)+", as the first", ErrDType)
		}
		list[i] = tensormem.C(x)
	}
	return tensormem.Make(func(out *lib.Ctensor) { op(out, list, len(list), int64(dim)) }, tensors...)
}
