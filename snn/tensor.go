package snn

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"
)

// libtorch is called through gotch's libtch, and not through gotch's methods on tensors, where these lose memory (32
// bytes a call), end the process on an error, or ask for the error on another thread than the one that it happened on.

// numeric are the element types whose values encoders can read.
var numeric = []gotch.DType{gotch.Float, gotch.Double, gotch.Half, gotch.BFloat16,
	gotch.Uint8, gotch.Int8, gotch.Int16, gotch.Int, gotch.Int64, gotch.Bool}

// cpu is libtch's number of the CPU; CUDA devices are 0, 1, ...
const cpu = -1

// tensorInfo is what a tensor argument is, read once.
type tensorInfo struct {
	shape  []int64
	dtype  gotch.DType
	device int32
}

// numel is the number of elements.
func (i tensorInfo) numel() int { return numel(i.shape) }

func numel(shape []int64) int {
	n := 1
	for _, d := range shape {
		n *= int(d)
	}
	return n
}

// checkTensor refuses what is no usable tensor: nil, undefined, dropped, sparse; of another dtype than those listed
// (none listed: any of numeric), or with fewer dimensions than minDims.
func checkTensor(fn, arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) (tensorInfo, error) {
	refuse := func(value any, want string, kind error) (tensorInfo, error) {
		return tensorInfo{}, &ArgError{fn, arg, value, want, kind}
	}
	switch {
	case x == nil:
		return refuse("nil", "a tensor", ErrTensor)
	case x.Ctensor() == nil:
		return refuse("a dropped tensor", "a tensor that is still alive", ErrTensor)
	case !lib.AtDefined(ctensor(x)):
		return refuse("an undefined tensor", "a tensor", ErrTensor)
	case lib.AtIsSparse(ctensor(x)) || lib.AtIsMkldnn(ctensor(x)):
		return refuse("a sparse or MKL-DNN tensor", "a dense tensor", ErrTensor)
	}
	info := tensorInfo{
		shape:  make([]int64, lib.AtDim(ctensor(x))),
		dtype:  gotch.CKind2DType(lib.AtScalarType(ctensor(x))),
		device: int32(lib.AtDevice(ctensor(x))),
	}
	if len(info.shape) > 0 {
		lib.AtShape(ctensor(x), unsafe.Pointer(&info.shape[0]))
	}
	runtime.KeepAlive(x)
	if len(dtypes) == 0 {
		dtypes = numeric
	}
	switch {
	case !slices.Contains(dtypes, info.dtype):
		names := make([]string, len(dtypes))
		for i, d := range dtypes {
			names[i] = dtypeName(d)
		}
		return refuse(dtypeName(info.dtype), strings.Join(names, ", "), ErrDType)
	case info.device < cpu:
		return refuse("on an unknown device", "on the CPU or a CUDA device", ErrTensor)
	case len(info.shape) < minDims:
		return refuse(fmt.Sprintf("of shape %v", info.shape), fmt.Sprintf("at least %d dimension(s)", minDims), ErrShape)
	}
	return info, nil
}

// view is the memory of a tensor: contiguous, on the CPU. release frees what had to be copied for that.
type view struct {
	tensorInfo
	data  unsafe.Pointer
	owner *ts.Tensor // keeps data alive
	copy  bool       // owner is ours
}

// viewOf checks x and gives its memory; the caller calls release.
func viewOf(fn, arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) (*view, error) {
	info, err := checkTensor(fn, arg, x, minDims, dtypes...)
	if err != nil {
		return nil, err
	}
	v := &view{tensorInfo: info, owner: x}
	if info.device != cpu {
		err = v.replace(func(out *lib.Ctensor) { lib.AtgTo(out, ctensor(v.owner), cpu) })
	}
	if err == nil && !lib.AtIsContiguous(ctensor(v.owner)) {
		err = v.replace(func(out *lib.Ctensor) { lib.AtgContiguous(out, ctensor(v.owner)) })
	}
	return v.locate(fn, err)
}

// floatsOf checks x and gives its values as float32 and its shape. The caller calls release on the view, after which
// the slice must not be used.
func floatsOf(fn, arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) ([]float32, *view, error) {
	v, err := viewOf(fn, arg, x, minDims, dtypes...)
	if err != nil {
		return nil, nil, err
	}
	if v.dtype != gotch.Float {
		if err := v.convert(fn, gotch.Float); err != nil {
			return nil, nil, err
		}
	}
	return unsafe.Slice((*float32)(v.data), v.numel()), v, nil
}

// convert makes the view one of a copy of another dtype, and releases it on an error. v.dtype stays that of the tensor.
func (v *view) convert(fn string, dtype gotch.DType) error {
	_, err := v.locate(fn, v.replace(func(out *lib.Ctensor) { lib.AtgTotype(out, ctensor(v.owner), dtype.CInt()) }))
	return err
}

// replace puts the result of an operation in the place of the tensor that the view reads.
func (v *view) replace(op func(out *lib.Ctensor)) error {
	t, err := newTensor(op)
	if err != nil {
		return err
	}
	v.release()
	v.owner, v.copy = t, true
	return nil
}

// locate finds the memory, or after an error releases the view.
func (v *view) locate(fn string, err error) (*view, error) {
	if err == nil {
		err = torch(func() { v.data = lib.AtDataPtr(ctensor(v.owner)) })
	}
	if err != nil {
		v.release()
		return nil, fmt.Errorf("snn.%s: %w", fn, err)
	}
	return v, nil
}

// release ends the use of the memory.
func (v *view) release() {
	if v.copy {
		v.owner.MustDrop()
		v.copy = false
	}
	runtime.KeepAlive(v.owner)
}

// checkFinite refuses NaN and infinities, and names the first.
func checkFinite(fn, arg string, data []float32) error {
	for i, x := range data {
		if x-x != 0 { // NaN for both
			return &ArgError{fn, arg, fmt.Sprintf("%v at element %d", x, i), "finite values", ErrNotFinite}
		}
	}
	return nil
}

// newOutput allocates a contiguous, uninitialised tensor on the CPU, owned by the caller, and gives its memory.
func newOutput(fn string, shape []int64, dtype gotch.DType) (*ts.Tensor, unsafe.Pointer, error) {
	size, n := dtypeSize(dtype), int64(1)
	for _, d := range shape {
		if d != 0 && n > math.MaxInt64/size/d {
			return nil, nil, &ArgError{fn, "output", fmt.Sprintf("of shape %v", shape), "a size that memory can hold", ErrRange}
		}
		n *= d
	}
	dims := append(slices.Clone(shape), 0) // libtch reads the address of the first, which a scalar has not
	t, err := newTensor(func(out *lib.Ctensor) { lib.AtgEmpty(out, dims, len(shape), dtype.CInt(), cpu) })
	if err != nil {
		return nil, nil, fmt.Errorf("snn.%s: %w", fn, err)
	}
	return t, lib.AtDataPtr(ctensor(t)), nil
}

// newFloats is newOutput for float32, as a slice over the tensor's own memory: valid while the tensor is.
func newFloats(fn string, shape []int64) (*ts.Tensor, []float32, error) {
	t, p, err := newOutput(fn, shape, gotch.Float)
	if err != nil {
		return nil, nil, err
	}
	return t, unsafe.Slice((*float32)(p), numel(shape)), nil
}

// newTensor wraps the result of an operation of libtorch.
func newTensor(op func(out *lib.Ctensor)) (*ts.Tensor, error) {
	var out lib.Ctensor
	if err := torch(func() { op(&out) }); err != nil {
		return nil, err
	}
	return ts.New(out), nil
}

// torch runs f and returns libtorch's error, which libtorch keeps for each thread, without its stack trace.
func torch(f func()) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	f()
	if err := ts.TorchErr(); err != nil {
		first, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "Libtorch API Error: "), "\n")
		return errors.New("libtorch: " + first)
	}
	return nil
}

func ctensor(x *ts.Tensor) lib.Ctensor { return lib.Ctensor(x.Ctensor()) }

// dtypeSize is the size of an element in bytes.
func dtypeSize(d gotch.DType) int64 { return int64(d.Size()) }

// dtypeName is PyTorch's name of an element type.
func dtypeName(d gotch.DType) string {
	switch d {
	case gotch.Float:
		return "float32"
	case gotch.Double:
		return "float64"
	case gotch.Half:
		return "float16"
	case gotch.BFloat16:
		return "bfloat16"
	case gotch.Uint8:
		return "uint8"
	case gotch.Int8:
		return "int8"
	case gotch.Int16:
		return "int16"
	case gotch.Int:
		return "int32"
	case gotch.Int64:
		return "int64"
	case gotch.Bool:
		return "bool"
	}
	return fmt.Sprintf("dtype %d", int(d))
}
