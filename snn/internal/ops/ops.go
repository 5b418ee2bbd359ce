// Package ops chains operations of libtorch. What they make on the way is freed at their end, so that of a layer, a loss or an
// optimizer's step nothing stays but the result and, where a gradient is wanted, what its graph needs.
//
// A handle is a [lib.Ctensor], not gotch's *[ts.Tensor], which takes 100 KB of Go's memory each.
package ops

import (
	"runtime"
	"slices"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensormem"
)

// Scope is one chain of operations. After its first error each operation returns nil and does nothing.
type Scope struct {
	made     []lib.Ctensor
	borrowed []*ts.Tensor
	err      error
}

// Run returns what f makes, which the caller owns. f must not keep any other handle of the scope.
func Run(f func(s *Scope) lib.Ctensor) (*ts.Tensor, error) {
	var out *ts.Tensor
	err := Do(func(s *Scope) error {
		c := f(s)
		if s.err == nil {
			out = s.Own(c)
		}
		return nil
	})
	return out, err
}

// Do runs f on one thread of the system, since libtorch keeps its errors for each, and frees what f has made. It returns f's error,
// or else the scope's.
func Do(f func(s *Scope) error) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	s := new(Scope)
	defer func() {
		for _, x := range s.made {
			lib.AtFree(x)
		}
		runtime.KeepAlive(s.borrowed)
	}()
	if err := f(s); err != nil {
		return err
	}
	return s.err
}

// Free frees a handle that the scope has made before its end, to keep the memory of a chain small.
func (s *Scope) Free(x lib.Ctensor) {
	if i := slices.Index(s.made, x); i >= 0 {
		lib.AtFree(x)
		s.made = slices.Delete(s.made, i, i+1)
	}
}

// Err returns the first error.
func (s *Scope) Err() error { return s.err }

// Fail records an error, if it is the first.
func (s *Scope) Fail(err error) {
	if s.err == nil && err != nil {
		s.err = err
	}
}

// In returns the handle of a tensor, which lives as long as the scope.
func (s *Scope) In(x *ts.Tensor) lib.Ctensor {
	if x == nil {
		return s.None()
	}
	s.borrowed = append(s.borrowed, x)
	return tensormem.C(x)
}

// Take returns a handle of the scope's own for a tensor, which may be dropped before the scope ends.
func (s *Scope) Take(x *ts.Tensor) lib.Ctensor {
	c := lib.AtShallowClone(tensormem.C(x))
	s.made = append(s.made, c)
	runtime.KeepAlive(x)
	return c
}

// Own makes a tensor of a handle, which the caller owns. Both have the same elements and the same graph.
func (s *Scope) Own(x lib.Ctensor) *ts.Tensor { return ts.New(lib.AtShallowClone(x)) }

// None returns an undefined tensor: libtorch's None.
func (s *Scope) None() lib.Ctensor {
	x := lib.AtNewTensor()
	s.made = append(s.made, x)
	return x
}

// Call runs an operation that makes nothing.
func (s *Scope) Call(op func()) {
	if s.err != nil {
		return
	}
	s.Fail(tensormem.Torch(op)) // op may have failed by itself
}

// Op runs an operation that makes one tensor.
func (s *Scope) Op(op func(out *lib.Ctensor)) lib.Ctensor {
	x, _ := s.Pair(op)
	return x
}

// Pair runs an operation that makes two tensors.
func (s *Scope) Pair(op func(out *lib.Ctensor)) (lib.Ctensor, lib.Ctensor) {
	if s.err != nil {
		return nil, nil
	}
	out := new([4]lib.Ctensor) // some operations make more
	s.Call(func() { op(&out[0]) })
	for _, x := range out {
		if x != nil {
			s.made = append(s.made, x)
		}
	}
	return out[0], out[1]
}

// Scalar runs an operation that takes a number.
func (s *Scope) Scalar(value float64, op func(out *lib.Ctensor, scalar lib.Cscalar)) lib.Ctensor {
	scalar := lib.AtsFloat(value)
	defer lib.AtsFree(scalar)
	return s.Op(func(out *lib.Ctensor) { op(out, scalar) })
}

// Shape returns the sizes of x's dimensions.
func (s *Scope) Shape(x lib.Ctensor) []int64 {
	if s.err != nil {
		return nil
	}
	return tensormem.Shape(x)
}

// The operations that more than one package needs. Arguments in PyTorch's order.

func (s *Scope) Reshape(x lib.Ctensor, shape ...int64) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgReshape(out, x, tensormem.Dims(shape), len(shape)) })
}

// Expand repeats x, without a copy, along the dimensions that it has 1 of or that are put before its own.
func (s *Scope) Expand(x lib.Ctensor, shape ...int64) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgExpand(out, x, shape, len(shape), 0) })
}

func (s *Scope) Contiguous(x lib.Ctensor) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgContiguous(out, x) })
}

func (s *Scope) Detach(x lib.Ctensor) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgDetach(out, x) })
}

func (s *Scope) Add(x, y lib.Ctensor) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgAdd(out, x, y) })
}

func (s *Scope) Sub(x, y lib.Ctensor) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgSub(out, x, y) })
}

func (s *Scope) Mul(x, y lib.Ctensor) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgMul(out, x, y) })
}

func (s *Scope) Scale(x lib.Ctensor, by float64) lib.Ctensor {
	return s.Scalar(by, func(out *lib.Ctensor, c lib.Cscalar) { lib.AtgMulScalar(out, x, c) })
}

func (s *Scope) Over(x lib.Ctensor, by float64) lib.Ctensor {
	return s.Scalar(by, func(out *lib.Ctensor, c lib.Cscalar) { lib.AtgDivScalar(out, x, c) })
}

// SumOver adds along one dimension, which is gone then.
func (s *Scope) SumOver(x lib.Ctensor, dim int64) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgSumDimIntlist(out, x, []int64{dim}, 1, 0, gotch.Float.CInt()) })
}

func (s *Scope) Sum(x lib.Ctensor) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgSum(out, x, gotch.Float.CInt()) })
}

func (s *Scope) Mean(x lib.Ctensor) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgMean(out, x, gotch.Float.CInt()) })
}

// Through returns a tensor with the values of value and the gradient of x: the straight-through estimator. It is (x - x) + value
// with the second x detached, which is value to the bit.
func (s *Scope) Through(x, value lib.Ctensor) lib.Ctensor {
	return s.Add(s.Sub(x, s.Detach(x)), value)
}

// Floats makes a tensor of float32 values.
func (s *Scope) Floats(values []float32, shape ...int64) lib.Ctensor {
	return ofValues(s, values, shape)
}

// Int64s makes a tensor of int64 values.
func (s *Scope) Int64s(values []int64, shape ...int64) lib.Ctensor {
	return ofValues(s, values, shape)
}

// Number returns the value of a tensor of one element.
func (s *Scope) Number(x lib.Ctensor) (number float64) {
	s.Call(func() { number = lib.AtDoubleValueAtIndexes(s.Reshape(x), unsafe.Pointer(&[1]int64{}), 0) })
	return number
}

// Gradients runs a graph backwards, which is freed then, from its end to inputs that require a gradient, and sets gradients to theirs:
// undefined where the end does not depend on the input.
func (s *Scope) Gradients(end lib.Ctensor, inputs, gradients []lib.Ctensor) {
	s.Call(func() { lib.AtRunBackward(&end, 1, &inputs[0], len(inputs), &gradients[0], 0, 0) })
	for _, g := range gradients {
		if g != nil {
			s.made = append(s.made, g)
		}
	}
}
