package grad

/*
#include "grad.h"
*/
import "C"

import (
	"unsafe"

	lib "github.com/sugarme/gotch/libtch"

	"gosnn/snn/internal/ops"
)

// Layers of any input. In float32 each sum has its terms in one order, so that a network's values depend neither on the processor nor on the number of threads: those of
// libtorch's layers depend on both. In other types the layers are libtorch's.

// Linear returns x·wᵀ + b, of x [... x in], w [out x in] and b [out], which may be nil.
func Linear(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor {
	return node(s, func(y *unsafe.Pointer) *C.char {
		return C.snn_linear(unsafe.Pointer(x), unsafe.Pointer(w), unsafe.Pointer(b), y)
	})
}

// Window is how the kernels of a convolution move, in pixels along each side; 0 groups, or a stride or dilation of 0, is 1.
type Window struct{ Stride, Padding, Dilation, Groups int }

// Conv2d returns the convolution of x [n x in x h x w] with w [out x in/groups x k x k], plus b [out], which may be nil.
func Conv2d(s *ops.Scope, x, w, b lib.Ctensor, by Window) lib.Ctensor {
	window := C.snn_window{C.int64_t(max(1, by.Stride)), C.int64_t(by.Padding), C.int64_t(max(1, by.Dilation)), C.int64_t(max(1, by.Groups))}
	return node(s, func(y *unsafe.Pointer) *C.char {
		return C.snn_conv2d(unsafe.Pointer(x), unsafe.Pointer(w), unsafe.Pointer(b), window, y)
	})
}

// node is what a call makes: a tensor of the scope's, or nil.
func node(s *ops.Scope, call func(y *unsafe.Pointer) *C.char) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) {
		y := new(unsafe.Pointer)
		s.Fail(message(call(y)))
		*out = lib.Ctensor(*y)
	})
}
