package nn

import (
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn"
	"gosnn/snn/dataset"
	"gosnn/snn/functional"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
)

// Training steps of the tutorials' networks beside snnTorch, forward, backward and Adam, on batches of 128 images. `make bench` sets
// GOSNN_BENCH_PYTHON to a Python that has snnTorch: the fastest of its runs is compared with the fastest of ours, since both are on a machine that may
// have other work. Without it, only our own times are shown. GOSNN_BENCH_JAX may name a Python with JAX: see testdata/bench_jax.py.
func BenchmarkTraining(b *testing.B) {
	batch := benchBatch(b)
	images := batch.Data.MustReshape([]int64{128, 784}, false)
	defer images.MustDrop()
	spikes, err := snn.Rate(images, snn.NumSteps(25), snn.Seed(1))
	check(b, err)
	defer spikes.MustDrop()
	for _, c := range []struct {
		name string
		net  func(testing.TB) *Network
		x    *ts.Tensor
		opts []ForwardOption
		lr   float64
		loss func(*neuron.Output, *ts.Tensor) (*ts.Tensor, error)
	}{
		{"Static", tutorial5, images, []ForwardOption{NumSteps(25)}, 5e-4, membraneEntropy},
		{"Spikes", tutorial5, spikes, nil, 5e-4, membraneEntropy},
		{"Convolution", tutorial6, batch.Data, []ForwardOption{NumSteps(50), SpikesOnly(true)}, 1e-2, func(out *neuron.Output, targets *ts.Tensor) (*ts.Tensor, error) {
			return functional.CERateLoss(out.Spikes, targets)
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			net := c.net(b)
			o := must(NewAdam(net, c.lr))(b)
			fastest := 0.0
			for b.Loop() {
				before := b.Elapsed()
				out, err := net.Forward(c.x, c.opts...)
				check(b, err)
				loss, err := c.loss(out, batch.Targets)
				check(b, err)
				_, err = o.Step(loss)
				check(b, err)
				out.Drop()
				if took := (b.Elapsed() - before).Seconds() * 1e3; fastest == 0 || took < fastest {
					fastest = took
				}
			}
			b.ReportMetric(fastest, "fastest-ms")
			if theirs := tensortest.PeerMs(b, "GOSNN_BENCH_PYTHON", "testdata/bench_snntorch.py")[c.name]; theirs > 0 {
				b.ReportMetric(theirs, "snntorch-ms")
				b.ReportMetric(theirs/fastest, "x-as-fast")
			}
			if theirs := tensortest.PeerMs(b, "GOSNN_BENCH_JAX", "testdata/bench_jax.py")[c.name]; theirs > 0 {
				b.ReportMetric(theirs, "jax-ms")
			}
		})
	}
}

// benchBatch is the first 128 training images of MNIST.
func benchBatch(t testing.TB) *dataset.Batch {
	t.Helper()
	loader := must(dataset.NewLoader(must(dataset.MNIST(dataset.WithTransform(dataset.ToTensor())))(t), dataset.BatchSize(128)))(t)
	batch, err := loader.First()
	check(t, err)
	t.Cleanup(batch.Drop)
	return batch
}
