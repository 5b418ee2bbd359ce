package grad

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/ops"
	"gosnn/snn/internal/tensortest"
)

// sameBits compares a layer with libtorch's own, and wants the same bits of it with any number of threads and each level of instructions.
func sameBits(t *testing.T, x, w, b, g *ts.Tensor, layer, torch func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor) {
	t.Helper()
	got, want := run(t, x, w, b, g, layer), run(t, x, w, b, g, torch)
	for i, name := range []string{"y", "gradient of x", "gradient of w", "gradient of b"} {
		near(t, name, got[i], want[i])
	}
	defer Threads(runtime.NumCPU())
	defer Level(Levels - 1)
	for level := range Levels {
		for _, n := range []int{1, 2, 5} {
			Threads(n)
			took := Level(level)
			for i, again := range run(t, x, w, b, g, layer) {
				if !slices.Equal(again, got[i]) {
					t.Errorf("value %d differs with %d threads at level %d", i, n, took)
				}
			}
		}
	}
}

// TestLinear compares with libtorch's layer, of sizes that fill the loops' blocks and that do not.
func TestLinear(t *testing.T) {
	for _, c := range []struct {
		rows, in, out int64
		bias          bool
	}{{1, 1, 1, true}, {3, 5, 2, false}, {7, 784, 100, true}, {250, 600, 130, true}, {500, 33, 10, false}, {64, 1100, 64, true}, {0, 3, 2, true}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			normal := func() float32 { return float32(r.NormFloat64()) }
			x, w := learned(t, draw(r, c.rows*c.in, normal), c.rows, c.in), learned(t, draw(r, c.out*c.in, normal), c.out, c.in)
			var b *ts.Tensor
			if c.bias {
				b = learned(t, draw(r, c.out, normal), c.out)
			}
			sameBits(t, x, w, b, tensortest.Of(t, draw(r, c.rows*c.out, normal), c.rows, c.out), Linear, func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor {
				return s.Op(func(out *lib.Ctensor) { lib.AtgLinear(out, x, w, orNone(s, b)) })
			})
		})
	}
}

// TestConv2d compares with libtorch's convolution.
func TestConv2d(t *testing.T) {
	for _, c := range []struct {
		n, in, out, h, w, kernel int64
		by                       Window
		bias                     bool
	}{
		{1, 1, 1, 1, 1, 1, Window{}, true},
		{40, 1, 12, 28, 28, 5, Window{}, true},
		{3, 12, 64, 12, 12, 5, Window{}, false},
		{5, 4, 6, 9, 7, 3, Window{Padding: 1, Stride: 2}, true},
		{33, 6, 9, 10, 11, 2, Window{Padding: 2, Dilation: 3, Groups: 3}, true},
		{2, 2, 2, 5, 5, 3, Window{Padding: 4, Stride: 3, Groups: 2}, false},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			normal := func() float32 { return float32(r.NormFloat64()) }
			stride, dilation, groups := int64(max(1, c.by.Stride)), int64(max(1, c.by.Dilation)), int64(max(1, c.by.Groups))
			moves := func(size int64) int64 { return (size+2*int64(c.by.Padding)-dilation*(c.kernel-1)-1)/stride + 1 }
			x, w := learned(t, draw(r, c.n*c.in*c.h*c.w, normal), c.n, c.in, c.h, c.w), learned(t, draw(r, c.out*c.in/groups*c.kernel*c.kernel, normal), c.out, c.in/groups, c.kernel, c.kernel)
			var b *ts.Tensor
			if c.bias {
				b = learned(t, draw(r, c.out, normal), c.out)
			}
			g := tensortest.Of(t, draw(r, c.n*c.out*moves(c.h)*moves(c.w), normal), c.n, c.out, moves(c.h), moves(c.w))
			sameBits(t, x, w, b, g, func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor { return Conv2d(s, x, w, b, c.by) }, func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor {
				both := func(n int64) []int64 { return []int64{n, n} }
				return s.Op(func(out *lib.Ctensor) {
					lib.AtgConv2d(out, x, w, orNone(s, b), both(stride), 2, both(int64(c.by.Padding)), 2, both(dilation), 2, groups)
				})
			})
		})
	}
}

// TestDenseErrors wants an error of shapes that do not fit, and takes float64.
func TestDenseErrors(t *testing.T) {
	x, w := tensortest.Zeros(t, 2, 3), tensortest.Zeros(t, 4, 5)
	if _, err := ops.Run(func(s *ops.Scope) lib.Ctensor { return Linear(s, s.In(x), s.In(w), nil) }); err == nil {
		t.Error("Linear of 3 values and of weights for 5: no error")
	}
	picture, kernel := tensortest.Zeros(t, 1, 2, 3, 3), tensortest.Zeros(t, 1, 2, 4, 4)
	if _, err := ops.Run(func(s *ops.Scope) lib.Ctensor { return Conv2d(s, s.In(picture), s.In(kernel), nil, Window{}) }); err == nil {
		t.Error("Conv2d with a kernel larger than the picture: no error")
	}
	double := func(x *ts.Tensor) *ts.Tensor { return x.MustTotype(gotch.Double, false) }
	for name, layer := range map[string]func(s *ops.Scope) lib.Ctensor{
		"Linear": func(s *ops.Scope) lib.Ctensor {
			return Linear(s, s.In(double(x)), s.In(double(tensortest.Zeros(t, 4, 3))), nil)
		},
		"Conv2d": func(s *ops.Scope) lib.Ctensor {
			return Conv2d(s, s.In(double(picture)), s.In(double(tensortest.Zeros(t, 1, 2, 3, 3))), nil, Window{})
		},
	} {
		y, err := ops.Run(layer)
		if err != nil || y.DType() != gotch.Double {
			t.Errorf("%s of float64: %v, %v", name, y, err)
		}
	}
}

// orNone is b, or libtorch's None.
func orNone(s *ops.Scope, b lib.Ctensor) lib.Ctensor {
	if b == nil {
		return s.None()
	}
	return b
}
