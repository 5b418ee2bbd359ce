package neuron

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/initial"
	"gosnn/snn/tensormem"
)

// newParameter makes a float32 tensor of values: a scalar of one, else [N].
func newParameter(arg string, values []float64, learned bool) (*ts.Tensor, error) {
	shape := []int64{int64(len(values))}
	switch len(values) {
	case 0:
		return nil, argument.New(arg, "no values", "one for each neuron", argument.ErrShape)
	case 1:
		shape = nil
	}
	return initial.Tensor(learned, func(data []float32) {
		for i, v := range values {
			data[i] = float32(v)
		}
	}, shape...)
}

// checkDecay refuses decays outside of [0, 1].
func checkDecay(arg string, values []float64) error {
	for _, v := range values {
		if !(v >= 0 && v <= 1) {
			return argument.New(arg, v, "in [0, 1]", argument.ErrRange)
		}
	}
	return nil
}

// checkPositive refuses values that are not above zero and finite, as float32. None are fine.
func checkPositive(arg string, values []float64) error {
	for _, v := range values {
		if !(float32(v) > 0) || math.IsInf(float64(float32(v)), 0) {
			return argument.New(arg, v, "> 0", argument.ErrRange)
		}
	}
	return nil
}

// checkFinite refuses NaN and infinities, as float32.
func checkFinite(arg string, values []float64) error {
	for _, v := range values {
		if math.IsNaN(v) || math.IsInf(float64(float32(v)), 0) {
			return argument.New(arg, v, "a finite number", argument.ErrNotFinite)
		}
	}
	return nil
}

// checkParameter refuses a parameter that is no tensor, or cannot be broadcast to the features of a sample [B x ...].
func checkParameter(arg string, x *ts.Tensor, sample []int64) error {
	info, err := tensormem.Check(arg, x, 0, gotch.Float, gotch.Double)
	if err != nil {
		return err
	}
	features := sample
	if len(sample) > 1 {
		features = sample[1:]
	}
	if info.Numel() == 1 {
		return nil
	}
	offset := len(features) - len(info.Shape)
	for i, d := range info.Shape {
		if offset < 0 || d != 1 && d != features[offset+i] {
			return argument.New(arg, info.Shape, fmt.Sprintf("one value, or one for each neuron of %v", features), argument.ErrShape)
		}
	}
	return nil
}

// size is an argument that counts something.
type size struct {
	name string
	n    int
}

// checkSizes refuses sizes below 1.
func checkSizes(sizes ...size) error {
	for _, s := range sizes {
		if s.n < 1 {
			return argument.New(s.name, s.n, ">= 1", argument.ErrRange)
		}
	}
	return nil
}

// inspectWeight is the shape of weights, which must have so many dimensions.
func inspectWeight(arg string, x *ts.Tensor, dims int) ([]int64, error) {
	info, err := tensormem.Check(arg, x, dims, gotch.Float, gotch.Double)
	if err == nil && len(info.Shape) != dims {
		err = argument.New(arg, info.Shape, fmt.Sprint(dims, " dimensions"), argument.ErrShape)
	}
	return info.Shape, err
}
