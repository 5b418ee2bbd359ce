package nn

import (
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
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
