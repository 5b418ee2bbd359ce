package tensormem

import (
	"fmt"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// Empty returns a contiguous tensor on the CPU, owned by the caller, and its memory, whose contents are undefined. An
// [argument.ErrRange] refuses a shape that no memory can hold.
func Empty(shape []int64, dtype gotch.DType) (*ts.Tensor, unsafe.Pointer, error) {
	if _, err := Size(shape, dtype); err != nil {
		return nil, nil, argument.New("output", fmt.Sprintf("of shape %v", shape), "a size that memory can hold", argument.ErrRange)
	}
	x, err := Make(func(out *lib.Ctensor) { lib.AtgEmpty(out, Dims(shape), len(shape), dtype.CInt(), CPU) })
	if err != nil {
		return nil, nil, err
	}
	return x, lib.AtDataPtr(C(x)), nil
}

// New is [Empty] for elements of a Go type. The slice is the tensor's own memory, valid while the tensor is.
func New[E Element](shape []int64) (*ts.Tensor, []E, error) {
	x, p, err := Empty(shape, DTypeOf[E]())
	if err != nil {
		return nil, nil, err
	}
	return x, elementsAt[E](p, Numel(shape)), nil
}

// Of returns a tensor of a copy of values, as many as the shape has elements, owned by the caller.
func Of[E Element](values []E, shape []int64) (*ts.Tensor, error) {
	x, elements, err := New[E](shape)
	if err != nil {
		return nil, err
	}
	copy(elements, values)
	return x, nil
}

// Fill returns a contiguous tensor on the CPU, owned by the caller, after fill has written its memory. If fill fails, there is no tensor.
func Fill(shape []int64, dtype gotch.DType, fill func(elements []byte) error) (*ts.Tensor, error) {
	size, err := Size(shape, dtype)
	if err != nil {
		return nil, err
	}
	x, p, err := Empty(shape, dtype)
	if err != nil {
		return nil, err
	}
	if err := fill(elementsAt[byte](p, int(size))); err != nil {
		x.MustDrop()
		return nil, err
	}
	return x, nil
}

// ToDevice returns x on a device: x itself if it is there, else a copy, and x is dropped. On an error x is dropped, too.
func ToDevice(x *ts.Tensor, device int32) (*ts.Tensor, error) {
	if device == CPU {
		return x, nil
	}
	defer x.MustDrop()
	return Make(func(out *lib.Ctensor) { lib.AtgTo(out, C(x), device) })
}

// Memory returns the elements of a contiguous tensor on the CPU, of type E, which are its own: they live as long as it does.
func Memory[E any](x lib.Ctensor) []E { return elementsAt[E](lib.AtDataPtr(x), Numel(Shape(x))) }

// elementsAt is n elements of memory. A tensor of no elements may have any address, which is not looked at.
func elementsAt[E any](p unsafe.Pointer, n int) []E {
	if p == nil || n == 0 {
		return nil
	}
	return unsafe.Slice((*E)(p), n)
}
