package snn

import (
	"math"
	"slices"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/tensortest"
)

func TestRankOrder(t *testing.T) {
	data := tensortest.Of(t, []float32{0.2, 0.9, 0, 0.2, 0.5, 7}, 6)
	x, err := RankOrder(data, NumSteps(5))
	wantTrains(t, tensortest.Owned(t, x, err), 5, []int{3}, []int{1}, []int{}, []int{3}, []int{2}, []int{0})
	// Four ranks in two steps.
	x, err = RankOrder(data, NumSteps(2))
	wantTrains(t, tensortest.Owned(t, x, err), 2, []int{1}, []int{0}, []int{}, []int{1}, []int{1}, []int{0})
}

// Each sample of a batch has its own order; one sample's spikes do not depend on the others.
func TestRankOrderBatch(t *testing.T) {
	x, err := RankOrder(tensortest.Of(t, []float32{0.1, 0.2, 0.4, 0.3}, 2, 2), NumSteps(3))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{3, 2, 2}, []float32{0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0, 0}, 0)
	spikes, err := RankOrder(tensortest.Of(t, []float32{0.1, 0.2, 0, 0.3}, 2, 2), NumSteps(3))
	decoded, err := DecodeRankOrder(tensortest.Owned(t, spikes, err))
	tensortest.Want(t, tensortest.Owned(t, decoded, err), []int64{2, 2}, []float32{0.5, 1, 0, 1}, 1e-6)
}

// Order is kept and size is not: any rising function of the values gives the same spikes.
func TestRankOrderInvariance(t *testing.T) {
	r := loop.NewRandom(1, loop.StreamShuffle)
	values, warped := make([]float32, 200), make([]float32, 200)
	for i := range values {
		values[i] = float32(r.Uniform(0, uint64(i)) + 0.01)
		warped[i] = 3 * values[i] * values[i]
	}
	spikes, err := RankOrder(tensortest.Of(t, values), NumSteps(200))
	shape, want := tensortest.Values(t, tensortest.Owned(t, spikes, err))
	x, err := RankOrder(tensortest.Of(t, warped), NumSteps(200))
	tensortest.Want(t, tensortest.Owned(t, x, err), shape, want, 0)

	decoded, err := DecodeRankOrder(spikes)
	_, got := tensortest.Values(t, tensortest.Owned(t, decoded, err))
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(math.Copysign(1, float64(values[a]-values[b]))) })
	for k, i := range order {
		if want := float64(k+1) / 200; math.Abs(float64(got[i])-want) > 1e-6 {
			t.Errorf("the value of rank %d from below came back as %v, want %v", k, got[i], want)
		}
	}
}

func ExampleRankOrder() {
	pixels := ts.MustOfSlice([]float32{0.1, 0.9, 0, 0.8})
	spikes := Must(RankOrder(pixels, NumSteps(3)))
	Print(spikes.MustT(false)) // a row for each pixel
	Print(Must(DecodeRankOrder(spikes)))
	// Output:
	// tensor([[0., 0., 1.],
	//         [1., 0., 0.],
	//         [0., 0., 0.],
	//         [0., 1., 0.]])
	// tensor([0.3333, 1.0000, 0.0000, 0.6667])
}
