package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// Full returns a float32 tensor of a shape with one value everywhere. The caller owns it. PyTorch: torch.full.
func Full(shape []int64, value float64) (x *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Full")
	return filled(shape, float32(value))
}

// Zeros returns a float32 tensor of zeros. The caller owns it. PyTorch: torch.zeros.
func Zeros(shape []int64) (x *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Zeros")
	return filled(shape, 0)
}

// Ones returns a float32 tensor of ones. The caller owns it. PyTorch: torch.ones.
func Ones(shape []int64) (x *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Ones")
	return filled(shape, 1)
}

func filled(shape []int64, value float32) (*ts.Tensor, error) {
	if _, err := tensormem.Size(shape, gotch.Float); err != nil {
		return nil, argument.New("shape", shape, "sizes >= 0 that memory can hold", ErrShape)
	}
	x, values, err := tensormem.New[float32](shape)
	for i := range values {
		values[i] = value
	}
	return x, err
}

// Arange returns the values start, start + step, ... up to end, which is not among them, as a float32 tensor [N]. Each is computed from its
// index in float64, so that errors do not add up. The caller owns it. PyTorch: torch.arange.
func Arange(start, end, step float64) (x *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Arange")
	for _, arg := range []struct {
		name  string
		value float64
	}{{"start", start}, {"end", end}, {"step", step}} {
		if math.IsNaN(arg.value) || math.IsInf(arg.value, 0) {
			return nil, argument.New(arg.name, arg.value, "a finite number", ErrNotFinite)
		}
	}
	count := math.Ceil((end - start) / step)
	if step == 0 || count < 0 || count > math.MaxInt32 {
		return nil, argument.New("step", step, fmt.Sprintf("one that leads from %v to %v, in at most %d steps", start, end, math.MaxInt32), ErrRange)
	}
	x, values, err := tensormem.New[float32]([]int64{int64(count)})
	for i := range values {
		values[i] = float32(start + float64(i)*step)
	}
	return x, err
}
