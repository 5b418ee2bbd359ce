package tensormem

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// Info is what a tensor is.
type Info struct {
	Shape  []int64
	DType  gotch.DType
	Device int32 // [CPU], or the number of a CUDA device
	Grad   bool  // whether it requires a gradient
}

// Numel returns the number of elements.
func (i Info) Numel() int { return Numel(i.Shape) }

// Bytes returns the size of the elements in bytes.
func (i Info) Bytes() (int64, error) { return Size(i.Shape, i.DType) }

// Numel returns the number of elements of a shape: 1 for that of a scalar.
func Numel(shape []int64) int {
	n := 1
	for _, d := range shape {
		n *= int(d)
	}
	return n
}

// Unusable is the error of [Inspect].
type Unusable struct {
	Value string // what it is: "a dropped tensor"
	Want  string // what can be: "a tensor that is still alive"
}

// Error reads: got a dropped tensor, want a tensor that is still alive.
func (u *Unusable) Error() string { return "got " + u.Value + ", want " + u.Want }

// Inspect returns what a tensor is, which it borrows. It fails with an *[Unusable] for one that is nil, dropped, undefined or without
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

// Shape returns the sizes of a tensor's dimensions.
func Shape(x lib.Ctensor) []int64 {
	shape := make([]int64, lib.AtDim(x))
	if len(shape) > 0 {
		lib.AtShape(x, unsafe.Pointer(&shape[0]))
	}
	return shape
}

// Storable returns what a tensor is whose elements a file can hold: it fails for what [Inspect] refuses, for a tensor that is not on the
// CPU, and for an element type that is not in [DTypes].
func Storable(x *ts.Tensor) (Info, error) {
	info, err := Inspect(x)
	switch {
	case err != nil:
		return Info{}, err
	case info.Device != CPU:
		return Info{}, errors.New("tensor is on a GPU, want one on the CPU")
	case !slices.Contains(DTypes, info.DType):
		return Info{}, fmt.Errorf("tensor has element type %s, which cannot be kept", DTypeName(info.DType))
	}
	return info, checkDims(info.Shape)
}

// Check returns what the argument arg is. An [argument.ErrTensor] refuses what [Inspect] does and a tensor on a device that is no
// CUDA device, an [argument.ErrDType] another element type than those listed (none listed: than [Numeric]), an [argument.ErrShape]
// one of fewer than minDims dimensions.
func Check(arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) (Info, error) {
	info, err := Inspect(x)
	if len(dtypes) == 0 {
		dtypes = Numeric
	}
	unusable := new(Unusable)
	switch {
	case errors.As(err, &unusable):
		return Info{}, argument.New(arg, unusable.Value, unusable.Want, argument.ErrTensor)
	case !slices.Contains(dtypes, info.DType):
		names := make([]string, len(dtypes))
		for i, d := range dtypes {
			names[i] = DTypeName(d)
		}
		return Info{}, argument.New(arg, DTypeName(info.DType), strings.Join(names, ", "), argument.ErrDType)
	case info.Device < CPU:
		return Info{}, argument.New(arg, "on an unknown device", "on the CPU or a CUDA device", argument.ErrTensor)
	case len(info.Shape) < minDims:
		return Info{}, argument.New(arg, fmt.Sprintf("of shape %v", info.Shape), fmt.Sprintf("at least %d dimension(s)", minDims), argument.ErrShape)
	}
	return info, nil
}

// CheckCPU is [Check] for a function that computes on the CPU alone: an [argument.ErrTensor] also refuses a tensor that is elsewhere.
func CheckCPU(arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) (Info, error) {
	info, err := Check(arg, x, minDims, dtypes...)
	if err == nil && info.Device != CPU {
		return Info{}, argument.New(arg, fmt.Sprint("on CUDA device ", info.Device), "a tensor on the CPU", argument.ErrTensor)
	}
	return info, err
}
