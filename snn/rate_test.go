package snn

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

func TestRateShapesAndTypes(t *testing.T) {
	for _, shape := range [][]int64{{}, {1}, {5}, {2, 3}, {2, 1, 3, 4}, {0}, {3, 0}} {
		ones := make([]float32, tensormem.Numel(shape))
		for i := range ones {
			ones[i] = 1
		}
		for _, dtype := range tensormem.Numeric {
			f, data, err := tensormem.New[float32](shape)
			tensortest.Owned(t, f, err)
			copy(data, ones)
			x := tensortest.Owned(t, f.MustTotype(dtype, false), nil)
			spikes, err := Rate(x, NumSteps(3), FirstSpikeTime(1), Seed(1))
			if err != nil {
				t.Fatal(err)
			}
			want := slices.Concat(make([]float32, len(ones)), ones, ones)
			tensortest.Want(t, tensortest.Owned(t, spikes, nil), append([]int64{3}, shape...), want, 0)
			conv, err := RateConv(x, Seed(1))
			tensortest.Want(t, tensortest.Owned(t, conv, err), shape, ones, 0)
		}
	}
}

// A view with strides spikes as its copy does, and is left as it was.
func TestRateOfView(t *testing.T) {
	x := tensortest.Of(t, tensortest.Ramp(60), 6, 10)
	view := tensortest.Owned(t, x.MustT(false), nil)
	copied := tensortest.Owned(t, view.MustContiguous(false), nil)
	for _, y := range []*ts.Tensor{view, copied} {
		_, got := tensortest.Values(t, tensortest.Owned(t, Must(Rate(y, NumSteps(10), Seed(5))), nil))
		_, want := tensortest.Values(t, tensortest.Owned(t, Must(Rate(copied, NumSteps(10), Seed(5))), nil))
		if !slices.Equal(got, want) {
			t.Error("a view gives other spikes than its copy")
		}
	}
	if view.MustIsContiguous() {
		t.Error("the view was changed")
	}
}

// Gain and offset make the probability, and uint8 images take part by the gain.
func TestRateProbability(t *testing.T) {
	const steps = 4000
	for _, c := range []struct {
		x    any
		opts []RateOption
		p    float64
	}{
		{[]float32{0.5}, nil, 0.5},
		{[]float32{0.5}, []RateOption{Gain(0.5)}, 0.25},
		{[]float32{0.5}, []RateOption{Gain(0.5), Offset(0.25)}, 0.5},
		{[]float32{0.5}, []RateOption{Gain(-1), Offset(0.25)}, 0},
		{[]float32{7}, nil, 1},
		{[]float32{-7}, nil, 0},
		{[]float64{0.1}, []RateOption{Gain(2)}, 0.2},
		{[]uint8{51}, []RateOption{Gain(1.0 / 255)}, 0.2},
		{[]int64{3}, []RateOption{Gain(0.1)}, 0.3},
	} {
		_, got := tensortest.Values(t, tensortest.Owned(t, Must(Rate(tensortest.Of(t, c.x), append(c.opts, NumSteps(steps), Seed(8), DType(gotch.Float))...)), nil))
		sum := 0.0
		for _, s := range got {
			sum += float64(s)
		}
		if sigma := math.Sqrt(c.p * (1 - c.p) / steps); math.Abs(sum/steps-c.p) > 4*sigma {
			t.Errorf("%v %v: rate %v, want %v", c.x, c.opts, sum/steps, c.p)
		}
	}
}

// A sample's spikes depend on its place in the data set, not on its batch.
func TestRateBatchSplit(t *testing.T) {
	const samples, features, steps = 10, 7, 5 // 7 features: batches begin within a block of four random words
	x := tensortest.Of(t, tensortest.Ramp(samples*features), samples, features)
	whole := rateBytes(t, x, NumSteps(steps), Seed(2))
	for _, size := range []int{1, 3, 4, 10} {
		for lo := 0; lo < samples; lo += size {
			hi := min(lo+size, samples)
			batch := tensortest.Owned(t, x.MustNarrow(0, int64(lo), int64(hi-lo), false), nil)
			got := rateBytes(t, batch, NumSteps(steps), Seed(2), SampleIndex(int64(lo)))
			for s := range steps {
				want := whole[(s*samples+lo)*features : (s*samples+hi)*features]
				if n := (hi - lo) * features; !slices.Equal(got[s*n:(s+1)*n], want) {
					t.Fatalf("batches of %d: sample %d has other spikes at step %d", size, lo, s)
				}
			}
		}
	}
}

func TestRateTimeVarInput(t *testing.T) {
	// The input's probabilities are 0 or 1, and gain turns them round: what spikes is known.
	x := tensortest.Of(t, []float32{0, 1, 1, 0, 1, 1}, 3, 2)
	spikes, err := Rate(x, TimeVarInput(true), FirstSpikeTime(2), Gain(-1), Offset(1), Seed(1))
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{5, 2}, []float32{0, 0, 0, 0, 1, 0, 0, 1, 0, 0}, 0)
	// A value at a time step spikes as it does where it stands for all steps.
	p := tensortest.Of(t, slices.Concat(tensortest.Ramp(500), tensortest.Ramp(500)), 2, 500)
	steady := tensortest.Owned(t, Must(Rate(tensortest.Of(t, tensortest.Ramp(500)), NumSteps(2), Seed(6))), nil)
	varying, err := Rate(p, TimeVarInput(true), Seed(6))
	_, want := tensortest.Values(t, steady)
	tensortest.Want(t, tensortest.Owned(t, varying, err), []int64{2, 500}, want, 0)
}

func TestRateSeed(t *testing.T) {
	x := tensortest.Of(t, tensortest.Ramp(1000))
	var seed uint64
	first, err := Rate(x, NumSteps(5), SeedUsed(&seed))
	_, want := tensortest.Values(t, tensortest.Owned(t, first, err))
	again, err := Rate(x, NumSteps(5), Seed(seed))
	tensortest.Want(t, tensortest.Owned(t, again, err), []int64{5, 1000}, want, 0)
	other, err := Rate(x, NumSteps(5))
	if _, got := tensortest.Values(t, tensortest.Owned(t, other, err)); slices.Equal(got, want) {
		t.Error("two fresh seeds gave the same spikes")
	}
}

func TestRateErrors(t *testing.T) {
	x := tensortest.Of(t, tensortest.Ramp(6), 2, 3)
	dropped := ts.MustOfSlice([]float32{1})
	dropped.MustDrop()
	bad := func(v float64) *ts.Tensor { return tensortest.Of(t, []float64{0.5, v}) }
	for _, c := range []struct {
		x    *ts.Tensor
		opts []RateOption
		arg  string
		kind error
	}{
		{x, nil, "NumSteps", ErrOption},
		{x, []RateOption{NumSteps(0)}, "NumSteps", ErrRange},
		{x, []RateOption{NumSteps(-3)}, "NumSteps", ErrRange},
		{x, []RateOption{NumSteps(math.MaxInt)}, "NumSteps", ErrRange},
		{x, []RateOption{NumSteps(3), TimeVarInput(true)}, "NumSteps", ErrOption},
		{x, []RateOption{NumSteps(3), FirstSpikeTime(3)}, "FirstSpikeTime", ErrRange},
		{x, []RateOption{NumSteps(3), FirstSpikeTime(-1)}, "FirstSpikeTime", ErrRange},
		{x, []RateOption{TimeVarInput(true), FirstSpikeTime(-1)}, "FirstSpikeTime", ErrRange},
		{x, []RateOption{NumSteps(3), Gain(math.NaN())}, "Gain", ErrNotFinite},
		{x, []RateOption{NumSteps(3), Offset(math.Inf(1))}, "Offset", ErrNotFinite},
		{x, []RateOption{NumSteps(3), SampleIndex(-1)}, "SampleIndex", ErrRange},
		{x, []RateOption{NumSteps(3), DType(gotch.ComplexFloat)}, "DType", ErrDType},
		{nil, []RateOption{NumSteps(3)}, "data", ErrTensor},
		{dropped, []RateOption{NumSteps(3)}, "data", ErrTensor},
		{bad(math.NaN()), []RateOption{NumSteps(3)}, "data", ErrNotFinite},
		{bad(math.Inf(1)), []RateOption{NumSteps(3)}, "data", ErrNotFinite},
		{bad(math.Inf(-1)), []RateOption{NumSteps(3)}, "data", ErrNotFinite},
	} {
		spikes, err := Rate(c.x, c.opts...)
		wantArgError(t, spikes, err, "Rate", c.arg, c.kind)
	}
	scalar := tensortest.Owned(t, x.MustMean(gotch.Float, false), nil)
	spikes, err := Rate(scalar, TimeVarInput(true))
	wantArgError(t, spikes, err, "Rate", "data", ErrShape)
	spikes, err = RateConv(bad(math.NaN()))
	wantArgError(t, spikes, err, "RateConv", "data", ErrNotFinite)
}

func ExampleRate() {
	images := ts.MustOfSlice([]float32{0, 0.5, 1}).MustView([]int64{1, 3}, true) // one sample of three features
	defer images.MustDrop()
	spikes := Must(Rate(images, NumSteps(4), Seed(42)))
	defer spikes.MustDrop()
	fmt.Println(spikes.MustSize())
	fmt.Println(spikes.Float64Values())
	// Output:
	// [4 1 3]
	// [0 1 1 0 1 1 0 0 1 0 1 1]
}

// Values of 0 to 255 need a gain, and spikes as bytes a quarter of the memory.
func ExampleRate_bytes() {
	pixels := ts.MustOfSlice([]uint8{0, 51, 255})
	defer pixels.MustDrop()
	var seed uint64
	spikes := Must(Rate(pixels, NumSteps(1000), Gain(1.0/255), Offset(0), FirstSpikeTime(0), DType(gotch.Uint8),
		SampleIndex(0), SeedUsed(&seed)))
	defer spikes.MustDrop()
	fmt.Println(spikes.MustSize())
	// Output: [1000 3]
}

func ExampleRate_timeVarInput() {
	probabilities := ts.MustOfSlice([]float32{0, 1, 1, 0}).MustView([]int64{4, 1}, true)
	defer probabilities.MustDrop()
	spikes := Must(Rate(probabilities, TimeVarInput(true), FirstSpikeTime(1)))
	defer spikes.MustDrop()
	fmt.Println(spikes.MustSize(), spikes.Float64Values())
	// Output: [5 1] [0 0 1 1 0]
}

func ExampleRateConv() {
	probabilities := ts.MustOfSlice([]float32{0, 0.5, 1, 0.5})
	defer probabilities.MustDrop()
	spikes := Must(RateConv(probabilities, Seed(2)))
	defer spikes.MustDrop()
	fmt.Println(spikes.Float64Values())
	// Output: [0 1 1 1]
}
