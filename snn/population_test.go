package snn

import (
	"math"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

func TestPopulation(t *testing.T) {
	// 4 fields over [0, 1]: distance 1/2, centres -1/4, 1/4, 3/4, 5/4, sigma 1/2.
	// x = 1/4: exp(-1/2) = 0.607, 1, 0.607, exp(-2) = 0.135; times in 11 steps: 3.93, 0, 3.93, 8.65.
	x, err := Population(tensortest.Of(t, []float32{0.25}), NumSteps(11), Neurons(4), Width(1))
	x = tensortest.Owned(t, x, err)
	_, got := tensortest.Values(t, x)
	_, want := tensortest.Values(t, trains(t, 11, []int{4}, []int{0}, []int{4}, []int{9}))
	tensortest.Want(t, x, []int64{11, 1, 4}, want, 0)
	// The same of other units.
	x, err = Population(tensortest.Of(t, []float32{-5}), NumSteps(11), Neurons(4), Width(1), Limits(-10, 10))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{11, 1, 4}, got, 0)
	// Narrow fields: activations below 0.1 are silent.
	x, err = Population(tensortest.Of(t, []float32{0.25}), NumSteps(11), Neurons(4), Width(3))
	_, want = tensortest.Values(t, trains(t, 11, []int{}, []int{0}, []int{}, []int{}))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{11, 1, 4}, want, 0)
}

func TestPopulationRoundTrip(t *testing.T) {
	for _, neurons := range []int{3, 8, 20} {
		for _, high := range []float64{1, 4} {
			values := tensortest.Ramp(500)
			for i := range values {
				values[i] = values[i]*float32(high+1) - 1
			}
			spikes, err := Population(tensortest.Of(t, values), NumSteps(100), Neurons(neurons), Limits(-1, high))
			decoded, err := DecodePopulation(tensortest.Owned(t, spikes, err), Limits(-1, high))
			_, got := tensortest.Values(t, tensortest.Owned(t, decoded, err))
			bound := (high + 1) / float64(neurons-2) / 5
			for i, x := range values {
				if d := math.Abs(float64(got[i] - x)); d > bound {
					t.Errorf("%d neurons: %v came back as %v, further than %v", neurons, x, got[i], bound)
				}
			}
		}
	}
}

func TestDecodePopulation(t *testing.T) {
	// Centres -1/2, 1/2, 3/2. One early neuron; two at half activation; one outside; none.
	spikes := make([]float32, 5*4*3)
	fire := func(step, value, neuron int) { spikes[(step*4+value)*3+neuron] = 1 }
	fire(0, 0, 1)
	fire(2, 1, 0)
	fire(2, 1, 1)
	fire(1, 2, 2)
	x, err := DecodePopulation(tensortest.Of(t, spikes, 5, 4, 3))
	_, got := tensortest.Values(t, tensortest.Owned(t, x, err))
	for i, want := range []float32{0.5, 0, 1, tensortest.NaN} {
		if got[i] != want && !(i == 3 && math.IsNaN(float64(got[i]))) {
			t.Errorf("value %d is %v, want %v", i, got[i], want)
		}
	}
}

func TestPopulationRefuses(t *testing.T) {
	data := tensortest.Of(t, []float32{0.5})
	for _, c := range []struct {
		opt PopulationOption
		arg string
	}{
		{Neurons(2), "Neurons"},
		{Neurons(-1), "Neurons"},
		{Width(0), "Width"},
		{Width(math.NaN()), "Width"},
		{Limits(1, 1), "Limits"},
		{Limits(1, 0), "Limits"},
		{Limits(math.NaN(), 1), "Limits"},
		{Limits(0, math.Inf(1)), "Limits"},
		{Limits(0, 0.4), "data"},
		{Limits(0.6, 1), "data"},
	} {
		x, err := Population(data, NumSteps(5), c.opt)
		wantArgError(t, x, err, "Population", c.arg, ErrRange)
	}
	x, err := DecodePopulation(trains(t, 5, []int{1}, []int{2}))
	wantArgError(t, x, err, "DecodePopulation", "spikes", ErrShape)
	x, err = DecodePopulation(tensortest.Of(t, []float32{1, 0, 0}))
	wantArgError(t, x, err, "DecodePopulation", "spikes", ErrShape)
	x, err = DecodePopulation(trains(t, 5, []int{1}, []int{2}, []int{3}), Limits(1, 0))
	wantArgError(t, x, err, "DecodePopulation", "Limits", ErrRange)
}

func ExamplePopulation() {
	temperature := ts.MustOfSlice([]float32{25}) // degrees, from 0 to 100
	spikes := Must(Population(temperature, NumSteps(5), Neurons(4), Width(1.5), Limits(0, 100)))
	Print(spikes.MustSqueeze(false).MustT(true)) // a row for each neuron: centres at -25, 25, 75 and 125
	Print(Must(DecodePopulation(spikes, Limits(0, 100))))
	// Output:
	// tensor([[0., 0., 0., 1., 0.],
	//         [1., 0., 0., 0., 0.],
	//         [0., 0., 0., 1., 0.],
	//         [0., 0., 0., 0., 0.]])
	// tensor([25.])
}
