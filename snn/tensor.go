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

	"gosnn/snn/tensormem"
)

// The short names here of what all packages of this module share.
var (
	ctensor   = tensormem.C
	newTensor = tensormem.Make
	torch     = tensormem.Torch
	dtypeName = tensormem.DTypeName
)

// numeric are the element types whose values encoders can read.
var numeric = []gotch.DType{gotch.Float, gotch.Double, gotch.Half, gotch.BFloat16,
	gotch.Uint8, gotch.Int8, gotch.Int16, gotch.Int, gotch.Int64, gotch.Bool}

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
	read, err := tensormem.Inspect(x)
	if unusable := new(tensormem.Unusable); errors.As(err, &unusable) {
		return refuse(unusable.Value, unusable.Want, ErrTensor)
	}
	info := tensorInfo{shape: read.Shape, dtype: read.DType, device: read.Device}
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
	case info.device < tensormem.CPU:
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
	if info.device != tensormem.CPU {
		err = v.replace(func(out *lib.Ctensor) { lib.AtgTo(out, ctensor(v.owner), tensormem.CPU) })
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
	t, p, err := tensormem.Empty(shape, dtype)
	if err != nil {
		return nil, nil, fmt.Errorf("snn.%s: %w", fn, err)
	}
	return t, p, nil
}

// newFloats is newOutput for float32, as a slice over the tensor's own memory: valid while the tensor is.
func newFloats(fn string, shape []int64) (*ts.Tensor, []float32, error) {
	t, p, err := newOutput(fn, shape, gotch.Float)
	if err != nil {
		return nil, nil, err
	}
	return t, unsafe.Slice((*float32)(p), numel(shape)), nil
}

// dtypeSize is the size of an element in bytes.
func dtypeSize(d gotch.DType) int64 { return int64(d.Size()) }
