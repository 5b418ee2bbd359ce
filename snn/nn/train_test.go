package nn

import (
	"crypto/sha256"
	"fmt"
	"math"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/dataset"
	"gosnn/snn/functional"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
	"gosnn/snn/surrogate"
)

// tutorial5 is the fully connected network of snnTorch's tutorial 5, with the weights that PyTorch draws for it after manual_seed(0).
func tutorial5(t testing.TB) *Network {
	t.Helper()
	net := must(Sequential(must(NewLinear(784, 1000))(t), must(neuron.NewLeaky(0.95))(t), must(NewLinear(1000, 10))(t), must(neuron.NewLeaky(0.95))(t)))(t)
	check(t, net.Init(TorchSeed(0)))
	return net
}

// tutorial6 is the convolutional network of snnTorch's tutorial 6.
func tutorial6(t testing.TB) *Network {
	t.Helper()
	leaky := func() Module { return must(neuron.NewLeaky(0.5, neuron.Surrogate(surrogate.FastSigmoid(25))))(t) }
	net := must(Sequential(must(NewConv2d(1, 12, 5))(t), must(NewMaxPool2d(2))(t), leaky(), must(NewConv2d(12, 64, 5))(t), must(NewMaxPool2d(2))(t), leaky(),
		NewFlatten(), must(NewLinear(64*4*4, 10))(t), leaky()))(t)
	check(t, net.Init(TorchSeed(0)))
	return net
}

// batches are MNIST's first training images and their digits, in the file's order.
func batches(t testing.TB, size int, shape ...int64) func(i int) (images, digits *ts.Tensor) {
	t.Helper()
	loader := must(dataset.NewLoader(must(dataset.MNIST(dataset.WithTransform(dataset.ToTensor())))(t), dataset.BatchSize(size)))(t)
	var all []*dataset.Batch
	for b, err := range loader.Batches() {
		check(t, err)
		t.Cleanup(b.Drop)
		if all = append(all, b); len(all) == 10 {
			break
		}
	}
	return func(i int) (images, digits *ts.Tensor) {
		return tensortest.Owned(t, all[i].Data.MustReshape(append([]int64{int64(size)}, shape...), false), nil), all[i].Targets
	}
}

// step is one iteration: it returns the loss.
func step(t testing.TB, net *Network, o *Optimizer, x, targets *ts.Tensor, steps int, loss func(*neuron.Output, *ts.Tensor) (*ts.Tensor, error)) float64 {
	t.Helper()
	out, err := net.Forward(x, NumSteps(steps))
	check(t, err)
	defer out.Drop()
	l, err := loss(out, targets)
	check(t, err)
	number, err := o.Step(l)
	check(t, err)
	return number
}

func membraneEntropy(out *neuron.Output, targets *ts.Tensor) (*ts.Tensor, error) {
	return functional.CrossEntropy(out.Membrane, targets)
}

func accuracy(out *neuron.Output, targets *ts.Tensor) (float64, error) {
	return functional.AccuracyRate(out.Spikes, targets)
}

func membraneRate(out *neuron.Output, targets *ts.Tensor) (*ts.Tensor, error) {
	return functional.CERateLoss(out.Membrane, targets)
}

// TestTutorials trains the tutorials' networks beside snnTorch: the first gradients, and the first losses. A spike that comes at the threshold, to the last
// bit, makes runs part in time: those of PyTorch on two makers' processors by 1.8e-3 in the tenth loss of tutorial 5.
func TestTutorials(t *testing.T) {
	g := wanted(t)
	for _, c := range []struct {
		name        string
		net         func(testing.TB) *Network
		size, steps int
		shape       []int64
		lr          float64
		loss        func(*neuron.Output, *ts.Tensor) (*ts.Tensor, error)
		want        training
	}{
		{"tutorial 5", tutorial5, 128, 25, []int64{784}, 5e-4, membraneEntropy, g.Tutorial5},
		{"tutorial 6", tutorial6, 16, 10, []int64{1, 28, 28}, 1e-2, membraneRate, g.Tutorial6},
	} {
		t.Run(c.name, func(t *testing.T) {
			net, batch := c.net(t), batches(t, c.size, c.shape...)
			x, targets := batch(0)
			compareGradients(t, net, x, targets, c.steps, c.loss, c.want)
			o := must(NewAdam(net, c.lr))(t)
			for i, want := range c.want.Losses {
				x, targets := batch(i)
				got := step(t, net, o, x, targets, c.steps, c.loss)
				tolerance := []float64{1e-5, 1e-4, 2e-3}[min(i/3, 2)]
				t.Logf("iteration %d: loss %v, %.1e off", i, got, math.Abs(got/want-1))
				if !(math.Abs(got-want) <= tolerance*want) {
					t.Errorf("iteration %d: loss %v, want %v", i, got, want)
				}
			}
		})
	}
}

func compareGradients(t *testing.T, net *Network, x, targets *ts.Tensor, steps int, loss func(*neuron.Output, *ts.Tensor) (*ts.Tensor, error), want training) {
	t.Helper()
	out, err := net.Forward(x, NumSteps(steps))
	check(t, err)
	defer out.Drop()
	l, err := loss(out, targets)
	check(t, err)
	defer l.MustDrop()
	l.MustBackward()
	found := 0
	for _, p := range learned(net) {
		grad := p.Value.MustGrad(false)
		defer grad.MustDrop()
		got, w := values(t, grad), want.Gradients[p.Name]
		found += min(1, len(w.Values))
		stride := max(1, len(got)/50)
		for i, v := range w.Values {
			if !(math.Abs(float64(got[i*stride])-v) <= 1e-4*w.Largest) {
				t.Errorf("gradient of %s, element %d: %v, want %v", p.Name, i*stride, got[i*stride], v)
				break
			}
		}
	}
	if found == 0 || found != len(want.Gradients) {
		t.Errorf("%d gradients, want %d", found, len(want.Gradients))
	}
}

// tutorials are the tutorials' networks, with what trains them here.
var tutorials = []struct {
	name  string
	net   func(testing.TB) *Network
	size  int
	shape []int64
	lr    float64
	loss  func(*neuron.Output, *ts.Tensor) (*ts.Tensor, error)
}{
	{"tutorial 5", tutorial5, 32, []int64{784}, 5e-4, membraneEntropy},
	{"tutorial 6", tutorial6, 16, []int64{1, 28, 28}, 1e-2, membraneRate},
}

// trained are the losses of ten iterations of each of the tutorials' networks, and then their parameters.
func trained(t testing.TB) (all []float32) {
	t.Helper()
	for _, c := range tutorials {
		batch, net := batches(t, c.size, c.shape...), c.net(t)
		o := must(NewAdam(net, c.lr))(t)
		for i := range 10 {
			x, targets := batch(i)
			all = append(all, float32(step(t, net, o, x, targets, 5, c.loss)))
		}
		for _, p := range net.Parameters() {
			all = append(all, values(t, p.Value)...)
		}
	}
	return all
}

// TestSameBits trains with one thread and with several, of libtorch and of the loops, and with each level of instructions: the same losses and weights, bit for bit.
func TestSameBits(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	defer grad.Threads(runtime.NumCPU())
	defer grad.Level(grad.Levels - 1)
	most := level
	defer func() { level = most }()
	want := trained(t)
	for _, c := range []struct{ threads, level int }{{1, 2}, {2, 2}, {4, 2}, {2, 1}, {2, 0}} {
		runtime.GOMAXPROCS(c.threads)
		grad.Threads(c.threads)
		grad.Level(c.level)
		level = most
		for range grad.Levels - 1 - c.level {
			level = max(0, level-1)
		}
		if !slices.Equal(trained(t), want) {
			t.Errorf("other losses or weights with %d threads at level %d", c.threads, c.level)
		}
	}
}

// TestOtherProcessors trains where libtorch's libraries take other instructions, as on another processor: the same losses and weights, bit for bit.
func TestOtherProcessors(t *testing.T) {
	hash := fmt.Sprintf("%x", sha256.Sum256(fmt.Append(nil, trained(t))))
	const other = "GOSNN_TEST_OTHER_PROCESSOR"
	if os.Getenv(other) != "" {
		fmt.Println("trained:", hash)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestOtherProcessors$")
	cmd.Env = append(os.Environ(), other+"=1", "MKL_CBWR=COMPATIBLE", "ONEDNN_MAX_CPU_ISA=SSE41")
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "trained: "+hash) {
		t.Errorf("%v, want the hash %s in\n%s", err, hash, out)
	}
}

// TestNoGrowth trains for 300 iterations, and evaluates: no handle of a tensor stays.
func TestNoGrowth(t *testing.T) {
	net := must(Sequential(must(NewConv2d(1, 2, 3, Seed(1)))(t), must(NewBatchNorm(2))(t), must(NewMaxPool2d(2))(t), must(neuron.NewLeaky(0.9))(t), NewFlatten(),
		must(NewDropout(0.1, Seed(1)))(t), must(NewLinear(8, 3, Seed(2)))(t), must(neuron.NewLeaky(0.9, neuron.LearnBeta(true)))(t)))(t)
	o := must(NewAdam(net, 1e-3))(t)
	x, targets := tensortest.Of(t, tensortest.Ramp(4*36), 4, 1, 6, 6), tensortest.Of(t, []int64{0, 1, 2, 0})
	var before int
	for i := range 300 {
		step(t, net, o, x, targets, 3, membraneEntropy)
		out, err := net.Eval(x, NumSteps(3))
		check(t, err)
		out.Drop()
		if i == 10 {
			before = len(ts.ExistingTensors)
		}
	}
	if left := len(ts.ExistingTensors) - before; left > 0 {
		t.Errorf("%d tensors more than after 10 iterations", left)
	}
}
