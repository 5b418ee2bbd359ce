package snn

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

func TestLatencyInterpolate(t *testing.T) {
	for _, c := range []struct {
		name string
		time any
		opts []InterpolateOption
		want [][]float32
	}{
		{"documentation", []float32{0, 4}, []InterpolateOption{NumSteps(5)}, [][]float32{{1, 0}, {0, 0.25}, {0, 0.5}, {0, 0.75}, {0, 1}}},
		{"targets", []int64{0, 4}, []InterpolateOption{NumSteps(5), OnTarget(1.25), OffTarget(0.25)},
			[][]float32{{1.25, 0.25}, {0.25, 0.5}, {0.25, 0.75}, {0.25, 1}, {0.25, 1.25}}},
		{"beyond the end, first at T", []float64{2, 3, 99}, []InterpolateOption{NumSteps(2)}, [][]float32{{0, 0, 0}, {0, 0, 0}}},
		{"half to even", []float32{0.5, 1.5}, []InterpolateOption{NumSteps(3)}, [][]float32{{1, 0}, {0, 0.5}, {0, 1}}},
		{"targets that round", []float32{1}, []InterpolateOption{NumSteps(3), OnTarget(1.1), OffTarget(0.3)}, [][]float32{{0.3}, {1.1}, {0.3}}},
		{"equal targets", []float32{1, 0}, []InterpolateOption{NumSteps(2), OffTarget(1)}, [][]float32{{1, 1}, {1, 1}}},
	} {
		got, err := LatencyInterpolate(tensortest.Of(t, c.time), c.opts...)
		tensortest.Want(t, tensortest.Owned(t, got, err), []int64{int64(len(c.want)), int64(len(c.want[0]))}, slices.Concat(c.want...), 1e-6)
	}
}

func TestRateInterpolate(t *testing.T) {
	for _, c := range []struct {
		name string
		time any
		opts []InterpolateOption
		want []float32
	}{
		{"documentation", []float32{0, 4}, []InterpolateOption{NumSteps(5)}, []float32{1, 0, 1. / 3, 2. / 3, 1}},
		{"targets", []float32{0, 4}, []InterpolateOption{NumSteps(5), OnTarget(1.25), OffTarget(0.25)},
			[]float32{1.25, 0.25, 0.583333, 0.916667, 1.25}},
		{"any order, twice", []int64{3, 1, 3}, []InterpolateOption{NumSteps(5)}, []float32{0, 1, 0, 1, 0}},
		{"beyond the end", []int64{1, 5}, []InterpolateOption{NumSteps(4)}, []float32{0, 1, 0, 0}},
	} {
		got, err := RateInterpolate(tensortest.Of(t, c.time), c.opts...)
		tensortest.Want(t, tensortest.Owned(t, got, err), []int64{int64(len(c.want))}, c.want, 1e-6)
	}
	none, _, err := tensormem.New[float32]([]int64{0})
	tensortest.Owned(t, none, err)
	got, err := RateInterpolate(none, NumSteps(3), OffTarget(0.5))
	tensortest.Want(t, tensortest.Owned(t, got, err), []int64{3}, []float32{0.5, 0.5, 0.5}, 0)
}

func TestInterpolateErrors(t *testing.T) {
	x := tensortest.Of(t, []float32{1})
	for fn, interpolate := range map[string]func(*ts.Tensor, ...InterpolateOption) (*ts.Tensor, error){"LatencyInterpolate": LatencyInterpolate, "RateInterpolate": RateInterpolate} {
		for _, c := range []struct {
			x    *ts.Tensor
			opts []InterpolateOption
			arg  string
			kind error
		}{
			{x, nil, "NumSteps", ErrOption},
			{x, []InterpolateOption{NumSteps(0)}, "NumSteps", ErrRange},
			{x, []InterpolateOption{NumSteps(2), OnTarget(0), OffTarget(1)}, "OnTarget", ErrRange},
			{x, []InterpolateOption{NumSteps(2), OnTarget(math.Inf(1))}, "OnTarget", ErrNotFinite},
			{nil, []InterpolateOption{NumSteps(2)}, "spikeTime", ErrTensor},
			{tensortest.Of(t, []float32{-1}), []InterpolateOption{NumSteps(2)}, "spikeTime", ErrRange},
			{tensortest.Of(t, []float32{tensortest.NaN}), []InterpolateOption{NumSteps(2)}, "spikeTime", ErrNotFinite},
		} {
			got, err := interpolate(c.x, c.opts...)
			wantArgError(t, got, err, fn, c.arg, c.kind)
		}
	}
}

// Two neurons that spike at steps 0 and 4: the second one's target rises for four steps.
func ExampleLatencyInterpolate() {
	times := ts.MustOfSlice([]float32{0, 4})
	defer times.MustDrop()
	target := Must(LatencyInterpolate(times, NumSteps(5), OnTarget(1), OffTarget(0)))
	defer target.MustDrop()
	fmt.Println(target.Float64Values())
	// Output: [1 0 0 0.25 0 0.5 0 0.75 0 1]
}

// One neuron that spikes at steps 0 and 4.
func ExampleRateInterpolate() {
	times := ts.MustOfSlice([]float32{0, 4})
	defer times.MustDrop()
	target := Must(RateInterpolate(times, NumSteps(6)))
	defer target.MustDrop()
	fmt.Printf("%.2f\n", target.Float64Values())
	// Output: [1.00 0.00 0.33 0.67 1.00 0.00]
}
