package nn

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
)

// small is a network of 4 inputs, 6 hidden neurons and 3 outputs.
func small(t testing.TB) *Network {
	t.Helper()
	return must(Sequential(must(NewLinear(4, 6, Seed(1)))(t), must(neuron.NewLeaky(0.9, neuron.LearnBeta(true)))(t), must(NewLinear(6, 3, Seed(2)))(t),
		must(neuron.NewLeaky(0.8))(t)))(t)
}

// TestStatic wants of an input that does not change what it gives when it is written down for each step.
func TestStatic(t *testing.T) {
	net := small(t)
	x := tensortest.Of(t, tensortest.Ramp(20), 5, 4)
	written := tensortest.Of(t, slices.Repeat(tensortest.Ramp(20), 7), 7, 5, 4)
	static, err := net.Forward(x, NumSteps(7))
	check(t, err)
	defer static.Drop()
	all, err := net.Forward(written)
	check(t, err)
	defer all.Drop()
	if !slices.Equal(static.Membrane.MustSize(), []int64{7, 5, 3}) {
		t.Fatalf("shape %v", static.Membrane.MustSize())
	}
	near(t, "membrane", values(t, static.Membrane), values(t, all.Membrane), 1e-6)
	near(t, "spikes", values(t, static.Spikes), values(t, all.Spikes), 0)
}

// TestStepwise runs the network step by step, as a lecture does.
func TestStepwise(t *testing.T) {
	net := small(t)
	x := tensortest.Of(t, tensortest.Ramp(20), 5, 4)
	out, err := net.Forward(x, NumSteps(7))
	check(t, err)
	defer out.Drop()
	fc1, lif1, fc2, lif2 := net.Modules()[0].(*Linear), net.Modules()[1].(neuron.Layer), net.Modules()[2].(*Linear), net.Modules()[3].(neuron.Layer)
	var s1, s2 neuron.State
	for step := range 7 {
		current, err := fc1.Forward(x)
		check(t, err)
		spikes, next, err := lif1.Step(current, s1)
		check(t, err)
		s1 = next
		current, err = fc2.Forward(spikes)
		check(t, err)
		_, next, err = lif2.Step(current, s2)
		check(t, err)
		s2 = next
		near(t, fmt.Sprint("membrane of step ", step), values(t, s2.Membrane), values(t, out.Membrane)[step*15:][:15], 1e-6)
	}
}

// TestEval leaves neither a graph nor gradients switched off, and drops nothing.
func TestEval(t *testing.T) {
	net := must(Sequential(must(NewDropout(0.5, Seed(1)))(t), must(NewLinear(4, 3, Seed(1)))(t), must(neuron.NewLeaky(0.9))(t)))(t)
	x := tensortest.Of(t, tensortest.Ramp(8), 2, 4)
	first, err := net.Eval(x, NumSteps(3))
	check(t, err)
	defer first.Drop()
	second, err := net.Eval(x, NumSteps(3))
	check(t, err)
	defer second.Drop()
	if first.Membrane.MustRequiresGrad() || !slices.Equal(values(t, first.Membrane), values(t, second.Membrane)) {
		t.Error("a graph, or values dropped")
	}
	trained, err := net.Forward(x, NumSteps(3))
	check(t, err)
	defer trained.Drop()
	if !trained.Membrane.MustRequiresGrad() {
		t.Error("no graph after Eval")
	}
}

// TestWatch sees what each module is given and returns; a network may end in a layer without neurons.
func TestWatch(t *testing.T) {
	net := must(Sequential(must(NewConv2d(1, 2, 3, Seed(1)))(t), must(neuron.NewLeaky(0.9))(t), NewFlatten(), must(NewLinear(8, 3, Seed(1)))(t)))(t)
	var seen []string
	out, err := net.Forward(tensortest.Of(t, tensortest.Ramp(32), 2, 1, 4, 4), NumSteps(5), Watch(func(w Watched) {
		seen = append(seen, fmt.Sprint(w.Index, " ", name(w.Module), " ", w.Steps, w.Input.MustSize(), w.Output.MustSize()))
	}))
	check(t, err)
	defer out.Drop()
	want := []string{"0 nn.Conv2d 0 [2 1 4 4] [2 2 2 2]", "1 neuron.Leaky 0 [2 2 2 2] [5 2 2 2 2]", "2 nn.Flatten 5 [5 2 2 2 2] [5 2 8]", "3 nn.Linear 5 [5 2 8] [5 2 3]"}
	if !slices.Equal(seen, want) {
		t.Errorf("%q, want %q", seen, want)
	}
	if out.Spikes != nil || !slices.Equal(out.Membrane.MustSize(), []int64{5, 2, 3}) {
		t.Error("the values of the last layer are not the output")
	}
}

// own is a user's layer: it doubles.
type own struct{}

func (own) Parameters() []neuron.Parameter { return nil }
func (own) Forward(x *ts.Tensor) (*ts.Tensor, error) {
	return x.MulScalar(ts.FloatScalar(2), false)
}

func TestOwnLayer(t *testing.T) {
	net := must(Sequential(own{}, must(neuron.NewLeaky(0.5))(t), own{}))(t)
	out, err := net.Forward(tensortest.Of(t, []float32{0.4, 0.6}, 1, 2), NumSteps(2))
	check(t, err)
	defer out.Drop()
	near(t, "doubled spikes", values(t, out.Membrane), []float32{0, 2, 2, 0}, 0)
}

func TestBadArguments(t *testing.T) {
	linear, leaky, net := must(NewLinear(4, 2, Seed(1)))(t), must(neuron.NewLeaky(0.9))(t), small(t)
	x, doubles := tensortest.Of(t, tensortest.Ramp(8), 2, 4), tensortest.Of(t, []float64{1, 2, 3, 4}, 1, 4)
	layer := func(_ any, err error) error { return err }
	output := func(out *neuron.Output, err error) error {
		if out != nil {
			t.Error("an output besides the error")
		}
		return err
	}
	opt := must(NewSGD(linear, 0.1))(t)
	scalar := x.MustSum(gotch.Float, false)
	state := State(linear)
	for _, c := range []struct {
		fn, arg string
		kind    error
		err     error
	}{
		{"nn.NewLinear", "in", argument.ErrRange, layer(NewLinear(0, 1))},
		{"nn.NewLinear", "out", argument.ErrRange, layer(NewLinear(1, -1))},
		{"nn.NewConv2d", "kernel", argument.ErrRange, layer(NewConv2d(1, 1, 0))},
		{"nn.NewConv2d", "Stride", argument.ErrRange, layer(NewConv2d(1, 1, 3, Stride(0)))},
		{"nn.NewConv2d", "Groups", argument.ErrRange, layer(NewConv2d(3, 2, 3, Groups(2)))},
		{"nn.NewMaxPool2d", "Padding", argument.ErrRange, layer(NewMaxPool2d(2, Padding(2)))},
		{"nn.NewAvgPool2d", "kernel", argument.ErrRange, layer(NewAvgPool2d(0))},
		{"nn.NewBatchNorm", "Momentum", argument.ErrRange, layer(NewBatchNorm(1, Momentum(2)))},
		{"nn.NewDropout", "p", argument.ErrRange, layer(NewDropout(1))},
		{"nn.NewGradedSpikes", "size", argument.ErrRange, layer(NewGradedSpikes(0))},
		{"nn.NewGradedSpikes", "ConstantFactor", argument.ErrNotFinite, layer(NewGradedSpikes(1, ConstantFactor(1e39)))},
		{"nn.GradedSpikes.Forward", "x", argument.ErrShape, layer(must(NewGradedSpikes(8))(t).Forward(x))},
		{"nn.NewDropout", "p", argument.ErrRange, layer(NewDropout(math.NaN()))},
		{"nn.Linear.Forward", "x", argument.ErrShape, layer(linear.Forward(tensortest.Of(t, []float32{1, 2}, 1, 2)))},
		{"nn.Linear.Forward", "x", argument.ErrDType, layer(linear.Forward(doubles))},
		{"nn.Linear.Forward", "x", argument.ErrTensor, layer(linear.Forward(nil))},
		{"nn.Conv2d.Forward", "x", argument.ErrShape, layer(must(NewConv2d(1, 1, 3))(t).Forward(x))},
		{"nn.MaxPool2d.Forward", "x", argument.ErrShape, layer(must(NewMaxPool2d(2))(t).Forward(x))},
		{"nn.BatchNorm.Forward", "x", argument.ErrShape, layer(must(NewBatchNorm(4))(t).Forward(tensortest.Of(t, tensortest.Ramp(4), 1, 4)))},
		{"nn.Sequential", "modules", argument.ErrOption, layer(Sequential())},
		{"nn.Sequential", "module 1", argument.ErrOption, layer(Sequential(linear, net))},
		{"nn.Network.Forward", "NumSteps", argument.ErrRange, output(net.Forward(x, NumSteps(0)))},
		{"nn.Network.Forward", "x", argument.ErrTensor, output(net.Forward(nil, NumSteps(1)))},
		{"nn.Network.Forward", "module 0, nn.Linear: x", argument.ErrShape, output(net.Forward(tensortest.Of(t, tensortest.Ramp(6), 2, 3), NumSteps(1)))},
		{"nn.Network.Forward", "x", argument.ErrShape, output(must(Sequential(leaky))(t).Forward(scalar))},
		{"nn.Network.Eval", "x", argument.ErrDType, output(net.Eval(doubles, NumSteps(1)))},
		{"nn.NewAdam", "learning rate", argument.ErrRange, layer(NewAdam(linear, -1))},
		{"nn.NewSGD", "learning rate", argument.ErrRange, layer(NewSGD(linear, 1e300))},
		{"nn.NewBatchNorm", "output", argument.ErrRange, layer(NewBatchNorm(math.MaxInt))},
		{"nn.NewLinear", "output", argument.ErrRange, layer(NewLinear(1<<40, 1<<40))},
		{"nn.NewAdam", "Betas", argument.ErrRange, layer(NewAdam(linear, 1, Betas{0.9, 1}))},
		{"nn.NewAdamW", "WeightDecay", argument.ErrRange, layer(NewAdamW(linear, 1, WeightDecay(math.Inf(1))))},
		{"nn.NewAdam", "module", argument.ErrOption, layer(NewAdam(leaky, 1))},
		{"nn.NewAdam", "module", argument.ErrOption, layer(NewAdam(nil, 1))},
		{"nn.NewAdam", "module", argument.ErrOption, layer(NewAdam((*Network)(nil), 1))},
		{"nn.NewAdam", "option", argument.ErrOption, layer(NewAdam(linear, 1, nil))},
		{"nn.NewSGD", "option", argument.ErrOption, layer(NewSGD(linear, 1, nil))},
		{"nn.NewLinear", "option", argument.ErrOption, layer(NewLinear(1, 1, nil))},
		{"nn.NewDropout", "option", argument.ErrOption, layer(NewDropout(0.5, nil))},
		{"nn.Sequential", "module 0", argument.ErrOption, layer(Sequential((*Linear)(nil)))},
		{"nn.Network.Forward", "network", argument.ErrOption, output((*Network)(nil).Forward(x))},
		{"nn.Network.Forward", "option", argument.ErrOption, output(net.Forward(x, nil))},
		{"nn.Network.Forward", "NumSteps", argument.ErrRange, output(net.Forward(x, NumSteps(math.MaxInt)))},
		{"nn.LoadState", "module", argument.ErrOption, LoadState(nil, nil)},
		{"nn.WriteFile", "network", argument.ErrOption, WriteFile("", nil)},
		{"nn.ReadFile", "network", argument.ErrOption, ReadFile("", nil)},
		{"nn.NewSGD", "Nesterov", argument.ErrOption, layer(NewSGD(linear, 1, Nesterov(true)))},
		{"nn.Optimizer.Step", "loss", argument.ErrTensor, layer(opt.Step(nil))},
		{"nn.Optimizer.Step", "loss", argument.ErrTensor, layer(opt.Step(scalar))},
		{"nn.Optimizer.Step", "loss", argument.ErrShape, layer(opt.Step(x.MustMulScalar(ts.FloatScalar(1), false)))},
		{"nn.LoadState", "state", argument.ErrValue, LoadState(linear, map[string]*ts.Tensor{"weight": state["weight"]})},
		{"nn.LoadState", "state", argument.ErrValue, LoadState(linear, map[string]*ts.Tensor{"weight": state["weight"], "bias": state["bias"], "beta": x})},
		{"nn.LoadState", `state["bias"]`, argument.ErrShape, LoadState(linear, map[string]*ts.Tensor{"weight": state["weight"], "bias": x})},
		{"nn.LoadState", `state["bias"]`, argument.ErrTensor, LoadState(linear, map[string]*ts.Tensor{"weight": state["weight"], "bias": ts.NewTensor()})},
		{"nn.Network.Init", "source", argument.ErrOption, net.Init(nil)},
	} {
		var e *argument.Error
		if !errors.As(c.err, &e) || e.Func != c.fn || e.Arg != c.arg || !errors.Is(c.err, c.kind) {
			t.Errorf("%s, %s: %v, want %v", c.fn, c.arg, c.err, c.kind)
		}
	}
}

// TestState loads what another network of the same kind has.
func TestState(t *testing.T) {
	a, b := small(t), small(t)
	check(t, a.Init(Seed(7)))
	check(t, LoadState(b, State(a)))
	for i, p := range a.Parameters() {
		q := b.Parameters()[i]
		if p.Name != q.Name || !slices.Equal(values(t, p.Value), values(t, q.Value)) {
			t.Errorf("%s and %s differ", p.Name, q.Name)
		}
	}
}

// A network of two layers learns to distinguish two inputs.
func Example() {
	fc1, _ := NewLinear(2, 8, Seed(1))
	lif1, _ := neuron.NewLeaky(0.9)
	fc2, _ := NewLinear(8, 2, Seed(2))
	lif2, _ := neuron.NewLeaky(0.9)
	net, err := Sequential(fc1, lif1, fc2, lif2)
	if err != nil {
		panic(err)
	}
	opt, err := NewAdam(net, 0.01)
	if err != nil {
		panic(err)
	}
	x := ts.MustOfSlice([]float32{1, 0, 0, 1}).MustView([]int64{2, 2}, true)
	targets := ts.MustOfSlice([]int64{0, 1})
	for range 100 {
		out, err := net.Forward(x, NumSteps(10))
		if err != nil {
			panic(err)
		}
		loss, err := membraneEntropy(out, targets)
		if err != nil {
			panic(err)
		}
		if _, err := opt.Step(loss); err != nil {
			panic(err)
		}
		out.Drop()
	}
	out, err := net.Eval(x, NumSteps(10))
	if err != nil {
		panic(err)
	}
	fmt.Println(accuracy(out, targets))
	// Output: 1 <nil>
}
