package snn_test

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn"
)

func ExampleAt() {
	x := snn.Must(snn.Arange(0, 24, 1)).MustReshape([]int64{2, 3, 4}, true)
	defer x.MustDrop()
	for i := range 2 {
		fmt.Println(snn.Sprint(snn.Must(snn.At(x, i, snn.All, -1))))
	}
	// Output:
	// tensor([ 3.,  7., 11.])
	// tensor([15., 19., 23.])
}

func ExampleSum() {
	spikes := ts.MustOfSlice([]float32{1, 0, 1, 1, 1, 0}).MustReshape([]int64{3, 2}, true) // [T x N]
	defer spikes.MustDrop()
	counts := snn.Must(snn.Sum(spikes, 0))
	fmt.Println(snn.Sprint(counts), snn.Must(snn.Item(snn.Must(snn.Sum(spikes)))), snn.Must(snn.Item(snn.Must(snn.Argmax(counts, 0)))))
	// Output: tensor([3., 1.]) 4 0
}

func ExampleStack() {
	a, b := snn.Must(snn.Zeros([]int64{2})), snn.Must(snn.Ones([]int64{2}))
	fmt.Println(snn.Must(snn.Stack([]*ts.Tensor{a, b}, 0)).MustSize(), snn.Must(snn.Cat([]*ts.Tensor{a, b}, 0)).MustSize())
	// Output: [2 2] [4]
}

func ExampleMul() {
	brightness := snn.Must(snn.Arange(1, 4, 1)).MustReshape([]int64{3, 1}, true) // [T x 1]
	picture := snn.Must(snn.Arange(0, 2, 1))                                     // [N]
	fadingIn := snn.Must(snn.Mul(brightness, picture))                           // [T x N]
	fmt.Println(snn.Sprint(snn.Must(snn.Scale(fadingIn, 0.5))))
	// Output:
	// tensor([[0.0000, 0.5000],
	//         [0.0000, 1.0000],
	//         [0.0000, 1.5000]])
}

func TestArithmetic(t *testing.T) {
	x, y := snn.Must(snn.Full([]int64{2, 1}, 6)), snn.Must(snn.Full([]int64{3}, 4))
	for name, c := range map[string]struct {
		op   func(x, y *ts.Tensor) (*ts.Tensor, error)
		want float64
	}{"Add": {snn.Add, 10}, "Sub": {snn.Sub, 2}, "Mul": {snn.Mul, 24}, "Div": {snn.Div, 1.5}} {
		z := snn.Must(c.op(x, y))
		if values := snn.Must(snn.Values(z)); !slices.Equal(z.MustSize(), []int64{2, 3}) || slices.Min(values) != c.want || slices.Max(values) != c.want {
			t.Errorf("%s is %v, want %v everywhere", name, values, c.want)
		}
	}
	scalar := snn.Must(snn.Sum(y)) // of no dimension
	if got := snn.Must(snn.Item(snn.Must(snn.Add(scalar, scalar)))); got != 24 {
		t.Errorf("12 + 12 is %v", got)
	}
}

func TestGradientsOfArithmetic(t *testing.T) {
	x := snn.Must(snn.Full([]int64{1}, 3)).MustSetRequiresGrad(true, true)
	y := snn.Must(snn.Scale(snn.Must(snn.Mul(x, x)), 5))
	y.MustBackward()
	gradient := x.MustGrad(false)
	if got := snn.Must(snn.Item(gradient)); got != 30 {
		t.Errorf("the derivative of 5 x² at 3 is %v", got)
	}
	runtime.KeepAlive([]*ts.Tensor{x, y})
}

func TestArange(t *testing.T) {
	for _, c := range []struct {
		start, end, step float64
		n                int64
	}{{0, 5, 0.05, 100}, {0, 1, 0.1, 10}, {1, 0, -0.25, 4}, {0, 0, 1, 0}, {0, 1, 0.3, 4}} {
		x := snn.Must(snn.Arange(c.start, c.end, c.step))
		if got := x.MustSize()[0]; got != c.n {
			t.Errorf("%+v: %d values", c, got)
		}
		x.MustDrop()
	}
}

func TestWordsRefuse(t *testing.T) {
	x := snn.Must(snn.Zeros([]int64{2, 3}))
	defer x.MustDrop()
	y := snn.Must(snn.Zeros([]int64{3, 2}))
	defer y.MustDrop()
	ints := ts.MustOfSlice([]int64{1, 2})
	defer ints.MustDrop()
	for _, c := range []struct {
		name string
		err  error
		kind error
	}{
		{"At, beyond", second(snn.At(x, 2)), snn.ErrRange},
		{"At, too many", second(snn.At(x, 0, 0, 0)), snn.ErrShape},
		{"At, nil", second(snn.At(nil, 0)), snn.ErrTensor},
		{"Sum, dimension", second(snn.Sum(x, 2)), snn.ErrRange},
		{"Sum, twice", second(snn.Sum(x, 0, -2)), snn.ErrRange},
		{"Mean, of integers", second(snn.Mean(ints)), snn.ErrDType},
		{"Argmax, dimension", second(snn.Argmax(x, -3)), snn.ErrRange},
		{"Add, shapes", second(snn.Add(x, y)), snn.ErrShape},
		{"Sub, nil", second(snn.Sub(x, nil)), snn.ErrTensor},
		{"Scale, nil", second(snn.Scale(nil, 2)), snn.ErrTensor},
		{"Stack, none", second(snn.Stack(nil, 0)), snn.ErrShape},
		{"Stack, shapes", second(snn.Stack([]*ts.Tensor{x, y}, 0)), snn.ErrShape},
		{"Cat, shapes", second(snn.Cat([]*ts.Tensor{x, y}, 0)), snn.ErrShape},
		{"Cat, types", second(snn.Cat([]*ts.Tensor{ints, x}, 0)), snn.ErrShape},
		{"Full, negative", second(snn.Full([]int64{-1}, 0)), snn.ErrShape},
		{"Arange, no way", second(snn.Arange(0, 1, -1)), snn.ErrRange},
		{"Arange, NaN", second(snn.Arange(0, math.NaN(), 1)), snn.ErrNotFinite},
		{"Item, many", func() error { _, err := snn.Item(x); return err }(), snn.ErrShape},
	} {
		if !errors.Is(c.err, c.kind) {
			t.Errorf("%s: %v, want %v", c.name, c.err, c.kind)
		}
	}
	if got := snn.Must(snn.Item(snn.Must(snn.Mean(snn.Must(snn.Full([]int64{2, 2}, 0.5)))))); got != 0.5 {
		t.Errorf("the mean of 0.5: %v", got)
	}
	if x := snn.Must(snn.Sum(ints)); x.DType() != gotch.Int64 {
		t.Errorf("the sum of integers is %v", x.DType())
	}
}

func second(_ *ts.Tensor, err error) error { return err }

// An operation keeps what it reads alive, though its caller has no other use for it: gotch frees a tensor as soon as Go does.
func TestArgumentsStayAlive(t *testing.T) {
	done := make(chan struct{})
	defer close(done)
	go func() {
		for {
			select {
			case <-done:
				return
			default:
				runtime.GC()
			}
		}
	}()
	const n = 200_000
	fresh := func() *ts.Tensor { return snn.Must(snn.Ones([]int64{n})) }
	for range 300 {
		if got := snn.Must(snn.Item(snn.Must(snn.Sum(fresh())))); got != n {
			t.Fatalf("Sum is %v", got)
		}
		if got := snn.Must(snn.Item(snn.Must(snn.Mean(snn.Must(snn.Index(fresh(), "1:")))))); got != 1 {
			t.Fatalf("Mean of Index is %v", got)
		}
		if got := snn.Must(snn.Item(snn.Must(snn.At(snn.Must(snn.Stack([]*ts.Tensor{fresh(), fresh()}, 0)), 1, n-1)))); got != 1 {
			t.Fatalf("At of Stack is %v", got)
		}
		if got := snn.Must(snn.Item(snn.Must(snn.Sum(snn.Must(snn.Mul(fresh(), snn.Must(snn.Scale(fresh(), 2)))))))); got != 2*n {
			t.Fatalf("Sum of Mul is %v", got)
		}
		if got := snn.Must(snn.Item(snn.Must(snn.Argmax(fresh(), 0)))); got != 0 {
			t.Fatalf("Argmax is %v", got)
		}
	}
}
