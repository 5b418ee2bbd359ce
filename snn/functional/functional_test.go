package functional_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/functional"
)

// TestBadArguments wants an error that names the function, the argument and what is wrong, and no tensor.
func TestBadArguments(t *testing.T) {
	spikes, targets := tensor(t, make([]float32, 24), 2, 3, 4), tensor(t, []int64{0, 1, 3})
	doubles := tensor(t, make([]float64, 24), 2, 3, 4)
	dropped := ts.MustOnes([]int64{2, 3, 4}, gotch.Float, gotch.CPU)
	dropped.MustDrop()
	for _, c := range []struct {
		fn, arg string
		kind    error
		call    func() (*ts.Tensor, error)
	}{
		{"CrossEntropy", "membrane", argument.ErrTensor, func() (*ts.Tensor, error) { return functional.CrossEntropy(nil, targets) }},
		{"CrossEntropy", "membrane", argument.ErrTensor, func() (*ts.Tensor, error) { return functional.CrossEntropy(dropped, targets) }},
		{"CrossEntropy", "membrane", argument.ErrDType, func() (*ts.Tensor, error) { return functional.CrossEntropy(targets, targets) }},
		{"CrossEntropy", "membrane", argument.ErrShape, func() (*ts.Tensor, error) { return functional.CrossEntropy(tensor(t, []float32{1}, 1, 1), targets) }},
		{"CrossEntropy", "membrane", argument.ErrDType, func() (*ts.Tensor, error) { return functional.CrossEntropy(doubles, targets) }},
		{"CrossEntropy", "targets", argument.ErrTensor, func() (*ts.Tensor, error) { return functional.CrossEntropy(spikes, nil) }},
		{"CrossEntropy", "targets", argument.ErrDType, func() (*ts.Tensor, error) { return functional.CrossEntropy(spikes, tensor(t, []float32{0, 1, 2})) }},
		{"CrossEntropy", "targets", argument.ErrShape, func() (*ts.Tensor, error) { return functional.CrossEntropy(spikes, tensor(t, []int64{0, 1})) }},
		{"CrossEntropy", "targets", argument.ErrRange, func() (*ts.Tensor, error) { return functional.CrossEntropy(spikes, tensor(t, []int64{0, 1, 4})) }},
		{"CrossEntropy", "Reduction", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.CrossEntropy(spikes, targets, functional.Reduction("median"))
		}},
		{"CERateLoss", "Weights", argument.ErrShape, func() (*ts.Tensor, error) { return functional.CERateLoss(spikes, targets, functional.Weights{1}) }},
		{"CECountLoss", "Weights", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.CECountLoss(spikes, targets, functional.Weights{1, 1, 1, -1})
		}},
		{"CECountLoss", "PopulationCode", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.CECountLoss(spikes, targets, functional.PopulationCode(3))
		}},
		{"CECountLoss", "PopulationCode", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.CECountLoss(spikes, targets, functional.PopulationCode(0))
		}},
		{"CECountLoss", "targets", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.CECountLoss(spikes, targets, functional.PopulationCode(2))
		}},
		{"CETemporalLoss", "Inverse", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.CETemporalLoss(spikes, targets, functional.Inverse("root"))
		}},
		{"MSECountLoss", "CorrectRate", argument.ErrRange, func() (*ts.Tensor, error) { return functional.MSECountLoss(spikes, targets, functional.CorrectRate(2)) }},
		{"MSECountLoss", "IncorrectRate", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.MSECountLoss(spikes, targets, functional.IncorrectRate(math.NaN()))
		}},
		{"MSEMembraneLoss", "OnTarget", argument.ErrNotFinite, func() (*ts.Tensor, error) {
			return functional.MSEMembraneLoss(spikes, targets, functional.OnTarget(math.Inf(1)))
		}},
		{"MSETemporalLoss", "OnTarget", argument.ErrRange, func() (*ts.Tensor, error) { return functional.MSETemporalLoss(spikes, targets, functional.OnTarget(2)) }},
		{"MSETemporalLoss", "OnTimes", argument.ErrShape, func() (*ts.Tensor, error) {
			return functional.MSETemporalLoss(spikes, targets, functional.OnTimes{1}, functional.OffTimes{0, 1})
		}},
		{"MSETemporalLoss", "Tolerance", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.MSETemporalLoss(spikes, targets, functional.Tolerance(-1))
		}},
		{"MSETemporalLoss", "targets", argument.ErrDType, func() (*ts.Tensor, error) {
			return functional.MSETemporalLoss(spikes, targets, functional.TargetIsTime(true))
		}},
		{"MSETemporalLoss", "targets", argument.ErrShape, func() (*ts.Tensor, error) {
			return functional.MSETemporalLoss(spikes, tensor(t, []float32{0, 1, 2}), functional.TargetIsTime(true))
		}},
		{"MSETemporalLoss", "targets", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.MSETemporalLoss(spikes, tensor(t, []float32{0, 1, 9, 0}), functional.TargetIsTime(true))
		}},
		{"L1RateSparsity", "Lambda", argument.ErrRange, func() (*ts.Tensor, error) { return functional.L1RateSparsity(spikes, functional.Lambda(-1)) }},
		{"AccuracyRate", "targets", argument.ErrShape, func() (*ts.Tensor, error) {
			_, err := functional.AccuracyRate(spikes, tensor(t, []int64{0}))
			return nil, err
		}},
		{"AccuracyTemporal", "spikes", argument.ErrTensor, func() (*ts.Tensor, error) { _, err := functional.AccuracyTemporal(nil, targets); return nil, err }},
		{"StateQuant", "NumBits", argument.ErrRange, func() (*ts.Tensor, error) { _, err := functional.StateQuant(functional.NumBits(0)); return nil, err }},
		{"StateQuant", "Threshold", argument.ErrRange, func() (*ts.Tensor, error) { _, err := functional.StateQuant(functional.Threshold(0)); return nil, err }},
		{"StateQuant", "Threshold", argument.ErrRange, func() (*ts.Tensor, error) {
			_, err := functional.StateQuant(functional.Threshold(1e308))
			return nil, err
		}},
		{"StateQuant", "Multiplier", argument.ErrRange, func() (*ts.Tensor, error) {
			_, err := functional.StateQuant(functional.Uniform(false), functional.Multiplier(1e300))
			return nil, err
		}},
		{"StateQuant", "option", argument.ErrOption, func() (*ts.Tensor, error) { _, err := functional.StateQuant(nil); return nil, err }},
		{"Quantizer.Quantize", "Quantizer", argument.ErrRange, func() (*ts.Tensor, error) { return new(functional.Quantizer).Quantize(spikes) }},
		{"CrossEntropy", "option", argument.ErrOption, func() (*ts.Tensor, error) { return functional.CrossEntropy(spikes, targets, nil) }},
		{"L1RateSparsity", "option", argument.ErrOption, func() (*ts.Tensor, error) { return functional.L1RateSparsity(spikes, nil) }},
		{"CETemporalLoss", "Weights", argument.ErrRange, func() (*ts.Tensor, error) {
			return functional.CETemporalLoss(spikes, targets, functional.Weights{0, 0, 0, 0})
		}},
	} {
		x, err := c.call()
		var e *argument.Error
		if x != nil || !errors.As(err, &e) || e.Func != "functional."+c.fn || e.Arg != c.arg || !errors.Is(err, c.kind) {
			t.Errorf("%s, %s: %v, want %v", c.fn, c.arg, err, c.kind)
		}
	}
}

// TestWeightsOfSquares multiplies each sample's squared errors by the weight of its class.
func TestWeightsOfSquares(t *testing.T) {
	spikes, targets := tensor(t, []float32{1, 0, 1, 0, 0, 0}, 1, 3, 2), tensor(t, []int64{0, 1, 1})
	loss, err := functional.MSECountLoss(spikes, targets, functional.Weights{2, 3}, functional.Sum)
	check(t, err)
	defer loss.MustDrop()
	near(t, "loss", floats(t, loss), []float64{2*0 + 3*2 + 3*1}) // errors of the samples: none, two, one
}

// TestSecondSpikes measures the first two spikes of each neuron apart from the others'.
func TestSecondSpikes(t *testing.T) {
	spikes := tensor(t, []float32{1, 0, 0, 0 /**/, 0, 1, 0, 0 /**/, 1, 1, 0, 1}, 3, 2, 2)
	times := tensor(t, []float32{0, 1, 2, 2 /**/, 2, 2, 2, 2}, 2, 2, 2)
	loss, err := functional.MSETemporalLoss(spikes, times, functional.TargetIsTime(true))
	check(t, err)
	defer loss.MustDrop()
	near(t, "loss", floats(t, loss), []float64{0})
}

// TestNoLeak runs losses and their gradients many times: no handle stays.
func TestNoLeak(t *testing.T) {
	spikes, targets := tensor(t, make([]float32, 24), 2, 3, 4), tensor(t, []int64{0, 1, 3})
	x := spikes.MustSetRequiresGrad(true, false)
	defer x.MustDrop()
	before := len(ts.ExistingTensors)
	for range 50 {
		for _, loss := range []func() (*ts.Tensor, error){
			func() (*ts.Tensor, error) { return functional.CERateLoss(x, targets) },
			func() (*ts.Tensor, error) { return functional.CECountLoss(x, targets, functional.PopulationCode(4)) },
			func() (*ts.Tensor, error) { return functional.MSETemporalLoss(x, targets, functional.Tolerance(1)) },
			func() (*ts.Tensor, error) { return functional.CERateLoss(x, nil) },
		} {
			if l, err := loss(); err == nil {
				l.MustDrop()
			}
		}
	}
	if left := len(ts.ExistingTensors) - before; left != 0 {
		t.Errorf("%d tensors are left", left)
	}
}

func ExampleCrossEntropy() {
	membrane := ts.MustZeros([]int64{25, 128, 10}, gotch.Float, gotch.CPU) // undecided at each of 25 steps
	defer membrane.MustDrop()
	targets := ts.MustZeros([]int64{128}, gotch.Int64, gotch.CPU)
	defer targets.MustDrop()
	loss, err := functional.CrossEntropy(membrane, targets)
	if err != nil {
		panic(err)
	}
	defer loss.MustDrop()
	fmt.Printf("%.3f, 25 ln 10 = %.3f\n", loss.MustFloat64Value(nil), 25*math.Log(10))
	// Output: 57.565, 25 ln 10 = 57.565
}

func ExampleAccuracyRate() {
	spikes := ts.MustOfSlice([]float32{0, 1, 1, 0, 0, 1, 0, 0}).MustView([]int64{2, 2, 2}, true) // two steps, samples and neurons
	defer spikes.MustDrop()
	targets := ts.MustOfSlice([]int64{1, 1})
	defer targets.MustDrop()
	fmt.Println(functional.AccuracyRate(spikes, targets)) // sample 1 spiked more in neuron 0
	// Output: 0.5 <nil>
}

func ExampleStateQuant() {
	q, err := functional.StateQuant(functional.NumBits(2), functional.UpperLimit(0))
	if err != nil {
		panic(err)
	}
	fmt.Printf("%.2f\n", q.Levels())
	// Output: [-1.00 -0.33 0.33 1.00]
}
