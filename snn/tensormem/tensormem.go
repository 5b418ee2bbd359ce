// Package tensormem is how the packages of this module look at gotch's tensors: what one is, and where its memory lies. It is for
// them; notebooks have [gosnn/snn] and gotch's own methods.
//
// libtorch is called through gotch's libtch, and not through gotch's methods on tensors, where these lose memory (32 bytes a call),
// end the process on an error, or ask for the error on another thread than the one that it happened on.
package tensormem

import (
	"errors"
	"runtime"
	"slices"
	"strings"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"
)

// CPU is libtch's number of the CPU; CUDA devices are 0, 1, ...
const CPU = -1

// Info is what a tensor is.
type Info struct {
	Shape  []int64
	DType  gotch.DType
	Device int32 // [CPU], or the number of a CUDA device
	Grad   bool  // it requires a gradient
}

// Unusable tells why a tensor cannot be looked at.
type Unusable struct {
	Value string // what it is: "a dropped tensor"
	Want  string // what can be: "a tensor that is still alive"
}

// Error reads: got a dropped tensor, want a tensor that is still alive.
func (u *Unusable) Error() string { return "got " + u.Value + ", want " + u.Want }

// Inspect tells what a tensor is, which it borrows. It fails with an *[Unusable] for one that is nil, dropped, undefined or without
// dense memory, and calls nothing of libtorch's that would end the process for it.
func Inspect(x *ts.Tensor) (Info, error) {
	switch {
	case x == nil:
		return Info{}, &Unusable{"nil", "a tensor"}
	case x.Ctensor() == nil:
		return Info{}, &Unusable{"a dropped tensor", "a tensor that is still alive"}
	case !lib.AtDefined(C(x)):
		return Info{}, &Unusable{"an undefined tensor", "a tensor"}
	case lib.AtIsSparse(C(x)) || lib.AtIsMkldnn(C(x)):
		return Info{}, &Unusable{"a sparse or MKL-DNN tensor", "a dense tensor"}
	}
	info := Info{
		Shape:  Shape(C(x)),
		DType:  gotch.CKind2DType(lib.AtScalarType(C(x))),
		Device: int32(lib.AtDevice(C(x))), // libtch does not extend the sign
		Grad:   lib.AtRequiresGrad(C(x)),
	}
	runtime.KeepAlive(x)
	return info, nil
}

// Empty makes a contiguous tensor on the CPU, owned by the caller, and returns its memory, in which there is anything. The sizes must
// have been checked: none below 0, and all together no more than memory has.
func Empty(shape []int64, dtype gotch.DType) (*ts.Tensor, unsafe.Pointer, error) {
	x, err := Make(func(out *lib.Ctensor) { lib.AtgEmpty(out, Dims(shape), len(shape), dtype.CInt(), CPU) })
	if err != nil {
		return nil, nil, err
	}
	return x, lib.AtDataPtr(C(x)), nil
}

// Make wraps the result of an operation of libtorch as a tensor that the caller owns.
func Make(op func(out *lib.Ctensor)) (*ts.Tensor, error) {
	var out lib.Ctensor
	if err := Torch(func() { op(&out) }); err != nil {
		return nil, err
	}
	return ts.New(out), nil
}

// Torch runs f and returns libtorch's error, which libtorch keeps for each thread, without its stack trace.
func Torch(f func()) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	f()
	if err := ts.TorchErr(); err != nil {
		first, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "Libtorch API Error: "), "\n")
		return errors.New("libtorch: " + first)
	}
	return nil
}

// C is a tensor as libtch takes it. The tensor must outlive its use: [runtime.KeepAlive].
func C(x *ts.Tensor) lib.Ctensor { return lib.Ctensor(x.Ctensor()) }

// Shape returns the sizes of a tensor's dimensions.
func Shape(x lib.Ctensor) []int64 {
	shape := make([]int64, lib.AtDim(x))
	if len(shape) > 0 {
		lib.AtShape(x, unsafe.Pointer(&shape[0]))
	}
	return shape
}

// Dims is a shape as libtch reads it: by the address of its first element, which a scalar's has not.
func Dims(shape []int64) []int64 { return append(slices.Clone(shape), 0) }
