package plots

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/sugarme/gotch/ts"
)

// tensorOf makes a tensor of a shape; the test drops it.
func tensorOf(tb testing.TB, values []float32, shape ...int64) *ts.Tensor {
	tb.Helper()
	x, err := ts.NewTensorFromData(values, shape)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(x.MustDrop)
	return x
}

// newNoise is the same random numbers each time.
func newNoise() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// brightness is the value of a pixel of a ring on a dark ground, 28 x 28: a digit that no data set has to bring.
func brightness(y, x int) float64 {
	return max(0, 1-math.Abs(math.Hypot(float64(y)-13.5, float64(x)-13.5)-8)/3)
}

// ring is the picture of brightness times gain.
func ring(tb testing.TB, gain float64) *ts.Tensor {
	values := make([]float32, 28*28)
	for i := range values {
		values[i] = float32(gain * brightness(i/28, i%28))
	}
	return tensorOf(tb, values, 28, 28)
}

// noisySpikes makes [steps x neurons] spikes by chance, some of them off-spikes if off.
func noisySpikes(tb testing.TB, steps, neurons int, rate float64, off bool) *ts.Tensor {
	r, values := newNoise(), make([]float32, steps*neurons)
	for i := range values {
		values[i] = spike(r, rate)
		if off && r.Float64() < 0.3 {
			values[i] = -values[i]
		}
	}
	return tensorOf(tb, values, int64(steps), int64(neurons))
}
