package tensormem_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensormem"
)

func TestInspect(t *testing.T) {
	x := ts.MustOnes([]int64{2, 3}, gotch.Double, gotch.CPU)
	defer x.MustDrop()
	info, err := tensormem.Inspect(x)
	if err != nil || !slices.Equal(info.Shape, []int64{2, 3}) || info.DType != gotch.Double || info.Device != tensormem.CPU || info.Grad {
		t.Errorf("%+v, %v", info, err)
	}
	scalar := x.MustSum(gotch.Float, false).MustSetRequiresGrad(true, true)
	defer scalar.MustDrop()
	if info, err := tensormem.Inspect(scalar); err != nil || len(info.Shape) != 0 || info.DType != gotch.Float || !info.Grad {
		t.Errorf("a scalar with a gradient: %+v, %v", info, err)
	}
	dropped, sparse := ts.MustOnes([]int64{1}, gotch.Float, gotch.CPU), x.MustToSparseSparseDim(2, false)
	dropped.MustDrop()
	defer sparse.MustDrop()
	for want, x := range map[string]*ts.Tensor{"got nil,": nil, "dropped": dropped, "undefined": ts.NewTensor(), "sparse": sparse} {
		var u *tensormem.Unusable
		if _, err := tensormem.Inspect(x); !errors.As(err, &u) || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}

func TestEmpty(t *testing.T) {
	for _, shape := range [][]int64{{2, 3}, {}, {0}} {
		x, p, err := tensormem.Empty(shape, gotch.Int)
		if err != nil {
			t.Fatal(err)
		}
		if info, err := tensormem.Inspect(x); err != nil || !slices.Equal(info.Shape, shape) || info.DType != gotch.Int {
			t.Errorf("%v: %+v, %v", shape, info, err)
		}
		if !slices.Contains(shape, 0) {
			*(*int32)(p) = 7
			if got := x.Int64Values(); got[0] != 7 {
				t.Errorf("%v: what is written to the memory is not in the tensor: %v", shape, got)
			}
		}
		x.MustDrop()
	}
	if _, _, err := tensormem.Empty([]int64{1 << 50}, gotch.Float); err == nil || !strings.HasPrefix(err.Error(), "libtorch: ") || strings.Contains(err.Error(), "\n") {
		t.Errorf("more memory than there is: %v", err)
	}
}

func TestDTypeName(t *testing.T) {
	for dtype, want := range map[gotch.DType]string{gotch.Float: "float32", gotch.Half: "float16", gotch.BFloat16: "bfloat16", gotch.Int: "int32",
		gotch.Bool: "bool", gotch.ComplexDouble: "complex128", gotch.QInt8: fmt.Sprintf("dtype %d", int(gotch.QInt8))} {
		if got := tensormem.DTypeName(dtype); got != want {
			t.Errorf("%v: %q, want %q", dtype, got, want)
		}
	}
}

// A new tensor, filled by its memory, and one that an operation of libtorch makes of it.
func Example() {
	x, p, err := tensormem.Empty([]int64{2, 2}, gotch.Float)
	if err != nil {
		panic(err)
	}
	defer x.MustDrop()
	copy(unsafe.Slice((*float32)(p), 4), []float32{1, 2, 3, 4})
	sum, err := tensormem.Make(func(out *lib.Ctensor) { lib.AtgSum(out, tensormem.C(x), gotch.Float.CInt()) })
	if err != nil {
		panic(err)
	}
	defer sum.MustDrop()
	info, err := tensormem.Inspect(sum)
	fmt.Println(sum.Float64Values(), info.Shape, tensormem.DTypeName(info.DType), err)
	// Output: [10] [] float32 <nil>
}
