package nn

import (
	"runtime"
	"strings"
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
// have other work. StepByStep has the loop of tutorial 5 over time steps, the others Forward. Without the variable, only our own times are shown.
// GOSNN_BENCH_JAX may name a Python with JAX: see testdata/bench_jax.py.
func BenchmarkTraining(b *testing.B) {
	batch := benchBatch(b)
	images := batch.Data.MustReshape([]int64{128, 784}, false)
	defer images.MustDrop()
	spikes, err := snn.Rate(images, snn.NumSteps(25), snn.Seed(1))
	check(b, err)
	defer spikes.MustDrop()
	for _, c := range []struct {
		name string
		run  func(testing.TB, *Network, *ts.Tensor, ...ForwardOption) *neuron.Output
		net  func(testing.TB) *Network
		x    *ts.Tensor
		opts []ForwardOption
		lr   float64
		loss func(*neuron.Output, *ts.Tensor) (*ts.Tensor, error)
	}{
		{"Static", allAtOnce, tutorial5, images, []ForwardOption{NumSteps(25)}, 5e-4, membraneEntropy},
		{"StepByStep", stepByStep, tutorial5, images, []ForwardOption{NumSteps(25)}, 5e-4, membraneEntropy},
		{"Spikes", allAtOnce, tutorial5, spikes, nil, 5e-4, membraneEntropy},
		{"Convolution", allAtOnce, tutorial6, batch.Data, []ForwardOption{NumSteps(50), SpikesOnly(true)}, 1e-2, func(out *neuron.Output, targets *ts.Tensor) (*ts.Tensor, error) {
			return functional.CERateLoss(out.Spikes, targets)
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			runtime.LockOSThread() // as a program's main goroutine is
			defer runtime.UnlockOSThread()
			net := c.net(b)
			o := must(NewAdam(net, c.lr))(b)
			fastest := 0.0
			for b.Loop() {
				before := b.Elapsed()
				out := c.run(b, net, c.x, c.opts...)
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
			if theirs := tensortest.Peer(b, "GOSNN_BENCH_PYTHON", "testdata/bench_snntorch.py")[strings.Replace(c.name, "StepByStep", "Static", 1)]; theirs > 0 {
				b.ReportMetric(theirs, "snntorch-ms")
				b.ReportMetric(theirs/fastest, "x-as-fast")
			}
			if theirs := tensortest.Peer(b, "GOSNN_BENCH_JAX", "testdata/bench_jax.py")[c.name]; theirs > 0 {
				b.ReportMetric(theirs, "jax-ms")
			}
		})
	}
}

func allAtOnce(t testing.TB, net *Network, x *ts.Tensor, opts ...ForwardOption) *neuron.Output {
	t.Helper()
	return must(net.Forward(x, opts...))(t)
}

// stepByStep is a pass of 25 steps of x through tutorial 5's network, in a loop.
func stepByStep(t testing.TB, net *Network, x *ts.Tensor, _ ...ForwardOption) *neuron.Output {
	t.Helper()
	fc1, lif1, fc2, lif2 := net.modules[0].(*Linear), net.modules[1].(*neuron.Leaky), net.modules[2].(*Linear), net.modules[3].(*neuron.Leaky)
	var membranes []*ts.Tensor
	var state1, state2 neuron.State
	for range 25 {
		current1 := must(fc1.Forward(x))(t)
		spikes1, next1, err := lif1.Step(current1, state1)
		check(t, err)
		current2 := must(fc2.Forward(spikes1))(t)
		spikes2, next2, err := lif2.Step(current2, state2)
		check(t, err)
		membranes = append(membranes, next2.Membrane)
		for _, x := range []*ts.Tensor{current1, spikes1, current2, spikes2} {
			x.MustDrop()
		}
		state1.Drop()
		state1, state2 = next1, next2
	}
	state1.Drop()
	all := must(snn.Stack(membranes, 0))(t)
	for _, x := range membranes {
		x.MustDrop()
	}
	return &neuron.Output{Membrane: all}
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
