// Package initial draws the initial values of weights.
package initial

import (
	"math/rand/v2"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensormem"
)

// Fill draws values evenly from (middle-bound, middle+bound).
func Fill(r *rand.Rand, middle, bound float64, values []float32) {
	for i := range values {
		values[i] = float32(middle + bound*(2*r.Float64()-1))
	}
}

// Even draws a float32 tensor of a shape evenly from (-bound, bound); it requires a gradient if it is learned.
func Even(r *rand.Rand, bound float64, learned bool, shape ...int64) (*ts.Tensor, error) {
	return Tensor(learned, func(values []float32) { Fill(r, 0, bound, values) }, shape...)
}

// Tensor makes a float32 tensor of a shape, whose values fill sets; it requires a gradient if it is learned.
func Tensor(learned bool, fill func(values []float32), shape ...int64) (*ts.Tensor, error) {
	x, values, err := tensormem.New[float32](shape)
	if err != nil {
		return nil, err
	}
	fill(values)
	if !learned {
		return x, nil
	}
	defer x.MustDrop()
	return x.SetRequiresGrad(true, false)
}
