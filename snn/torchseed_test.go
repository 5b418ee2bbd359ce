package snn

import (
	"encoding/json"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

const goldenSeed = TorchSeed(42)

// What is drawn is, bit for bit, what torch 2.1.2 and snnTorch 1.0.0 draw after torch.manual_seed(42).
func TestTorchSeedGolden(t *testing.T) {
	text, err := os.ReadFile("testdata/torchseed.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Function string
		Args     map[string]any
		Shape    []int64
		Data     []float32
	}
	if err := json.Unmarshal(text, &cases); err != nil || len(cases) < 20 {
		t.Fatal(len(cases), err)
	}
	x := tensortest.Of(t, make([]float32, 0), 0)
	linspace := make([]float32, 40) // torch.linspace(0, 1.2, 40), which counts from both ends
	for i := range linspace {
		step := float32(1.2) / 39
		if linspace[i] = step * float32(i); i >= 20 {
			linspace[i] = 1.2 - step*float32(39-i)
		}
	}
	for _, c := range cases {
		dtype := map[any]gotch.DType{"float32": gotch.Float, "float64": gotch.Double, "float16": gotch.Half, "bfloat16": gotch.BFloat16}[c.Args["dtype"]]
		if c.Args["dtype"] != nil {
			x = tensortest.Owned(t, tensortest.Of(t, linspace, 2, 20).MustTotype(dtype, false), nil)
		}
		opts := append(goldenCase{Args: omit(c.Args, "dtype", "transposed")}.options(t), goldenSeed)
		var got *ts.Tensor
		var err error
		switch c.Function {
		case "rate":
			got, err = encoderOf(Rate)(x, opts...)
		case "rate_conv":
			if c.Args["transposed"] == true {
				x = tensortest.Owned(t, x.MustT(false), nil)
			}
			got, err = RateConv(x, goldenSeed)
		case "rand":
			got, err = Rand(c.Shape, only[RandOption](opts)...)
		case "trains":
			got, err = TargetsRate(tensortest.Of(t, []int64{0}), 2, append(only[TargetsRateOption](opts), CorrectRate(0.7), IncorrectRate(0.3))...)
			trains := tensortest.Owned(t, got, err)
			got = tensortest.Owned(t, trains.MustSelect(1, 0, false), nil).MustT(false) // [2 x T]
		}
		tensortest.Owned(t, got, err)
		shape, values := tensortest.Values(t, got)
		if !slices.Equal(shape, c.Shape) || !slices.Equal(values, c.Data) {
			t.Errorf("%s %v: shape %v, want %v\ngot  %v\nwant %v", c.Function, c.Args, shape, c.Shape, values, c.Data)
		}
		if dtype != 0 && c.Args["dtype"] != nil && got.DType() != dtype {
			t.Errorf("%s %v: %s", c.Function, c.Args, tensormem.DTypeName(got.DType()))
		}
	}
}

// omit leaves out arguments.
func omit(args map[string]any, without ...string) map[string]any {
	rest := map[string]any{}
	for name, value := range args {
		if !slices.Contains(without, name) {
			rest[name] = value
		}
	}
	return rest
}

// Calls at the same time do not take each other's numbers, and the last seed that is given counts.
func TestTorchSeedApart(t *testing.T) {
	want := rateBytes(t, tensortest.Of(t, tensortest.Ramp(1000)), NumSteps(20), goldenSeed)
	x := tensortest.Of(t, tensortest.Ramp(1000))
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			var used uint64
			for range 5 {
				if got := rateBytes(t, x, NumSteps(20), Seed(1), goldenSeed, SeedUsed(&used)); !slices.Equal(got, want) || used != 42 {
					t.Error("other spikes")
				}
			}
		})
	}
	wait.Wait()
	ours := rateBytes(t, x, NumSteps(20), Seed(1))
	if got := rateBytes(t, x, NumSteps(20), goldenSeed, Seed(1)); !slices.Equal(got, ours) || slices.Equal(got, want) {
		t.Error("the last seed does not count")
	}
	if got, err := Rate(x, NumSteps(2), goldenSeed, SampleIndex(3)); true {
		wantArgError(t, got, err, "Rate", "SampleIndex", ErrOption)
	}
}

// Spikes as Python's torch.manual_seed(42); spikegen.rate(torch.full((4,), 0.5), num_steps=2) gives them.
func ExampleTorchSeed() {
	x := Must(Full([]int64{4}, 0.5))
	Print(Must(Rate(x, NumSteps(2), TorchSeed(42))))
	// Output:
	// tensor([[0., 0., 1., 0.],
	//         [1., 0., 1., 0.]])
}
