package neuron_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
)

const benchT, benchB, benchN = 100, 128, 784

// Layers of neurons on a current [100 x 128 x 784] that changes, with spikes and membranes, beside snnTorch: the fastest run of each
// is compared, and JAX's where GOSNN_BENCH_JAX names a Python that has it. Train goes back from the sum of both.
func BenchmarkNeurons(b *testing.B) {
	leaky, err := neuron.NewLeaky(0.9)
	check(b, err)
	synaptic, err := neuron.NewSynaptic(0.9, 0.8)
	check(b, err)
	current := ts.MustRand([]int64{benchT, benchB, benchN}, gotch.Float, gotch.CPU).MustMulScalar(ts.FloatScalar(0.4), true)
	defer current.MustDrop()
	learned := current.MustDetach(false).MustSetRequiresGrad(true, true)
	defer learned.MustDrop()
	forward := func(l neuron.Layer, opts ...neuron.ForwardOption) func() {
		return func() {
			out, err := l.Forward(current, opts...)
			check(b, err)
			out.Drop()
		}
	}
	train := func(l neuron.Layer) func() {
		return func() {
			out, err := l.Forward(learned)
			check(b, err)
			spikes, membranes := out.Spikes.MustSum(gotch.Float, false), out.Membrane.MustSum(gotch.Float, false)
			loss := spikes.MustAdd(membranes, true)
			loss.MustBackward()
			loss.MustDrop()
			membranes.MustDrop()
			out.Drop()
			learned.ZeroGrad()
		}
	}
	for _, c := range []struct {
		name, python string
		run          func()
	}{
		{"LeakyForward", "LeakyForward", forward(leaky)}, {"LeakySpikesOnly", "LeakyForward", forward(leaky, neuron.SpikesOnly(true))},
		{"LeakyTrain", "LeakyTrain", train(leaky)},
		{"SynapticForward", "SynapticForward", forward(synaptic)}, {"SynapticTrain", "SynapticTrain", train(synaptic)},
	} {
		b.Run(c.name, func(b *testing.B) {
			fastest := time.Duration(math.MaxInt64)
			for b.Loop() {
				start := time.Now()
				c.run()
				fastest = min(fastest, time.Since(start))
			}
			ours := fastest.Seconds() * 1e3
			b.ReportMetric(ours, "fastest-ms")
			size := []string{fmt.Sprint(benchT), fmt.Sprint(benchB), fmt.Sprint(benchN)}
			if theirs := tensortest.Peer(b, "GOSNN_BENCH_PYTHON", "testdata/bench.py", size...)[c.python]; theirs > 0 {
				b.ReportMetric(theirs, "snntorch-ms")
				b.ReportMetric(theirs/ours, "x-as-fast")
			}
			if theirs := tensortest.Peer(b, "GOSNN_BENCH_JAX", "../nn/testdata/bench_jax.py")[c.python]; theirs > 0 {
				b.ReportMetric(theirs, "jax-ms")
			}
		})
	}
}
