package functional_test

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn"
	"gosnn/snn/argument"
	"gosnn/snn/functional"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/nn"
)

// goldenSTDP is what snnTorch's STDPLearner makes of spikes: the change after each step, and minus their sum as a gradient.
type goldenSTDP struct {
	Kind                             string
	TauPre, TauPost                  float64
	WeightShape, PreShape, PostShape []int64
	Weight, Pre, Post                []float32
	Changes                          [][]float64
	TracePre, TracePost, Gradient    []float64
}

// rule makes the layer of a case, with its weights, and the rule for it.
func (g goldenSTDP) rule(t *testing.T) (nn.Layer, *functional.STDP) {
	t.Helper()
	var l nn.Layer
	var err error
	switch g.Kind {
	case "Linear", "Linear bounded":
		l, err = nn.NewLinear(4, 3, nn.Seed(1), nn.Bias(g.Kind == "Linear"))
	case "Conv2d":
		l, err = nn.NewConv2d(2, 3, 3, nn.Seed(1))
	default:
		l, err = nn.NewConv2d(2, 3, 3, nn.Seed(1), nn.Stride(2), nn.Padding(1))
	}
	check(t, err)
	setWeight(t, l, g.Weight, g.WeightShape...)
	var opts []functional.STDPOption
	if g.Kind == "Linear bounded" || g.Kind == "Conv2d strided" {
		opts = append(opts, functional.FPre(func(w float64) float64 { return w * w }), functional.FPost(func(w float64) float64 { return 1 - w }))
	}
	rule, err := functional.NewSTDP(l, g.TauPre, g.TauPost, opts...)
	check(t, err)
	return l, rule
}

// setWeight copies values into a layer's weight.
func setWeight(t testing.TB, l nn.Module, values []float32, shape ...int64) {
	t.Helper()
	state := nn.State(l)
	state["weight"] = tensor(t, values, shape...)
	check(t, nn.LoadState(l, state))
}

// TestSTDPGolden compares steps, their sum and its gradient with snnTorch's.
func TestSTDPGolden(t *testing.T) {
	cases := readGolden(t).STDP
	if len(cases) != 4 {
		t.Fatalf("%d cases", len(cases))
	}
	for _, g := range cases {
		t.Run(g.Kind, func(t *testing.T) {
			layer, rule := g.rule(t)
			pre, post := tensor(t, g.Pre, g.PreShape...), tensor(t, g.Post, g.PostShape...)
			var traces functional.Traces
			for step, want := range g.Changes {
				x := tensortest.Owned(t, pre.MustSelect(0, int64(step), false), nil)
				y := tensortest.Owned(t, post.MustSelect(0, int64(step), false), nil)
				change, next, err := rule.Step(x, y, traces)
				check(t, err)
				traces.Drop()
				traces = next
				if !slices.Equal(change.MustSize(), g.WeightShape) {
					t.Fatalf("shape %v", change.MustSize())
				}
				near(t, fmt.Sprint("change of step ", step), floats(t, change), want)
				change.MustDrop()
			}
			near(t, "trace before", floats(t, traces.Pre), g.TracePre)
			near(t, "trace behind", floats(t, traces.Post), g.TracePost)

			change, last, err := rule.Forward(pre, post, functional.Traces{})
			check(t, err)
			defer change.MustDrop()
			defer last.Drop()
			minus := slices.Clone(g.Gradient)
			for i := range minus {
				minus[i] = -minus[i]
			}
			near(t, "change of all steps", floats(t, change), minus)
			if !slices.Equal(floats(t, last.Pre), floats(t, traces.Pre)) || !slices.Equal(floats(t, last.Post), floats(t, traces.Post)) {
				t.Error("all steps leave other traces than one after another")
			}
			loss, err := rule.Loss(change)
			check(t, err)
			defer loss.MustDrop()
			loss.MustBackward()
			weight := nn.State(layer)["weight"]
			gradient := tensortest.Owned(t, weight.MustGrad(false), nil)
			near(t, "gradient", floats(t, gradient), g.Gradient)
		})
	}
}

// TestSTDPGroups takes groups and dilation, which snnTorch's learner refuses: the sums are those of a loop.
func TestSTDPGroups(t *testing.T) {
	conv, err := nn.NewConv2d(4, 2, 2, nn.Groups(2), nn.Dilation(2), nn.Seed(1))
	check(t, err)
	one := func(float64) float64 { return 1 }
	rule, err := functional.NewSTDP(conv, 1, 1, functional.FPre(func(float64) float64 { return 0 }), functional.FPost(one))
	check(t, err)
	x, y := make([]float32, 4*4*5), make([]float32, 2*2*3)
	for i := range x {
		x[i] = float32(i * 7 % 5)
	}
	for i := range y {
		y[i] = float32(i * 3 % 4)
	}
	change, traces, err := rule.Step(tensor(t, x, 1, 4, 4, 5), tensor(t, y, 1, 2, 2, 3), functional.Traces{})
	check(t, err)
	defer change.MustDrop()
	defer traces.Drop()
	var want []float64
	for out := range 2 {
		for in := range 2 {
			for h := range 2 {
				for w := range 2 {
					sum := 0.0
					for i := range 2 {
						for j := range 3 {
							sum += float64(x[(out*2+in)*20+(i+2*h)*5+j+2*w] * y[out*6+i*3+j])
						}
					}
					want = append(want, sum)
				}
			}
		}
	}
	near(t, "change", floats(t, change), want)
}

// TestSTDPWithoutGradients gives the same where libtorch makes no graph, and leaves that switched off.
func TestSTDPWithoutGradients(t *testing.T) {
	g := readGolden(t).STDP[0]
	_, rule := g.rule(t)
	pre, post := tensor(t, g.Pre, g.PreShape...), tensor(t, g.Post, g.PostShape...)
	runtime.LockOSThread() // libtorch has the switch for each thread
	defer runtime.UnlockOSThread()
	before := lib.AtGradSetEnabled(0)
	defer lib.AtGradSetEnabled(before)
	change, traces, err := rule.Forward(pre, post, functional.Traces{})
	if int32(lib.AtGradSetEnabled(0)) != 0 { // the upper half of what gotch returns is not set
		t.Error("gradients are switched on")
	}
	check(t, err)
	defer change.MustDrop()
	defer traces.Drop()
	minus := slices.Clone(g.Gradient)
	for i := range minus {
		minus[i] = -minus[i]
	}
	near(t, "change", floats(t, change), minus)
}

// TestSTDPErrors names what is wrong, and leaves no tensor.
func TestSTDPErrors(t *testing.T) {
	fc, err := nn.NewLinear(4, 3, nn.Seed(1))
	check(t, err)
	rule, err := functional.NewSTDP(fc, 2, 2)
	check(t, err)
	bad, err := functional.NewSTDP(fc, 2, 2, functional.FPost(func(w float64) float64 { return math.Inf(1) }))
	check(t, err)
	pre, post := tensor(t, make([]float32, 8), 2, 4), tensor(t, make([]float32, 6), 2, 3)
	long := tensor(t, make([]float32, 12), 4, 3)
	doubles := tensor(t, make([]float64, 8), 2, 4)
	made := func(_ *functional.STDP, err error) error { return err }
	step := func(l *functional.STDP, pre, post *ts.Tensor, traces functional.Traces) error {
		change, next, err := l.Step(pre, post, traces)
		if change != nil || next != (functional.Traces{}) {
			t.Error("a tensor besides the error")
		}
		return err
	}
	forward := func(pre, post *ts.Tensor) error {
		_, _, err := rule.Forward(pre, post, functional.Traces{})
		return err
	}
	loss := func(change *ts.Tensor) error {
		_, err := rule.Loss(change)
		return err
	}
	for _, c := range []struct {
		fn, arg string
		kind    error
		err     error
	}{
		{"NewSTDP", "layer", argument.ErrOption, made(functional.NewSTDP(nil, 2, 2))},
		{"NewSTDP", "layer", argument.ErrOption, made(functional.NewSTDP((*nn.Linear)(nil), 2, 2))},
		{"NewSTDP", "layer", argument.ErrOption, made(functional.NewSTDP(nn.NewFlatten(), 2, 2))},
		{"NewSTDP", "tauPre", argument.ErrRange, made(functional.NewSTDP(fc, 0.5, 2))},
		{"NewSTDP", "tauPost", argument.ErrRange, made(functional.NewSTDP(fc, 2, math.NaN()))},
		{"NewSTDP", "option", argument.ErrOption, made(functional.NewSTDP(fc, 2, 2, nil))},
		{"NewSTDP", "option", argument.ErrOption, made(functional.NewSTDP(fc, 2, 2, functional.FPre(nil)))},
		{"STDP.Step", "pre", argument.ErrTensor, step(rule, nil, post, functional.Traces{})},
		{"STDP.Step", "pre", argument.ErrDType, step(rule, doubles, post, functional.Traces{})},
		{"STDP.Step", "pre", argument.ErrShape, step(rule, post, post, functional.Traces{})},
		{"STDP.Step", "post", argument.ErrShape, step(rule, pre, long, functional.Traces{})},
		{"STDP.Step", "post", argument.ErrShape, step(rule, pre, pre, functional.Traces{})},
		{"STDP.Step", "Traces.Pre", argument.ErrShape, step(rule, pre, post, functional.Traces{Pre: post})},
		{"STDP.Step", "Traces.Post", argument.ErrShape, step(rule, pre, post, functional.Traces{Post: pre})},
		{"STDP.Step", "FPost", argument.ErrNotFinite, step(bad, pre, post, functional.Traces{})},
		{"STDP.Forward", "pre", argument.ErrShape, forward(pre, post)},
		{"STDP.Loss", "change", argument.ErrShape, loss(pre)},
	} {
		var e *argument.Error
		if !errors.As(c.err, &e) || e.Func != "functional."+c.fn || e.Arg != c.arg || !errors.Is(c.err, c.kind) {
			t.Errorf("%s, %s: %v, want %v", c.fn, c.arg, c.err, c.kind)
		}
	}
}

// TestSTDPLearns has a neuron learn which of its inputs spike before it, and no handle stay; spikes with a graph behind them are taken as numbers.
func TestSTDPLearns(t *testing.T) {
	fc, err := nn.NewLinear(2, 1, nn.Bias(false))
	check(t, err)
	setWeight(t, fc, []float32{0.5, 0.5}, 1, 2)
	rule, err := functional.NewSTDP(fc, 4, 4, functional.FPost(func(w float64) float64 { return 1 - w }))
	check(t, err)
	opt, err := nn.NewSGD(fc, 0.1)
	check(t, err)
	spikes := tensor(t, []float32{1, 0, 0, 0, 0, 1}, 3, 1, 2) // input 0, then the neuron, then input 1
	pre, post := tensortest.Owned(t, spikes.MustSetRequiresGrad(true, false), nil), tensor(t, []float32{0, 1, 0}, 3, 1, 1)
	before := len(ts.ExistingTensors)
	for range 50 {
		change, traces, err := rule.Forward(pre, post, functional.Traces{})
		check(t, err)
		traces.Drop()
		loss, err := rule.Loss(change)
		check(t, err)
		change.MustDrop()
		_, err = opt.Step(loss)
		check(t, err)
	}
	if left := len(ts.ExistingTensors) - before; left > 0 {
		t.Errorf("%d tensors are left", left)
	}
	w, err := snn.Values(nn.State(fc)["weight"])
	check(t, err)
	if w[0] < 0.95 || w[1] > 0.05 {
		t.Errorf("weights %v, want near 1 of the input before, near 0 of the one after", w)
	}
}

// A neuron fires one step after its first input and one step before its second.
func ExampleSTDP() {
	fc, err := nn.NewLinear(2, 1, nn.Seed(1))
	if err != nil {
		panic(err)
	}
	one := func(float64) float64 { return 1 }
	rule, err := functional.NewSTDP(fc, 2, 2, functional.FPre(one), functional.FPost(one))
	if err != nil {
		panic(err)
	}
	var traces functional.Traces
	for _, step := range []struct{ pre, post []float32 }{{[]float32{1, 0}, []float32{0}}, {[]float32{0, 0}, []float32{1}}, {[]float32{0, 1}, []float32{0}}} {
		pre, post := ts.MustOfSlice(step.pre).MustView([]int64{1, 2}, true), ts.MustOfSlice(step.post).MustView([]int64{1, 1}, true)
		change, next, err := rule.Step(pre, post, traces)
		if err != nil {
			panic(err)
		}
		traces.Drop()
		traces = next
		fmt.Printf("%+.1f %+.1f\n", change.MustFloat64Value([]int64{0, 0}), change.MustFloat64Value([]int64{0, 1}))
		change.MustDrop()
		pre.MustDrop()
		post.MustDrop()
	}
	traces.Drop()
	// Output:
	// +0.0 +0.0
	// +0.5 +0.0
	// +0.0 -0.5
}
