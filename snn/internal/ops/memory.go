package ops

import (
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"

	"gosnn/snn/tensormem"
)

// Slice is n elements of memory; none of no memory.
func Slice[T any](memory unsafe.Pointer, n int) []T {
	if memory == nil || n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(memory), n)
}

// Memory returns the elements of a contiguous tensor of type T, which are its own: they live as long as it does.
func Memory[T any](x lib.Ctensor) []T {
	return Slice[T](lib.AtDataPtr(x), tensormem.Numel(tensormem.Shape(x)))
}

// Values returns the elements of x as float32, without its graph, in C order. They live as long as the scope.
func (s *Scope) Values(x lib.Ctensor) []float32 {
	x = s.Op(func(out *lib.Ctensor) { lib.AtgTotype(out, s.Detach(x), gotch.Float.CInt()) })
	x = s.Contiguous(x)
	if s.err != nil {
		return nil
	}
	return Memory[float32](x)
}

func (s *Scope) empty(n int, shape []int64, dtype gotch.DType) (lib.Ctensor, unsafe.Pointer) {
	if shape == nil {
		shape = []int64{int64(n)}
	}
	x := s.Op(func(out *lib.Ctensor) {
		lib.AtgEmpty(out, tensormem.Dims(shape), len(shape), dtype.CInt(), tensormem.CPU)
	})
	if s.err != nil {
		return nil, nil
	}
	return x, lib.AtDataPtr(x)
}

// Int64Values returns the elements of x, of int64, in C order. They live as long as the scope.
func (s *Scope) Int64Values(x lib.Ctensor) []int64 {
	x = s.Contiguous(x)
	if s.err != nil {
		return nil
	}
	return Memory[int64](x)
}
