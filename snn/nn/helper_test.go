package nn

import (
	"encoding/json"
	"math"
	"os"
	"sync"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
)

// golden is testdata/golden.json: what PyTorch and snnTorch compute.
type golden struct {
	Initial map[string][]float32
	X       []float32
	Layers  map[string]struct {
		Shape       []int64
		Y, Gradient []float32
	}
	Norm       struct{ Mean, Variance, Evaluated []float32 }
	Start      []float32
	Gradients  [][]float32
	Optimizers map[string][][]float32
	Tutorial5  training
	Tutorial6  training
}

// training is the losses of the first iterations, and values of the first gradients.
type training struct {
	Losses    []float64
	Gradients map[string]struct {
		Values  []float64
		Largest float64
	}
}

var readGolden = sync.OnceValues(func() (golden, error) {
	var g golden
	data, err := os.ReadFile("testdata/golden.json")
	if err == nil {
		err = json.Unmarshal(data, &g)
	}
	return g, err
})

func wanted(t testing.TB) golden {
	t.Helper()
	g, err := readGolden()
	check(t, err)
	return g
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// must returns what a constructor has made, or fails the test.
func must[T any](x T, err error) func(t testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		check(t, err)
		return x
	}
}

// near compares to a share of the largest value.
func near(t testing.TB, what string, got, want []float32, share float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	scale := 0.0
	for _, v := range want {
		scale = max(scale, math.Abs(float64(v)))
	}
	for i := range got {
		if !(math.Abs(float64(got[i]-want[i])) <= share*scale) {
			t.Fatalf("%s, element %d: %v, want %v", what, i, got[i], want[i])
		}
	}
}

// values copies a tensor's values.
func values(t testing.TB, x *ts.Tensor) []float32 {
	t.Helper()
	plain := x.MustDetach(false)
	defer plain.MustDrop()
	_, v := tensortest.Values(t, plain)
	return v
}

// parameter is a module of one parameter, of given values.
type parameter struct{ x *ts.Tensor }

func newTestParameter(t testing.TB, values []float32) parameter {
	t.Helper()
	x := tensortest.Of(t, values).MustSetRequiresGrad(true, false)
	t.Cleanup(x.MustDrop)
	return parameter{x}
}

func (p parameter) Parameters() []neuron.Parameter {
	return []neuron.Parameter{{Name: "x", Value: p.x}}
}
