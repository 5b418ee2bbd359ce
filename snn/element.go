package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/half"
)

// element is how a spike is written in the output: the size of an element in bytes, and the bits of its values.
// Zero is all bits zero in every element type.
type element struct {
	size    int
	on, off uint64
}

// newElement finds the bits of the values on and off in an element type, or refuses those that it cannot hold.
func newElement(fn string, dtype gotch.DType, on, off float64) (element, error) {
	e := element{size: int(dtype.Size())}
	for _, v := range []struct {
		x    float64
		bits *uint64
	}{{on, &e.on}, {off, &e.off}} {
		b, ok := bitsOf(dtype, v.x)
		if !ok {
			return e, argError(fn, "DType", dtypeName(dtype), fmt.Sprintf("a type that holds %v", v.x), ErrDType)
		}
		*v.bits = b
	}
	return e, nil
}

// bitsOf returns the bits of x in an element type, rounded in the floating-point types; false if the type does not hold x.
func bitsOf(dtype gotch.DType, x float64) (uint64, bool) {
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
