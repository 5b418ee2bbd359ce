package tensormem

import (
	"fmt"

	"github.com/sugarme/gotch"
)

// DTypeName is PyTorch's name of an element type.
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
