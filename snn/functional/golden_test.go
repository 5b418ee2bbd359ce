package functional_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/functional"
)

// golden is testdata/golden.json: what snnTorch makes of spikes and membranes.
type golden struct {
	Shape                   []int64
	Spikes, Membrane, Times []float32
	Targets, Classes        []int64
	PerStep                 []int64
	Weights                 []float32
	Cases                   []goldenCase
	AccuracyRate            float64
	AccuracyPopulation      float64
	AccuracyTemporal        float64
	Values                  []float32
	Quants                  []struct {
		Options           map[string]any
		Levels, Quantized []float32
	}
	STDP []goldenSTDP
}

type goldenCase struct {
	Name           string
	Loss, Gradient []float64
}

func readGolden(t testing.TB) golden {
	t.Helper()
	data, err := os.ReadFile("testdata/golden.json")
	check(t, err)
	var g golden
	check(t, json.Unmarshal(data, &g))
	return g
}

// TestGolden compares losses and gradients with snnTorch's.
func TestGolden(t *testing.T) {
	g := readGolden(t)
	targets, classes := tensor(t, g.Targets), tensor(t, g.Classes)
	perStep := tensor(t, g.PerStep, g.Shape[:2]...)
	times := tensor(t, g.Times, g.Shape[1:]...)
	zero := tensor(t, []int64{0})
	weights, ones := functional.Weights(g.Weights), functional.Weights(slices.Repeat([]float32{1}, len(g.Weights)))
	type loss = func(x *ts.Tensor) (*ts.Tensor, error)
	losses := map[string]loss{
		"CrossEntropy":   func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CrossEntropy(x, targets) },
		"CERateLoss":     func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CERateLoss(x, targets) },
		"CERateLoss sum": func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CERateLoss(x, targets, functional.Sum) },
		"CERateLoss none": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.CERateLoss(x, targets, functional.None, ones)
		},
		"CERateLoss weights":  func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CERateLoss(x, targets, weights) },
		"CECountLoss":         func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CECountLoss(x, targets) },
		"CECountLoss sum":     func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CECountLoss(x, targets, functional.Sum) },
		"CECountLoss none":    func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CECountLoss(x, targets, functional.None) },
		"CECountLoss weights": func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CECountLoss(x, targets, weights) },
		"CECountLoss population": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.CECountLoss(x, classes, functional.PopulationCode(5))
		},
		"CEMaxMembraneLoss": func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CEMaxMembraneLoss(x, targets) },
		"CEMaxMembraneLoss sum": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.CEMaxMembraneLoss(x, targets, functional.Sum)
		},
		"CEMaxMembraneLoss none": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.CEMaxMembraneLoss(x, targets, functional.None)
		},
		"CEMaxMembraneLoss weights": func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CEMaxMembraneLoss(x, targets, weights) },
		"CETemporalLoss":            func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CETemporalLoss(x, targets) },
		"CETemporalLoss reciprocal": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.CETemporalLoss(x, targets, functional.Reciprocal)
		},
		"CETemporalLoss weights": func(x *ts.Tensor) (*ts.Tensor, error) { return functional.CETemporalLoss(x, targets, weights) },
		"MSECountLoss":           func(x *ts.Tensor) (*ts.Tensor, error) { return functional.MSECountLoss(x, targets) },
		"MSECountLoss rates": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.MSECountLoss(x, targets, functional.CorrectRate(0.8), functional.IncorrectRate(0.2))
		},
		"MSECountLoss sum": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.MSECountLoss(x, targets, functional.CorrectRate(0.8), functional.IncorrectRate(0.2), functional.Sum)
		},
		"MSECountLoss population": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.MSECountLoss(x, classes, functional.CorrectRate(0.8), functional.IncorrectRate(0.2), functional.PopulationCode(5))
		},
		"MSEMembraneLoss": func(x *ts.Tensor) (*ts.Tensor, error) { return functional.MSEMembraneLoss(x, targets) },
		"MSEMembraneLoss targets": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.MSEMembraneLoss(x, targets, functional.OnTarget(1.2), functional.OffTarget(0.3))
		},
		"MSEMembraneLoss negative target": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.MSEMembraneLoss(x, targets, functional.OnTarget(1.2), functional.OffTarget(-0.3))
		},
		"MSEMembraneLoss per step": func(x *ts.Tensor) (*ts.Tensor, error) { return functional.MSEMembraneLoss(x, perStep) },
		"MSETemporalLoss":          func(x *ts.Tensor) (*ts.Tensor, error) { return functional.MSETemporalLoss(x, targets) },
		"MSETemporalLoss targets": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.MSETemporalLoss(x, targets, functional.OnTarget(1), functional.OffTarget(-2), functional.Tolerance(2))
		},
		"MSETemporalLoss times": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.MSETemporalLoss(x, times, functional.TargetIsTime(true))
		},
		"MSETemporalLoss two spikes of one neuron": func(x *ts.Tensor) (*ts.Tensor, error) {
			return functional.MSETemporalLoss(x, zero, functional.OnTimes{1, 3}, functional.OffTimes{4, 5})
		},
		"L1RateSparsity": func(x *ts.Tensor) (*ts.Tensor, error) { return functional.L1RateSparsity(x, functional.Lambda(1e-3)) },
	}
	if len(losses) != len(g.Cases) {
		t.Errorf("%d losses for %d cases", len(losses), len(g.Cases))
	}
	for _, c := range g.Cases {
		t.Run(c.Name, func(t *testing.T) {
			data, shape := g.Spikes, g.Shape
			if strings.Contains(c.Name, "Membrane") || c.Name == "CrossEntropy" {
				data = g.Membrane
			}
			if len(c.Gradient) != len(data) { // one neuron of sample 0
				shape = []int64{g.Shape[0], 1, 1}
				var one []float32
				for t := range g.Shape[0] {
					one = append(one, data[t*g.Shape[1]*g.Shape[2]+3])
				}
				data = one
			}
			compare(t, losses[c.Name], tensor(t, data, shape...), c.Loss, c.Gradient)
		})
	}
}

func compare(t *testing.T, loss func(*ts.Tensor) (*ts.Tensor, error), x *ts.Tensor, want, gradient []float64) {
	t.Helper()
	x = x.MustSetRequiresGrad(true, false)
	defer x.MustDrop()
	got, err := loss(x)
	check(t, err)
	defer got.MustDrop()
	near(t, "loss", floats(t, got), want)
	sum := got.MustSum(got.DType(), false)
	defer sum.MustDrop()
	sum.MustBackward()
	g := x.MustGrad(false)
	defer g.MustDrop()
	near(t, "gradient", floats(t, g), gradient)
}

func TestGoldenAccuracy(t *testing.T) {
	g := readGolden(t)
	spikes, targets, classes := tensor(t, g.Spikes, g.Shape...), tensor(t, g.Targets), tensor(t, g.Classes)
	rate, err := functional.AccuracyRate(spikes, targets)
	check(t, err)
	population, err := functional.AccuracyRate(spikes, classes, functional.PopulationCode(5))
	check(t, err)
	temporal, err := functional.AccuracyTemporal(spikes, targets)
	check(t, err)
	if rate != g.AccuracyRate || population != g.AccuracyPopulation || temporal != g.AccuracyTemporal {
		t.Errorf("%v, %v, %v, want %v, %v, %v", rate, population, temporal, g.AccuracyRate, g.AccuracyPopulation, g.AccuracyTemporal)
	}
}

// TestGoldenQuant compares levels and what is rounded to them.
func TestGoldenQuant(t *testing.T) {
	g := readGolden(t)
	for _, c := range g.Quants {
		t.Run(fmt.Sprint(c.Options), func(t *testing.T) {
			var opts []functional.QuantOption
			for name, value := range c.Options {
				switch name {
				case "num_bits":
					opts = append(opts, functional.NumBits(value.(float64)))
				case "uniform":
					opts = append(opts, functional.Uniform(value.(bool)))
				case "thr_centered":
					opts = append(opts, functional.ThrCentered(value.(bool)))
				case "threshold":
					opts = append(opts, functional.Threshold(value.(float64)))
				case "lower_limit":
					opts = append(opts, functional.LowerLimit(value.(float64)))
				case "upper_limit":
					opts = append(opts, functional.UpperLimit(value.(float64)))
				case "multiplier":
					opts = append(opts, functional.Multiplier(value.(float64)))
				}
			}
			if len(opts) != len(c.Options) {
				t.Fatal("options that this test does not know")
			}
			q, err := functional.StateQuant(opts...)
			check(t, err)
			if !slices.Equal(q.Levels(), c.Levels) {
				t.Fatalf("levels:\n got %v\nwant %v", q.Levels(), c.Levels)
			}
			x := tensor(t, g.Values).MustSetRequiresGrad(true, false)
			defer x.MustDrop()
			got, err := q.Quantize(x)
			check(t, err)
			defer got.MustDrop()
			near(t, "quantized", floats(t, got), doubles(c.Quantized))
			sum := got.MustSum(got.DType(), false)
			defer sum.MustDrop()
			sum.MustBackward()
			grad := x.MustGrad(false)
			defer grad.MustDrop()
			near(t, "gradient", floats(t, grad), slices.Repeat([]float64{1}, len(g.Values)))
		})
	}
}

func doubles(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// tensor makes a tensor of a slice and a shape, which the test drops at its end. No shape: one dimension.
func tensor(t testing.TB, data any, shape ...int64) *ts.Tensor {
	t.Helper()
	x, err := ts.OfSlice(data)
	check(t, err)
	if shape != nil {
		x = x.MustView(shape, true)
	}
	t.Cleanup(x.MustDrop)
	return x
}

// floats copies the values of x.
func floats(t testing.TB, x *ts.Tensor) []float64 {
	t.Helper()
	flat := x.MustDetach(false).MustReshape([]int64{-1}, true)
	defer flat.MustDrop()
	out := make([]float64, flat.MustSize()[0])
	for i := range out {
		one := flat.MustSelect(0, int64(i), false)
		out[i] = one.MustFloat64Value(nil)
		one.MustDrop()
	}
	return out
}

// near compares to 1e-6 of the largest value.
func near(t testing.TB, what string, got, want []float64) {
	t.Helper()
	scale := 0.0
	for _, v := range want {
		scale = max(scale, math.Abs(v))
	}
	if len(got) != len(want) {
		t.Fatalf("%s: %d values, want %d", what, len(got), len(want))
	}
	for i := range got {
		if !(math.Abs(got[i]-want[i]) <= 1e-6*scale) {
			t.Fatalf("%s, element %d: %v, want %v", what, i, got[i], want[i])
		}
	}
}
