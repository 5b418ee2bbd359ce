package snn

import (
	"fmt"
	"math"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

func TestTargetRateCodeRegular(t *testing.T) {
	for _, c := range []struct {
		rate         float64
		steps, first int
		want         []float32
	}{
		{1, 5, 0, []float32{0, 1, 2, 3, 4}},
		{1, 5, 3, []float32{3, 4}},
		{0.3, 5, 0, []float32{0, 3}},
		{0.3, 11, 0, []float32{0, 3, 6, 10}}, // the third interval of 1/0.3 ends at 10 and not at 9.99
		{0.7, 8, 0, []float32{0, 1, 2, 4, 5, 7}},
		{0.5, 6, 1, []float32{1, 3, 5}},
		{0, 5, 0, nil},
		{1e-300, 5, 1, []float32{1}},
	} {
		spikes, times, err := TargetRateCode(c.rate, NumSteps(c.steps), FirstSpikeTime(c.first))
		train := make([]float32, c.steps)
		for _, s := range c.want {
			train[int(s)] = 1
		}
		tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{int64(c.steps)}, train, 0)
		tensortest.Want(t, tensortest.Owned(t, times, err), []int64{int64(len(c.want))}, c.want, 0)
	}
}

func TestTargetRateCodeRandom(t *testing.T) {
	const steps, first, rate = 100_000, 100, 0.2
	free := float64(steps - first)
	for _, c := range []struct {
		pattern    string
		mean, vari float64 // of the number of spikes
	}{
		// n = 0.2 free draws out of free steps: the expected number of different ones, with its variance below.
		{"uniform", free * (1 - math.Exp(-rate)), free * math.Exp(-rate) * (1 - (1+rate)*math.Exp(-rate))},
		{"poisson", free * rate, free * rate * (1 - rate)},
	} {
		counts := map[uint64]int{}
		for seed := range uint64(4) {
			spikes, times, err := TargetRateCode(rate, NumSteps(steps), FirstSpikeTime(first),
				FiringPattern(c.pattern), Seed(seed))
			_, train := tensortest.Values(t, tensortest.Owned(t, spikes, err))
			_, at := tensortest.Values(t, tensortest.Owned(t, times, err))
			for _, x := range at {
				if train[int(x)] != 1 || int(x) < first {
					t.Fatalf("%s: no spike at %v", c.pattern, x)
				}
				train[int(x)] = 0
			}
			for i, x := range train {
				if x != 0 {
					t.Fatalf("%s: a spike at %d without a time", c.pattern, i)
				}
			}
			counts[seed] = len(at)
			if math.Abs(float64(len(at))-c.mean) > 4*math.Sqrt(c.vari) {
				t.Errorf("%s: %d spikes, want %.0f +- %.0f", c.pattern, len(at), c.mean, math.Sqrt(c.vari))
			}
		}
		if counts[0] == counts[1] && counts[1] == counts[2] && counts[2] == counts[3] {
			t.Errorf("%s: the seed does not matter: %v", c.pattern, counts)
		}
	}
}

func TestTargetRateCodeRefuses(t *testing.T) {
	for _, c := range []struct {
		rate float64
		opts []TargetRateCodeOption
		arg  string
		kind error
	}{
		{1.1, []TargetRateCodeOption{NumSteps(5)}, "rate", ErrRange},
		{math.NaN(), []TargetRateCodeOption{NumSteps(5)}, "rate", ErrRange},
		{1, nil, "NumSteps", ErrOption},
		{1, []TargetRateCodeOption{NumSteps(0)}, "NumSteps", ErrRange},
		{1, []TargetRateCodeOption{NumSteps(5), FirstSpikeTime(6)}, "FirstSpikeTime", ErrRange},
		{1, []TargetRateCodeOption{NumSteps(5), FirstSpikeTime(-1)}, "FirstSpikeTime", ErrRange},
		{1, []TargetRateCodeOption{NumSteps(5), FiringPattern("bursty")}, "FiringPattern", ErrOption},
	} {
		spikes, times, err := TargetRateCode(c.rate, c.opts...)
		wantArgError(t, spikes, err, "TargetRateCode", c.arg, c.kind)
		if times != nil {
			t.Error("times besides the error")
		}
	}
}

// The cases of snnTorch's documentation, some of which its version 1.0.0 fails on.
func TestTargetsRate(t *testing.T) {
	for _, c := range []struct {
		name string
		opts []TargetsRateOption
		want []float32 // of class 1, the correct one, and then of class 0, over time; without time, of each
	}{
		{"one-hot", nil, []float32{1, 0}},
		{"one-hot, time left out", []TargetsRateOption{NumSteps(5)}, []float32{1, 0}},
		{"off target below 0", []TargetsRateOption{OffTarget(-0.5)}, []float32{1, -0.5}},
		{"on below off", []TargetsRateOption{OnTarget(0.1), OffTarget(0.9)}, []float32{0.1, 0.9}},
		{"first spike time", []TargetsRateOption{NumSteps(5), FirstSpikeTime(2), OnTarget(1.2), OffTarget(0.5)},
			[]float32{0.5, 0.5, 1.2, 1.2, 1.2, 0.5, 0.5, 0.5, 0.5, 0.5}},
		{"first spike time, interpolated", []TargetsRateOption{NumSteps(5), FirstSpikeTime(2), Interpolate(true)},
			[]float32{0, 0.5, 1, 1, 1, 0, 0, 0, 0, 0}},
		{"rate 1/4, interpolated", []TargetsRateOption{NumSteps(5), CorrectRate(0.25), OnTarget(1.2), OffTarget(0.5), Interpolate(true)},
			[]float32{1.2, 0.5, 0.7333333, 0.9666667, 1.2, 0.5, 0.5, 0.5, 0.5, 0.5}},
		{"both rates", []TargetsRateOption{NumSteps(5), CorrectRate(0.5), IncorrectRate(0.25)},
			[]float32{1, 0, 1, 0, 1, 1, 0, 0, 0, 1}},
		{"both rates, on and off", []TargetsRateOption{NumSteps(5), CorrectRate(0.5), IncorrectRate(0.25), OnTarget(2), OffTarget(-1)},
			[]float32{2, -1, 2, -1, 2, 2, -1, -1, -1, 2}},
		{"after the last spike", []TargetsRateOption{NumSteps(6), CorrectRate(0.25), Interpolate(true)},
			[]float32{1, 0, 1. / 3, 2. / 3, 1, 0, 0, 0, 0, 0, 0, 0}},
		{"rate 1, any pattern", []TargetsRateOption{NumSteps(3), FirstSpikeTime(1), FiringPattern("uniform")},
			[]float32{0, 1, 1, 0, 0, 0}},
	} {
		x, err := TargetsRate(tensortest.Of(t, []int64{1}), 3, c.opts...)
		steps := len(c.want) / 2
		shape, got := tensortest.Values(t, tensortest.Owned(t, x, err))
		if wantDims := 3; steps == 1 {
			wantDims = 2
			if len(shape) != wantDims {
				t.Errorf("%s: shape %v", c.name, shape)
			}
		} else if len(shape) != wantDims || int(shape[0]) != steps {
			t.Errorf("%s: shape %v", c.name, shape)
		}
		for s := range steps {
			correct, incorrect := c.want[s], c.want[steps+s]
			for i, want := range []float32{incorrect, correct, incorrect} {
				if math.Abs(float64(got[3*s+i]-want)) > 1e-6 {
					t.Errorf("%s: class %d at step %d is %v, want %v", c.name, i, s, got[3*s+i], want)
				}
			}
		}
	}
}

// All neurons of a class share a train, and the two trains are drawn apart.
func TestTargetsRateTrains(t *testing.T) {
	opts := []TargetsRateOption{NumSteps(200), CorrectRate(0.5), IncorrectRate(0.5), FiringPattern("Poisson"), Seed(3)}
	targets := []int64{2, 0, 2}
	x, err := TargetsRate(tensortest.Of(t, targets), 4, opts...)
	_, got := tensortest.Values(t, tensortest.Owned(t, x, err))
	differ := 0
	for s := range 200 {
		step := got[s*12 : (s+1)*12]
		correct, incorrect := step[2], step[0]
		for i, v := range step {
			if want := map[bool]float32{true: correct, false: incorrect}[int64(i%4) == targets[i/4]]; v != want {
				t.Fatalf("step %d, neuron %d is %v, want %v", s, i, v, want)
			}
		}
		if correct != incorrect {
			differ++
		}
	}
	if differ < 70 || differ > 130 { // binomial of 200 halves: 4 sigma is 28
		t.Errorf("the two trains differ at %d steps of 200", differ)
	}
	again, err := TargetsRate(tensortest.Of(t, targets), 4, opts...)
	tensortest.Want(t, tensortest.Owned(t, again, err), []int64{200, 3, 4}, got, 0)
}

func TestTargetsRateRefuses(t *testing.T) {
	labels := tensortest.Of(t, []int64{1})
	for _, c := range []struct {
		opts []TargetsRateOption
		arg  string
		kind error
	}{
		{[]TargetsRateOption{CorrectRate(0.5)}, "NumSteps", ErrOption},
		{[]TargetsRateOption{FirstSpikeTime(1)}, "NumSteps", ErrOption},
		{[]TargetsRateOption{FirstSpikeTime(-1), NumSteps(3)}, "FirstSpikeTime", ErrRange},
		{[]TargetsRateOption{CorrectRate(1.5), NumSteps(3)}, "CorrectRate", ErrRange},
		{[]TargetsRateOption{CorrectRate(0.2), IncorrectRate(0.3), NumSteps(3)}, "IncorrectRate", ErrRange},
		{[]TargetsRateOption{IncorrectRate(math.NaN()), NumSteps(3)}, "IncorrectRate", ErrRange},
		{[]TargetsRateOption{OnTarget(math.Inf(1))}, "OnTarget", ErrNotFinite},
		{[]TargetsRateOption{OffTarget(math.NaN())}, "OffTarget", ErrNotFinite},
		{[]TargetsRateOption{FiringPattern("")}, "FiringPattern", ErrOption},
	} {
		x, err := TargetsRate(labels, 3, c.opts...)
		wantArgError(t, x, err, "TargetsRate", c.arg, c.kind)
	}
}

func ExampleTargetRateCode() {
	spikes, times, err := TargetRateCode(0.3, NumSteps(5), FiringPattern("regular"))
	if err != nil {
		fmt.Println(err)
		return
	}
	Print(spikes)
	Print(times)
	// Output:
	// tensor([1., 0., 0., 1., 0.])
	// tensor([0, 3])
}

func ExampleTargetsRate() {
	labels := ts.MustOfSlice([]int64{2})
	Print(Must(TargetsRate(labels, 3, NumSteps(5), CorrectRate(0.5), IncorrectRate(0.25))))
	// Output:
	// tensor([[[1., 1., 1.]],
	//
	//         [[0., 0., 0.]],
	//
	//         [[0., 0., 1.]],
	//
	//         [[0., 0., 0.]],
	//
	//         [[1., 1., 1.]]])
}
