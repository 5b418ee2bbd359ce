// Package levels rounds values to the nearest of few levels.
package levels

import (
	"fmt"
	"math"
	"slices"

	lib "github.com/sugarme/gotch/libtch"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
)

// Check refuses levels of which there are none, or that are not finite and ascending.
func Check(arg string, levels []float32) error {
	if len(levels) == 0 {
		return argument.New(arg, "no level", "at least one", argument.ErrRange)
	}
	for i, v := range levels {
		if math.IsInf(float64(v), 0) || v != v || i > 0 && v < levels[i-1] {
			return argument.New(arg, fmt.Sprintf("%v at level %d", v, i), "finite levels, from the lowest to the highest", argument.ErrRange)
		}
	}
	return nil
}

// Nearest returns the level that is nearest to x; of two that are equally near the lower.
func Nearest(levels []float32, x float32) float32 {
	i, _ := slices.BinarySearch(levels, x)
	if i == 0 {
		return levels[0]
	}
	if i == len(levels) || x-levels[i-1] <= levels[i]-x {
		return levels[i-1]
	}
	return levels[i]
}

// Quantize returns the argument arg, of float32, with each value replaced by the nearest level. The gradient goes through. NaN is an error.
func Quantize(s *ops.Scope, arg string, x lib.Ctensor, levels []float32) lib.Ctensor {
	values, shape := s.Values(x), s.Shape(x)
	near := make([]float32, len(values))
	for i, v := range values {
		if v != v {
			s.Fail(argument.New(arg, fmt.Sprintf("NaN at element %d", i), "numbers", argument.ErrNotFinite))
			return nil
		}
		near[i] = Nearest(levels, v)
	}
	if shape == nil { // a scalar, of which Floats would make one dimension
		shape = []int64{}
	}
	return s.Through(x, s.Floats(near, shape...))
}
