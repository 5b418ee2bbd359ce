package loop

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/half"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// Element is how a spike is written in the output: the size of an element in bytes, and the bits of its values.
// Zero is all bits zero in every element type.
type Element struct {
	Size    int
	On, Off uint64
}

// NewElement finds the bits of the values on and off in an element type. An [argument.ErrDType] refuses a type that cannot hold them.
func NewElement(dtype gotch.DType, on, off float64) (Element, error) {
	e := Element{Size: int(dtype.Size())}
	for _, v := range []struct {
		x    float64
		bits *uint64
	}{{on, &e.On}, {off, &e.Off}} {
		b, ok := bitsOf(dtype, v.x)
		if !ok {
			return e, argument.New("DType", tensormem.DTypeName(dtype), fmt.Sprintf("a type that holds %v", v.x), argument.ErrDType)
		}
		*v.bits = b
	}
	return e, nil
}

// bitsOf returns the bits of x in an element type, rounded in the floating-point types, and whether the type holds x.
func bitsOf(dtype gotch.DType, x float64) (bits uint64, ok bool) {
	whole := func(low, high float64, size uint) (uint64, bool) {
		return uint64(int64(x)) & (1<<(8*size) - 1), x == math.Trunc(x) && x >= low && x <= high
	}
	switch dtype {
	case gotch.Float:
		return uint64(math.Float32bits(float32(x))), math.Abs(x) <= math.MaxFloat32
	case gotch.Double:
		return math.Float64bits(x), !math.IsInf(x, 0) && !math.IsNaN(x)
	case gotch.Half:
		return uint64(half.Fromfloat32(float32(x)).Bits()), math.Abs(x) <= 65504
	case gotch.BFloat16:
		return uint64(half.Float32ToBFloat16(float32(x))), math.Abs(x) <= 3.38e38
	case gotch.Bool:
		return whole(0, 1, 1)
	case gotch.Uint8:
		return whole(0, math.MaxUint8, 1)
	case gotch.Int8:
		return whole(math.MinInt8, math.MaxInt8, 1)
	case gotch.Int16:
		return whole(math.MinInt16, math.MaxInt16, 2)
	case gotch.Int:
		return whole(math.MinInt32, math.MaxInt32, 4)
	case gotch.Int64:
		return uint64(int64(x)), x == math.Trunc(x) && math.Abs(x) <= 1<<53
	}
	return 0, false
}
