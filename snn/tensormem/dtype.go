package tensormem

import (
	"fmt"
	"math"
	"slices"

	"github.com/sugarme/gotch"
)

// DTypes are the element types of this module.
var DTypes = []gotch.DType{gotch.Uint8, gotch.Int8, gotch.Int16, gotch.Int, gotch.Int64, gotch.Half, gotch.Float,
	gotch.Double, gotch.ComplexFloat, gotch.ComplexDouble, gotch.Bool, gotch.BFloat16}

// Numeric are the element types whose values are real numbers, bool included.
var Numeric = []gotch.DType{gotch.Float, gotch.Double, gotch.Half, gotch.BFloat16,
	gotch.Uint8, gotch.Int8, gotch.Int16, gotch.Int, gotch.Int64, gotch.Bool}

// DTypeName returns PyTorch's name of an element type.
func DTypeName(d gotch.DType) string {
	switch d {
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
	case gotch.Half:
		return "float16"
	case gotch.Float:
		return "float32"
	case gotch.Double:
		return "float64"
	case gotch.ComplexFloat:
		return "complex64"
	case gotch.ComplexDouble:
		return "complex128"
	case gotch.Bool:
		return "bool"
	case gotch.BFloat16:
		return "bfloat16"
	}
	return fmt.Sprintf("dtype %d", int(d))
}

// MaxDims is the most dimensions that a tensor has: libtorch's operations and NumPy have no more, and gotch's MustSize ends the program at
// more than 100.
const MaxDims = 64

// checkDims refuses more dimensions than [MaxDims].
func checkDims(shape []int64) error {
	if len(shape) > MaxDims {
		return fmt.Errorf("a shape of %d dimensions, want at most %d", len(shape), MaxDims)
	}
	return nil
}

// Size returns the number of bytes that the elements of a tensor take; an error if there is no such tensor.
func Size(shape []int64, dtype gotch.DType) (int64, error) {
	if err := checkDims(shape); err != nil {
		return 0, err
	}
	n := int64(dtype.Size())
	if !slices.Contains(DTypes, dtype) {
		return 0, fmt.Errorf("element type %s is not supported", DTypeName(dtype))
	}
	for _, d := range shape {
		if d < 0 {
			return 0, fmt.Errorf("shape %v has a negative dimension", shape)
		}
	}
	if slices.Contains(shape, 0) {
		return 0, nil
	}
	for _, d := range shape {
		if n > math.MaxInt64/d {
			return 0, fmt.Errorf("shape %v is too large", shape)
		}
		n *= d
	}
	return n, nil
}

// Element is a Go type of the elements of a tensor.
type Element interface {
	bool | uint8 | int8 | int16 | int32 | int64 | float32 | float64
}

// DTypeOf returns the element type of tensors of a Go type.
func DTypeOf[E Element]() gotch.DType {
	switch any(*new(E)).(type) {
	case bool:
		return gotch.Bool
	case uint8:
		return gotch.Uint8
	case int8:
		return gotch.Int8
	case int16:
		return gotch.Int16
	case int32:
		return gotch.Int
	case int64:
		return gotch.Int64
	case float32:
		return gotch.Float
	}
	return gotch.Double
}
