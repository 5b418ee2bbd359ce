package snn

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gosnn/snn/tensormem"
)

func ExampleRand() {
	probability := Must(Rand([]int64{2, 3}, Gain(0.5), Seed(1))) // from 0 to 0.5
	defer probability.MustDrop()
	spikes := Must(RateConv(probability, Seed(2)))
	defer spikes.MustDrop()
	Print(spikes)
	// Output:
	// tensor([[0., 0., 0.],
	//         [0., 1., 1.]])
}

func TestRand(t *testing.T) {
	const n = 1_000_000
	x := Must(Rand([]int64{1000, 1000}, Seed(7)))
	defer x.MustDrop()
	values, v, err := tensormem.OpenFloats("x", x, 2)
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	var sum, squares float64
	for _, u := range values {
		if u < 0 || u >= 1 {
			t.Fatalf("%v is not in [0, 1)", u)
		}
		sum += float64(u)
		squares += float64(u) * float64(u)
	}
	// Of n even draws, the mean has a standard deviation of sqrt(1/12/n), the mean square sqrt(4/45/n).
	if d := math.Abs(sum/n - 0.5); d > 4*math.Sqrt(1.0/12/n) {
		t.Errorf("the mean is %v off", d)
	}
	if d := math.Abs(squares/n - 1.0/3); d > 4*math.Sqrt(4.0/45/n) {
		t.Errorf("the mean square is %v off", d)
	}
	var seed uint64
	fresh := Must(Rand([]int64{8}, SeedUsed(&seed)))
	defer fresh.MustDrop()
	again := Must(Rand([]int64{8}, Seed(seed)))
	defer again.MustDrop()
	if a, b := fresh.Float64Values(), again.Float64Values(); !slices.Equal(a, b) {
		t.Errorf("%v, and with the seed that was used %v", a, b)
	}
}

func TestRandRefuses(t *testing.T) {
	if _, err := Rand([]int64{2, -1}); !errors.Is(err, ErrShape) {
		t.Errorf("a negative size: %v", err)
	}
	if _, err := Rand([]int64{2}, Gain(math.NaN())); !errors.Is(err, ErrNotFinite) && !errors.Is(err, ErrRange) {
		t.Errorf("a gain that is no number: %v", err)
	}
	scalar := Must(Rand(nil, Seed(1)))
	defer scalar.MustDrop()
	if got := scalar.MustSize(); len(got) != 0 {
		t.Errorf("no sizes give shape %v", got)
	}
}
