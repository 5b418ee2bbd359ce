package ops

import (
	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"

	"gosnn/snn/tensormem"
)

// Values returns the elements of x as float32, without its graph, in C order. They live as long as the scope.
func (s *Scope) Values(x lib.Ctensor) []float32 {
	x = s.Op(func(out *lib.Ctensor) { lib.AtgTotype(out, s.Detach(x), gotch.Float.CInt()) })
	x = s.Contiguous(x)
	if s.err != nil {
		return nil
	}
	return tensormem.Memory[float32](x)
}

// New makes a tensor of elements that are undefined, and returns them, too: nil after an error.
func New[E tensormem.Element](s *Scope, shape ...int64) (lib.Ctensor, []E) {
	x := s.Op(func(out *lib.Ctensor) {
		lib.AtgEmpty(out, tensormem.Dims(shape), len(shape), tensormem.DTypeOf[E]().CInt(), tensormem.CPU)
	})
	if s.err != nil {
		return nil, nil
	}
	return x, tensormem.Memory[E](x)
}

// ofValues makes a tensor of a copy of values; without a shape it has one dimension.
func ofValues[E tensormem.Element](s *Scope, values []E, shape []int64) lib.Ctensor {
	if shape == nil {
		shape = []int64{int64(len(values))}
	}
	x, elements := New[E](s, shape...)
	copy(elements, values)
	return x
}

// Int64Values returns the elements of x, of int64, in C order. They live as long as the scope.
func (s *Scope) Int64Values(x lib.Ctensor) []int64 {
	x = s.Contiguous(x)
	if s.err != nil {
		return nil
	}
	return tensormem.Memory[int64](x)
}
