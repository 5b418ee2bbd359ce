package initial_test

import (
	"math/rand/v2"
	"testing"

	"gosnn/snn/internal/initial"
	"gosnn/snn/internal/tensortest"
)

func TestEven(t *testing.T) {
	draw := func() []float32 {
		x, err := initial.Even(rand.New(rand.NewPCG(1, 0)), 0.5, true, 100, 100)
		_, values := tensortest.Values(t, tensortest.Owned(t, x, err))
		if !x.MustRequiresGrad() {
			t.Error("it is not learned")
		}
		return values
	}
	x, again := draw(), draw()
	var sum, squares float64
	for i, v := range x {
		if v != again[i] || v <= -0.5 || v >= 0.5 {
			t.Fatalf("%v, then %v", v, again[i])
		}
		sum, squares = sum+float64(v), squares+float64(v)*float64(v)
	}
	// The variance of an even distribution is bound²/3; both tolerances are over six standard errors of 10^4 draws.
	if mean, variance := sum/1e4, squares/1e4; mean < -0.02 || mean > 0.02 || variance < 0.078 || variance > 0.088 {
		t.Errorf("mean %v, variance %v", mean, variance)
	}
}
