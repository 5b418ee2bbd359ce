package plots

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
)

// libtorch is called through gotch's libtch: gotch's own methods on tensors lose memory with each call, and end the
// process where these functions give an error.

const cpu = -1 // libtch's number of the CPU

// real are the element types whose values a figure can show.
var real = []gotch.DType{gotch.Float, gotch.Double, gotch.Half, gotch.BFloat16,
	gotch.Uint8, gotch.Int8, gotch.Int16, gotch.Int, gotch.Int64, gotch.Bool}

// withValues checks x and gives its shape and its values, row by row, to use. Both are valid only during use; values of
// another type than float32, another device or with gaps in memory are copies that are freed thereafter.
func withValues(fn, arg string, x *ts.Tensor, use func(shape []int, values []float32) error) error {
	shape, err := shapeOf(fn, arg, x)
	if err != nil {
		return err
	}
	defer runtime.KeepAlive(x)
	runtime.LockOSThread() // libtorch keeps its error for each thread
	defer runtime.UnlockOSThread()
	own := lib.Ctensor(x.Ctensor())
	steps := []func(out *lib.Ctensor){
		func(out *lib.Ctensor) { lib.AtgTo(out, own, cpu) },
		func(out *lib.Ctensor) { lib.AtgTotype(out, own, gotch.Float.CInt()) },
		func(out *lib.Ctensor) { lib.AtgContiguous(out, own) },
	}
	for _, step := range steps { // each gives a handle of its own, and copies only where it must
		var out lib.Ctensor
		step(&out)
		if err := ts.TorchErr(); err != nil {
			first, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "Libtorch API Error: "), "\n")
			return fmt.Errorf("plots.%s: %s: %w", fn, arg, errors.New("libtorch: "+first))
		}
		defer lib.AtFree(out)
		own = out
	}
	n := 1
	for _, d := range shape {
		n *= d
	}
	return use(shape, unsafe.Slice((*float32)(lib.AtDataPtr(own)), n))
}

// valuesOf returns x's shape and a copy of its values, row by row.
func valuesOf(fn, arg string, x *ts.Tensor) (shape []int, values []float32, err error) {
	err = withValues(fn, arg, x, func(s []int, v []float32) error {
		shape, values = s, slices.Clone(v)
		return nil
	})
	return shape, values, err
}

// shapeOf refuses what is no tensor with values in it: nil, undefined, dropped, sparse, complex, or empty.
func shapeOf(fn, arg string, x *ts.Tensor) ([]int, error) {
	refuse := func(value any, want string, kind error) ([]int, error) {
		return nil, &ArgError{fn, arg, value, want, kind}
	}
	switch {
	case x == nil:
		return refuse("nil", "a tensor", ErrTensor)
	case x.Ctensor() == nil:
		return refuse("a dropped tensor", "a tensor that is still alive", ErrTensor)
	}
	defer runtime.KeepAlive(x)
	own := lib.Ctensor(x.Ctensor())
	switch {
	case !lib.AtDefined(own):
		return refuse("an undefined tensor", "a tensor", ErrTensor)
	case lib.AtIsSparse(own) || lib.AtIsMkldnn(own):
		return refuse("a sparse or MKL-DNN tensor", "a dense tensor", ErrTensor)
	case !slices.Contains(real, gotch.CKind2DType(lib.AtScalarType(own))):
		return refuse("complex or quantized", "real numbers", ErrTensor)
	}
	dims := make([]int64, lib.AtDim(own))
	if len(dims) > 0 {
		lib.AtShape(own, unsafe.Pointer(&dims[0]))
	}
	shape := make([]int, len(dims))
	for i, d := range dims {
		if shape[i] = int(d); d == 0 {
			return refuse(fmt.Sprintf("of shape %v", dims), "a tensor with something in it", ErrShape)
		}
	}
	return shape, nil
}
