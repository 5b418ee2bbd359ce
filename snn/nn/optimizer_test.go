package nn

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
)

// optimizers are those of testdata/golden.py.
var optimizers = map[string]func(m Module) (*Optimizer, error){
	"Adam": func(m Module) (*Optimizer, error) { return NewAdam(m, 5e-4) },
	"Adam decay": func(m Module) (*Optimizer, error) {
		return NewAdam(m, 1e-2, Betas{0.8, 0.99}, AdamEps(1e-6), WeightDecay(0.1))
	},
	"AdamW": func(m Module) (*Optimizer, error) { return NewAdamW(m, 1e-3) },
	"SGD":   func(m Module) (*Optimizer, error) { return NewSGD(m, 0.1) },
	"SGD momentum": func(m Module) (*Optimizer, error) {
		return NewSGD(m, 0.1, Momentum(0.9), Dampening(0.1), WeightDecay(0.01))
	},
	"SGD Nesterov": func(m Module) (*Optimizer, error) { return NewSGD(m, 0.1, Momentum(0.9), Nesterov(true)) },
}

// linearLoss is the sum of x·g: its gradient is g.
func linearLoss(t testing.TB, p parameter, g []float32) *ts.Tensor {
	t.Helper()
	return p.x.MustMul(tensortest.Of(t, g), false).MustSum(gotch.Float, true)
}

// TestOptimizers takes PyTorch's steps, to the bit, also where an optimizer goes on from the state of another.
func TestOptimizers(t *testing.T) {
	g := wanted(t)
	for name, make := range optimizers {
		t.Run(name, func(t *testing.T) {
			p := newTestParameter(t, g.Start)
			o := must(make(p))(t)
			for i, gradient := range g.Gradients {
				if i == 10 {
					next := must(make(p))(t)
					check(t, next.LoadState(o.State()))
					o = next
				}
				_, err := o.Step(linearLoss(t, p, gradient))
				check(t, err)
				if got, want := values(t, p.x), g.Optimizers[name][i]; !slices.Equal(got, want) {
					for j := range got {
						if got[j] != want[j] {
							t.Fatalf("step %d, element %d: %v, want %v", i, j, got[j], want[j])
						}
					}
				}
			}
		})
	}
}

func TestFindNotFinite(t *testing.T) {
	p := newTestParameter(t, []float32{1, 2})
	o := must(NewAdam(p, 1e-3, FindNotFinite(true)))(t)
	_, err := o.Step(linearLoss(t, p, []float32{1, float32(math.NaN())}))
	if !errors.Is(err, argument.ErrNotFinite) || !strings.Contains(err.Error(), "gradient of x is NaN at element 1") {
		t.Error(err)
	}
	if got := values(t, p.x); !slices.Equal(got, []float32{1, 2}) {
		t.Errorf("the parameter has been changed: %v", got)
	}
}

// TestNoGradient leaves a parameter as it is on which the loss does not depend.
func TestNoGradient(t *testing.T) {
	a, b := must(NewLinear(2, 1, Seed(1)))(t), must(NewLinear(2, 1, Seed(2)))(t)
	net := must(Sequential(a, b))(t)
	o := must(NewAdam(net, 0.1))(t)
	before := values(t, b.weight)
	y, err := a.Forward(tensortest.Of(t, []float32{1, 1}, 1, 2))
	check(t, err)
	_, err = o.Step(y.MustSum(gotch.Float, true))
	check(t, err)
	if !slices.Equal(before, values(t, b.weight)) {
		t.Error("a parameter without a gradient has moved")
	}
}

// TestClip compares with nn.utils.clip_grad_value_ and clip_grad_norm_ of PyTorch, by a step of SGD with a rate of 1: minus the clipped gradient.
func TestClip(t *testing.T) {
	for name, c := range map[string]struct {
		opts []SGDOption
		want []float32 // of PyTorch 2.1.2
	}{
		"value":           {[]SGDOption{ClipGradValue(2)}, []float32{2, -2, 0.5}},
		"norm":            {[]SGDOption{ClipGradNorm(1)}, []float32{0.5970222, -0.79602957, 0.0995037}},
		"short enough":    {[]SGDOption{ClipGradNorm(6)}, []float32{3, -4, 0.5}},
		"value, and norm": {[]SGDOption{ClipGradNorm(1), ClipGradValue(2)}, []float32{0.69631064, -0.69631064, 0.17407766}},
	} {
		t.Run(name, func(t *testing.T) {
			p := newTestParameter(t, []float32{0, 0, 0})
			o := must(NewSGD(p, 1, c.opts...))(t)
			_, err := o.Step(linearLoss(t, p, []float32{3, -4, 0.5}))
			check(t, err)
			got := values(t, p.x)
			for i := range got {
				got[i] = -got[i]
			}
			near(t, "clipped gradient", got, c.want, 1e-6)
		})
	}
}

// TestClipShared clips a gradient once that two parameters share.
func TestClipShared(t *testing.T) {
	a, b := newTestParameter(t, []float32{0, 0}), newTestParameter(t, []float32{0, 0})
	o := must(NewSGD(pair{a, b}, 1, ClipGradNorm(1)))(t)
	sum := a.x.MustAdd(b.x, false)
	_, err := o.Step(sum.MustMul(tensortest.Of(t, []float32{3, 4}), true).MustSum(gotch.Float, true))
	check(t, err)
	for _, p := range []parameter{a, b} {
		near(t, "step", values(t, p.x), []float32{-3 / float32(math.Sqrt(50)), -4 / float32(math.Sqrt(50))}, 1e-6)
	}
}

// pair is a module of two.
type pair struct{ a, b parameter }

func (p pair) Parameters() []neuron.Parameter {
	return []neuron.Parameter{{Name: "a", Value: p.a.x}, {Name: "b", Value: p.b.x}}
}

// A step of the first layer of tutorial 5.
func BenchmarkAdam(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 0))
	draw := func(scale float64) []float32 {
		x := make([]float32, 784*1000)
		for i := range x {
			x[i] = float32(scale * r.ExpFloat64())
		}
		return floats(tensortest.Of(b, x, int64(len(x))))
	}
	a := &adamLoop{p: draw(1), g: draw(1e-3), m: draw(1e-3), v: draw(1e-6), keep: 0.999, weight1: 0.1, beta2: 0.999, weight2: 0.001, rate: -5e-4, scale: 0.5, eps: 1e-8}
	for b.Loop() {
		a.run()
	}
}
