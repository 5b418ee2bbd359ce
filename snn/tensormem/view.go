package tensormem

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"
)

// View is the elements of a tensor on the CPU, in C order: the tensor's own memory, or a copy where they lie otherwise. The
// elements must not be changed, nor used after [View.Close].
type View struct {
	Info                   // of the tensor, whatever the view was converted to
	data    unsafe.Pointer // nil if there is no element
	tensor  *ts.Tensor     // the argument, kept alive
	current lib.Ctensor    // the tensor that is viewed: the argument, or a copy that the view owns
}

// ErrMemory is the error for a tensor without plain memory: it is sparse in a compressed layout, or on no device.
var ErrMemory = errors.New("tensor has no dense memory")

// Open returns a view of the argument arg, which it borrows until [View.Close]. Its errors are those of [Check], and [ErrMemory].
func Open(arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) (*View, error) {
	return open(arg, x, minDims, dtypes, true)
}

// OpenStrided is [Open] for elements that may have gaps between them: those of index i lie at the sum of i[d]*stride[d] elements. It
// copies nothing on the CPU, of however many elements the tensor is made by repeating few.
func OpenStrided(arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) (*View, error) {
	return open(arg, x, minDims, dtypes, false)
}

// OpenFloats is [Open] of elements that are converted to float32.
func OpenFloats(arg string, x *ts.Tensor, minDims int, dtypes ...gotch.DType) ([]float32, *View, error) {
	v, err := Open(arg, x, minDims, dtypes...)
	if err != nil {
		return nil, nil, err
	}
	if err := v.Convert(gotch.Float); err != nil {
		return nil, nil, err
	}
	return Slice[float32](v), v, nil
}

func open(arg string, x *ts.Tensor, minDims int, dtypes []gotch.DType, contiguous bool) (*View, error) {
	info, err := Check(arg, x, minDims, dtypes...)
	if err != nil {
		return nil, err
	}
	v := &View{Info: info, tensor: x, current: C(x)}
	if info.Device != CPU {
		err = v.replace(func(out *lib.Ctensor) { lib.AtgTo(out, v.current, CPU) })
	}
	if err == nil && lib.AtgIsConj(v.current) { // conjugated, or negated, only when it is read
		err = v.replace(func(out *lib.Ctensor) { lib.AtgResolveConj(out, v.current) })
	}
	if err == nil && lib.AtgIsNeg(v.current) {
		err = v.replace(func(out *lib.Ctensor) { lib.AtgResolveNeg(out, v.current) })
	}
	already := false
	if err == nil {
		err = noMemory(Torch(func() { already = lib.AtIsContiguous(v.current) })) // fails for compressed layouts
	}
	if err == nil && contiguous && !already {
		err = v.replace(func(out *lib.Ctensor) { lib.AtgContiguous(out, v.current) })
	}
	if err := v.locate(err); err != nil {
		return nil, err
	}
	return v, nil
}

// Convert makes the view one of elements of another type, and closes it on an error.
func (v *View) Convert(dtype gotch.DType) error {
	if gotch.CKind2DType(lib.AtScalarType(v.current)) == dtype {
		return nil
	}
	return v.locate(v.replace(func(out *lib.Ctensor) { lib.AtgTotype(out, v.current, dtype.CInt()) }))
}

// Strides returns the distances of elements in memory, in elements, along each dimension.
func (v *View) Strides() []int64 {
	strides := make([]int64, len(v.Shape))
	if len(strides) > 0 {
		lib.AtStride(v.current, unsafe.Pointer(&strides[0]))
	}
	return strides
}

// Data returns the address of the first element.
func (v *View) Data() unsafe.Pointer { return v.data }

// Slice returns the elements of a contiguous view, whose type is E's or one of its size.
func Slice[E any](v *View) []E { return elementsAt[E](v.data, v.Numel()) }

// Close ends the use of the elements. A second call does nothing.
func (v *View) Close() {
	v.free()
	v.data = nil
	runtime.KeepAlive(v.tensor)
}

func (v *View) free() {
	if v.current != C(v.tensor) {
		lib.AtFree(v.current)
		v.current = C(v.tensor)
	}
}

// replace puts the result of an operation in the place of the tensor that is viewed.
func (v *View) replace(op func(out *lib.Ctensor)) error {
	var out lib.Ctensor
	if err := Torch(func() { op(&out) }); err != nil {
		return err
	}
	v.free()
	v.current = out
	return nil
}

// locate finds the memory, or after an error closes the view.
func (v *View) locate(err error) error {
	if err == nil {
		err = noMemory(Torch(func() { v.data = lib.AtDataPtr(v.current) }))
	}
	if err == nil && v.data == nil && !slices.Contains(v.Shape, 0) {
		err = ErrMemory
	}
	if err != nil {
		v.Close()
	}
	return err
}

func noMemory(err error) error {
	if err != nil {
		return fmt.Errorf("%w: %w", ErrMemory, err)
	}
	return nil
}

// Read calls f with the elements of a tensor, on any device and of any of [DTypes], in C order as they lie in memory. The bytes must
// not be changed, nor used after f has returned.
func Read(x *ts.Tensor, f func(elements []byte) error) error {
	v, err := Open("tensor", x, 0, DTypes...)
	if err != nil {
		return err
	}
	defer v.Close()
	size, err := v.Bytes()
	if err != nil {
		return err
	}
	return f(elementsAt[byte](v.data, int(size)))
}
