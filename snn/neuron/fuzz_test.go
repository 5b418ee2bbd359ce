package neuron_test

import (
	"math"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/neuron"
	"gosnn/snn/surrogate"
)

// Any arguments give an error, or spikes that are 0 or the factor, and a gradient.
func FuzzLeaky(f *testing.F) {
	f.Add(0.9, 1.0, 1.0, 2.0, 0.0, 0, 1, uint8(3), uint8(2), uint8(4), true, false)
	f.Add(1.0, -1.0, 0.0, 0.25, 25.0, 1, 7, uint8(1), uint8(0), uint8(1), false, true)
	f.Add(math.NaN(), math.Inf(1), 1e38, 1e300, -1.0, 9, -4, uint8(0), uint8(1), uint8(0), false, true)
	f.Fuzz(func(t *testing.T, beta, threshold, graded, k, b float64, reset, kind int, T, B, N uint8, delay, inhibition bool) {
		l, err := neuron.NewLeaky(beta, neuron.Threshold(threshold), neuron.GradedSpikes(graded), neuron.Reset(reset), neuron.ResetDelay(delay),
			neuron.Inhibition(inhibition), neuron.Surrogate(surrogate.Func{Kind: surrogate.Kind(kind), K: k, B: b}), neuron.LearnBeta(true))
		if err != nil {
			return
		}
		x := ts.MustRandn([]int64{int64(T % 8), int64(B % 8), int64(N % 32)}, gotch.Float, gotch.CPU)
		defer x.MustDrop()
		out, err := l.Forward(x)
		if err != nil {
			return
		}
		defer out.Drop()
		for _, s := range values(t, out.Spikes) {
			if s != 0 && s != float64(float32(graded)) {
				t.Fatalf("a spike of %v", s)
			}
		}
		loss := out.Spikes.MustSum(gotch.Float, false)
		loss.MustBackward()
		loss.MustDrop()
		gradient(t, l.Beta)
	})
}
