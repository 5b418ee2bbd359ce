package nn

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
)

// TestInitialValues wants the values that PyTorch draws after manual_seed, to the bit, and of own seeds the same distribution.
func TestInitialValues(t *testing.T) {
	net := must(Sequential(must(NewLinear(5, 3))(t), must(NewConv2d(2, 4, 3))(t), must(NewLinear(3, 2, Bias(false)))(t),
		must(NewConv2d(4, 2, 3, Groups(2)))(t)))(t)
	check(t, net.Init(TorchSeed(42)))
	g := wanted(t)
	if len(net.Parameters()) != len(g.Initial) {
		t.Fatalf("%d parameters, want %d", len(net.Parameters()), len(g.Initial))
	}
	for _, p := range net.Parameters() {
		if got := values(t, p.Value); !slices.Equal(got, g.Initial[p.Name]) {
			t.Errorf("%s: %v, want %v", p.Name, got, g.Initial[p.Name])
		}
	}
	alone := must(NewLinear(5, 3, TorchSeed(42)))(t)
	if !slices.Equal(values(t, alone.weight), g.Initial["0.weight"]) {
		t.Error("a layer by itself has other weights")
	}

	a, b, other := must(NewLinear(400, 250, Seed(1)))(t), must(NewLinear(400, 250, Seed(1)))(t), must(NewLinear(400, 250, Seed(2)))(t)
	w := values(t, a.weight)
	if !slices.Equal(w, values(t, b.weight)) || slices.Equal(w, values(t, other.weight)) {
		t.Error("equal seeds must give equal values, others others")
	}
	sum, square := 0.0, 0.0
	for _, v := range w {
		sum, square = sum+float64(v), square+float64(v)*float64(v)
	}
	n := float64(len(w))
	if low, high := slices.Min(w), slices.Max(w); low < -0.05 || low > -0.0499 || high > 0.05 || high < 0.0499 || sum/n > 5e-4 || sum/n < -5e-4 ||
		square/n < 0.05*0.05/3*0.99 || square/n > 0.05*0.05/3*1.01 {
		t.Errorf("from %v to %v, mean %v, mean square %v: not even between -0.05 and 0.05", low, high, sum/n, square/n)
	}
}

func TestLayers(t *testing.T) {
	g := wanted(t)
	torch := TorchSeed(7)
	for name, l := range map[string]Layer{
		"Conv2d": must(NewConv2d(4, 6, 3, Stride(2), Padding(1), Groups(2), torch))(t), "MaxPool2d": must(NewMaxPool2d(2))(t),
		"MaxPool2d 3": must(NewMaxPool2d(3, Stride(2), Padding(1)))(t), "AvgPool2d": must(NewAvgPool2d(2))(t),
		"AvgPool2d 3": must(NewAvgPool2d(3, Stride(2), Padding(1)))(t), "Linear": must(NewLinear(5, 4, torch))(t), "Flatten": NewFlatten(),
		"BatchNorm": must(NewBatchNorm(4))(t), "GradedSpikes": must(NewGradedSpikes(120, torch))(t), "BatchNormTT": must(NewBatchNormTT(4, 3))(t),
	} {
		t.Run(name, func(t *testing.T) {
			want := g.Layers[name]
			plain := tensortest.Of(t, g.X, 3, 4, 6, 5)
			x := plain.MustSetRequiresGrad(true, false)
			defer x.MustDrop()
			y, err := l.Forward(x)
			check(t, err)
			defer y.MustDrop()
			if shape := y.MustSize(); !slices.Equal(shape, want.Shape) {
				t.Fatalf("shape %v, want %v", shape, want.Shape)
			}
			near(t, "y", values(t, y), want.Y, 1e-6)
			w := make([]float32, len(want.Y))
			for i := range w {
				w[i] = float32(i) / float32(len(w))
			}
			weighted := y.MustMul(tensortest.Of(t, w, want.Shape...), false)
			defer weighted.MustDrop()
			sum := weighted.MustSum(gotch.Float, false)
			defer sum.MustDrop()
			sum.MustBackward()
			grad := x.MustGrad(false)
			defer grad.MustDrop()
			near(t, "gradient", values(t, grad), want.Gradient, 2e-6)
			if norm, ok := l.(*BatchNorm); ok {
				near(t, "running mean", values(t, norm.mean), g.Norm.Mean, 1e-6)
				near(t, "running variance", values(t, norm.variance), g.Norm.Variance, 1e-6)
				evaluated, err := norm.Eval(plain)
				check(t, err)
				defer evaluated.MustDrop()
				near(t, "evaluated", values(t, evaluated), g.Norm.Evaluated, 1e-6)
			}
		})
	}
}

func TestDropout(t *testing.T) {
	l := must(NewDropout(0.25, Seed(3)))(t)
	ones := tensortest.Of(t, slices.Repeat([]float32{1}, 40000), 40000)
	pass := func(f func(*ts.Tensor) (*ts.Tensor, error)) []float32 {
		y, err := f(ones)
		check(t, err)
		defer y.MustDrop()
		return values(t, y)
	}
	first, second := pass(l.Forward), pass(l.Forward)
	dropped := 0
	for _, v := range first {
		if v == 0 {
			dropped++
		} else if v != float32(1/0.75) {
			t.Fatalf("%v, want 0 or 4/3", v)
		}
	}
	if dropped < 9700 || dropped > 10300 {
		t.Errorf("%d of 40000 dropped, want a quarter", dropped)
	}
	if slices.Equal(first, second) {
		t.Error("two passes drop the same values")
	}
	l = must(NewDropout(0.25, Seed(3)))(t)
	if !slices.Equal(first, pass(l.Forward)) {
		t.Error("the same seed drops other values")
	}
	if !slices.Equal(pass(l.Eval), values(t, ones)) {
		t.Error("values are dropped in evaluation")
	}
}

// TestBatchNormTT normalises each time step by parameters of its own, also of a current that is the same at all steps.
func TestBatchNormTT(t *testing.T) {
	norm := must(NewBatchNormTT(3, 2, Momentum(1)))(t)
	floats(norm.Steps[1].weight)[0] = 7
	net := must(Sequential(norm, NewFlatten()))(t)
	x := tensortest.Of(t, []float32{1, 2, 3, 3, 6, 9}, 2, 3)
	out, err := net.Forward(x, NumSteps(2))
	check(t, err)
	defer out.Drop()
	near(t, "membrane", values(t, out.Membrane), []float32{-1, -1, -1, 1, 1, 1, -7, -1, -1, 7, 1, 1}, 1e-4)
	if got := values(t, norm.Steps[1].mean); !slices.Equal(got, []float32{2, 4, 6}) {
		t.Errorf("running mean %v, want that of the batch", got)
	}
	if out, err := net.Forward(x, NumSteps(3)); !errors.Is(err, argument.ErrShape) {
		t.Errorf("of 3 steps: %v, %v", out, err)
	}
	names := slices.Sorted(maps.Keys(State(norm)))
	if want := strings.Fields("0.num_batches_tracked 0.running_mean 0.running_var 0.weight 1.num_batches_tracked 1.running_mean 1.running_var 1.weight"); !slices.Equal(names, want) {
		t.Errorf("names %q, want snnTorch's, %q", names, want)
	}
	if _, err := NewBatchNormTT(3, 0); !errors.Is(err, argument.ErrRange) {
		t.Errorf("no step: %v", err)
	}
}
