package snn

import (
	"fmt"
	"math"
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

type float interface{ float32 | float64 }

// openValues opens an argument as the loops read it, after checking that its values are finite and in [low, high].
func openValues(arg string, x *ts.Tensor, minDims int, low, high float64) (*tensormem.View, loop.Type, error) {
	v, err := tensormem.Open(arg, x, minDims)
	if err != nil {
		return nil, 0, err
	}
	t, err := loop.Convert(v)
	if err != nil {
		return nil, 0, err
	}
	if err := checkValues(arg, v, v.Data(), t, low, high); err != nil {
		v.Close()
		return nil, 0, err
	}
	return v, t, nil
}

// openFloat32 is [openValues] for values as float32.
func openFloat32(arg string, x *ts.Tensor, minDims int, low, high float64) ([]float32, *tensormem.View, error) {
	values, v, err := tensormem.OpenFloats(arg, x, minDims)
	if err != nil {
		return nil, nil, err
	}
	if err := checkValues(arg, v, v.Data(), loop.Float32, float64(float32(low)), float64(float32(high))); err != nil {
		v.Close()
		return nil, nil, err
	}
	return values, v, nil
}

// openFloats is [openValues] for values as float32, or as float64 where they are of that type.
func openFloats(arg string, x *ts.Tensor, low, high float64) (*tensormem.View, error) {
	v, err := tensormem.Open(arg, x, 0)
	if err != nil {
		return nil, err
	}
	t := loop.Float64
	if v.DType != gotch.Double {
		t = loop.Float32
		if err := v.Convert(gotch.Float); err != nil {
			return nil, err
		}
	}
	if err := checkValues(arg, v, v.Data(), t, low, high); err != nil {
		v.Close()
		return nil, err
	}
	return v, nil
}

// checkValues refuses values that are not finite or outside of [low, high].
func checkValues(arg string, v *tensormem.View, data unsafe.Pointer, t loop.Type, low, high float64) error {
	smallest, largest, bad := loop.Range(data, t, v.Numel())
	switch {
	case bad >= 0:
		return argument.New(arg, fmt.Sprintf("NaN or infinite at element %d", bad), "finite values", ErrNotFinite)
	case v.Numel() > 0 && (smallest < low || largest > high):
		want := fmt.Sprintf("values in [%v, %v]", low, high)
		if !isFloat(v.DType) && high == 1 {
			want += ": dataset.ToTensor makes such of pixels"
		}
		return argument.New(arg, fmt.Sprintf("from %v to %v", smallest, largest), want, ErrRange)
	}
	return nil
}

// checkFinite refuses NaN and infinities, and names the first.
func checkFinite(arg string, values []float32) error {
	for i, x := range values {
		if x-x != 0 { // NaN for both
			return argument.New(arg, fmt.Sprintf("%v at element %d", x, i), "finite values", ErrNotFinite)
		}
	}
	return nil
}

// ceil rounds up, but not what only the rounding of float32 put above a whole number: 5 * float32(0.6) is 3.0000001.
func ceil(x float64) int { return int(math.Ceil(x - 1e-6)) }
