package loop

import (
	"testing"
	"unsafe"

	"github.com/sugarme/gotch"

	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

func TestLoopRange(t *testing.T) {
	const n = 1 << 19 // several tasks
	values := make([]float32, n)
	values[77], values[n-1] = -3, 5
	AtEachLevel(func(level int) {
		if low, high, bad := Range(unsafe.Pointer(&values[0]), Float32, n); low != -3 || high != 5 || bad != -1 {
			t.Errorf("range %v to %v, bad %d", low, high, bad)
		}
		for _, at := range []int{0, 1000, n - 2} {
			before := values[at]
			values[at] = tensortest.NaN
			if _, _, bad := Range(unsafe.Pointer(&values[0]), Float32, n); bad != at {
				t.Errorf("NaN at %d is found at %d", at, bad)
			}
			values[at] = before
		}
	})
}

// Memory is zero after loopFill with zero, whatever its size and what it held.
func TestLoopFill(t *testing.T) {
	for _, n := range []int{1, 5000, 10 << 20} { // the last, 40 MB, is left to the kernel
		x, data, err := tensormem.New[float32]([]int64{int64(n)})
		tensortest.Owned(t, x, err)
		for _, bits := range []uint64{0x3f800000, 0, 0x40000000, 0} {
			Fill(unsafe.Pointer(&data[0]), 4, bits, n)
			for i, v := range data {
				if want := map[uint64]float32{0: 0, 0x3f800000: 1, 0x40000000: 2}[bits]; v != want {
					t.Fatalf("element %d of %d is %v, want %v", i, n, v, want)
				}
			}
		}
	}
}

// The bits of an output element are those that libtorch gives the value.
func TestNewElement(t *testing.T) {
	for _, dtype := range tensormem.Numeric {
		for _, x := range []float64{0, 1, -1, 2, 0.1, -0.3333, 1e-7, 100, 255, 256, 65504, 1e6, 3e38, 1e300} {
			bits, ok := bitsOf(dtype, x)
			if !ok {
				continue
			}
			converted := tensortest.Owned(t, tensortest.Of(t, []float64{x}).MustTotype(dtype, false), nil)
			got := unsafe.Slice((*uint8)(converted.MustDataPtr()), dtype.Size())
			for i := range got {
				if want := uint8(bits >> (8 * i)); got[i] != want {
					t.Errorf("%s %v: byte %d is %x, libtorch's %x", tensormem.DTypeName(dtype), x, i, want, got[i])
				}
			}
		}
	}
	for dtype, x := range map[gotch.DType]float64{gotch.Bool: 2, gotch.Uint8: -1, gotch.Int8: 128, gotch.Int: 0.5,
		gotch.Half: 1e5, gotch.Float: 1e39, gotch.QInt8: 1, gotch.ComplexFloat: 1} {
		_, err := NewElement(dtype, x, 0)
		tensortest.WantError(t, nil, err, "", "DType", argument.ErrDType)
	}
}
