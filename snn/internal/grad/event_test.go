package grad

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/ops"
	"gosnn/snn/internal/tensortest"
)

// TestEventLinear compares with libtorch's own layer: outputs, and the gradients of inputs, weights and biases.
func TestEventLinear(t *testing.T) {
	for _, c := range []struct {
		rows, in, out int64
		share         float64
		bias, graded  bool
	}{{3000, 100, 10, 0.1, true, false}, {1100, 57, 33, 0.2, true, true}, {600, 57, 150, 0.05, false, true}, {700, 130, 128, 0, true, false},
		{700, 10, 400, 0.2, true, true}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			x := learned(t, draw(r, c.rows*c.in, func() float32 {
				if r.Float64() >= c.share {
					return 0
				}
				if c.graded {
					return r.Float32()
				}
				return 1
			}), c.rows, c.in)
			w := learned(t, draw(r, c.out*c.in, func() float32 { return float32(r.NormFloat64()) }), c.out, c.in)
			var b *ts.Tensor
			if c.bias {
				b = learned(t, draw(r, c.out, func() float32 { return float32(r.NormFloat64()) }), c.out)
			}
			g := tensortest.Of(t, draw(r, c.rows*c.out, func() float32 { return float32(r.NormFloat64()) }), c.rows, c.out)
			want := run(t, x, w, b, g, func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor {
				if b == nil {
					b = s.None()
				}
				return s.Op(func(out *lib.Ctensor) { lib.AtgLinear(out, x, w, b) })
			})
			over := func(steps int64) func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor {
				return func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor { return EventLinear(s, x, w, b, steps) }
			}
			got := run(t, x, w, b, g, over(1))
			for i, name := range []string{"y", "gradient of x", "gradient of w", "gradient of b"} {
				near(t, name, got[i], want[i])
			}
			defer Threads(runtime.NumCPU())
			for _, n := range []int{1, 2, 4} {
				Threads(n)
				for _, steps := range []int64{1, 10, 20} {
					for i, again := range run(t, x, w, b, g, over(steps)) {
						if !slices.Equal(again, got[i]) {
							t.Errorf("value %d differs with %d threads and %d time steps", i, n, steps)
						}
					}
				}
			}
		})
	}
}

// TestEventRows wants of a row of spikes the same output, to the bit, whatever the other rows are.
func TestEventRows(t *testing.T) {
	const rows, in, out = 400, 57, 150
	r := rand.New(rand.NewPCG(1, 2))
	spikes := draw(r, rows*in, func() float32 { return float32(r.IntN(6) / 5) })
	graded := slices.Clone(spikes)
	for i := range in {
		graded[i*rows] *= 0.5
	}
	w := learned(t, draw(r, out*in, func() float32 { return float32(r.NormFloat64()) }), out, in)
	g := tensortest.Zeros(t, rows, out)
	layer := func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor { return EventLinear(s, x, w, b, 1) }
	want := run(t, learned(t, spikes, rows, in), w, nil, g, layer)[0]
	got := run(t, learned(t, graded, rows, in), w, nil, g, layer)[0]
	same := 0
	for i := range rows {
		if slices.Equal(spikes[i*in:(i+1)*in], graded[i*in:(i+1)*in]) {
			same++
			if !slices.Equal(got[i*out:(i+1)*out], want[i*out:(i+1)*out]) {
				t.Errorf("row %d differs", i)
			}
		}
	}
	if same == 0 || same == rows {
		t.Errorf("%d of %d rows are the same", same, rows)
	}
}

// TestEventConvPool compares with libtorch's own convolution and pooling.
func TestEventConvPool(t *testing.T) {
	for _, c := range []struct {
		n, in, h, w, out, kernel int64
		pool                     int
		share                    float64
		bias, graded             bool
	}{{40, 12, 12, 12, 64, 5, 2, 0.15, true, false}, {70, 3, 9, 11, 20, 3, 2, 0.2, false, true}, {50, 30, 10, 7, 96, 5, 3, 0.1, true, false},
		{33, 1, 16, 16, 10, 5, 2, 0, true, false}} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			normal := func() float32 { return float32(r.NormFloat64()) }
			x := learned(t, draw(r, c.n*c.in*c.h*c.w, func() float32 {
				if r.Float64() >= c.share {
					return 0
				}
				if c.graded {
					return r.Float32()
				}
				return 1
			}), c.n, c.in, c.h, c.w)
			w := learned(t, draw(r, c.out*c.in*c.kernel*c.kernel, normal), c.out, c.in, c.kernel, c.kernel)
			var b *ts.Tensor
			if c.bias {
				b = learned(t, draw(r, c.out, normal), c.out)
			}
			p := int64(c.pool)
			height, width := (c.h-c.kernel+1)/p, (c.w-c.kernel+1)/p
			g := tensortest.Of(t, draw(r, c.n*c.out*height*width, normal), c.n, c.out, height, width)
			want := run(t, x, w, b, g, func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor {
				if b == nil {
					b = s.None()
				}
				one, zero, window := []int64{1, 1}, []int64{0, 0}, []int64{p, p}
				y := s.Op(func(out *lib.Ctensor) { lib.AtgConv2d(out, x, w, b, one, 2, zero, 2, one, 2, 1) })
				return s.Op(func(out *lib.Ctensor) { lib.AtgMaxPool2d(out, y, window, 2, window, 2, zero, 2, one, 2, 0) })
			})
			layer := func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor { return EventConvPool(s, x, w, b, c.pool) }
			got := run(t, x, w, b, g, layer)
			for i, name := range []string{"y", "gradient of x", "gradient of w", "gradient of b"} {
				near(t, name, got[i], want[i])
			}
		})
	}
}

// TestEventDeclines wants the ordinary layer where an input has too many values, or is too small to be worth it.
func TestEventDeclines(t *testing.T) {
	w := tensortest.Zeros(t, 100, 100)
	late := make([]float32, 300*100)
	for i := range 100 * 100 {
		late[200*100+i] = 0.5 // of ones, two are one term
	}
	for name, x := range map[string]*ts.Tensor{"all": tensortest.Of(t, slices.Repeat([]float32{1}, 300*100), 300, 100), "a third": tensortest.Of(t, late, 300, 100),
		"few": tensortest.Of(t, make([]float32, 100), 1, 100)} {
		check(t, ops.Do(func(s *ops.Scope) error {
			if EventLinear(s, s.In(x), s.In(w), nil, 1) != nil {
				t.Errorf("%s: taken", name)
			}
			return nil
		}))
	}
}

// run returns the output of a layer, and the gradients of x, w and b for the output's gradient g.
func run(t *testing.T, x, w, b, g *ts.Tensor, layer func(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor) (all [4][]float32) {
	t.Helper()
	check(t, ops.Do(func(s *ops.Scope) error {
		inputs := []lib.Ctensor{s.In(x), s.In(w)}
		var bias lib.Ctensor
		if b != nil {
			bias = s.In(b)
			inputs = append(inputs, bias)
		}
		y := layer(s, inputs[0], inputs[1], bias)
		if y == nil {
			t.Fatal("declined", s.Err())
		}
		gradients := make([]lib.Ctensor, len(inputs))
		s.Gradients(s.Sum(s.Mul(y, s.In(g))), inputs, gradients)
		for i, v := range append([]lib.Ctensor{y}, gradients...) {
			all[i] = slices.Clone(s.Values(v))
		}
		return nil
	}))
	return all
}

func draw(r *rand.Rand, n int64, f func() float32) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = f()
	}
	return x
}

func learned(t *testing.T, x []float32, shape ...int64) *ts.Tensor {
	t.Helper()
	y := tensortest.Of(t, x, shape...).MustSetRequiresGrad(true, false)
	t.Cleanup(y.MustDrop)
	return y
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// near compares to 1e-5 of the largest value.
func near(t *testing.T, what string, got, want []float32) {
	t.Helper()
	scale := 0.0
	for _, v := range want {
		scale = max(scale, math.Abs(float64(v)))
	}
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(float64(got[i]-want[i])) <= 1e-5*scale) {
			t.Fatalf("%s, element %d: %v, want %v", what, i, got[i], want[i])
		}
	}
}
