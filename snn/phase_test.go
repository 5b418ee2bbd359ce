package snn

import (
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

func TestPhase(t *testing.T) {
	data := tensortest.Of(t, []float32{0, 0.25, 0.5, 0.75, 1})
	x, err := Phase(data, NumSteps(12), Period(5)) // two cycles and a bit
	wantTrains(t, tensortest.Owned(t, x, err), 12, []int{4, 9}, []int{3, 8}, []int{2, 7}, []int{1, 6, 11}, []int{0, 5, 10})
}

func TestDecodePhase(t *testing.T) {
	spikes := trains(t, 10, []int{4, 9}, []int{0, 6}, []int{}, []int{2})
	x, err := DecodePhase(spikes, Period(5))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{4}, []float32{0, 0.875, 0, 0.5}, 1e-6)
}

func TestPhaseRoundTrip(t *testing.T) {
	for _, period := range []int{2, 5, 8, 33} {
		wantRoundTrip(t, tensortest.Ramp(200),
			func(x *ts.Tensor) (*ts.Tensor, error) { return Phase(x, NumSteps(40), Period(period)) },
			func(x *ts.Tensor) (*ts.Tensor, error) { return DecodePhase(x, Period(period)) },
			within(0.5/float64(period-1)))
	}
}

func TestPeriodRefused(t *testing.T) {
	data := tensortest.Of(t, []float32{0.5})
	spikes := trains(t, 30, []int{1})
	for _, period := range []int{-1, 0, 1, 31} {
		x, err := Phase(data, NumSteps(30), Period(period))
		wantArgError(t, x, err, "Phase", "Period", ErrRange)
		x, err = WeightedPhase(data, NumSteps(30), Period(period))
		wantArgError(t, x, err, "WeightedPhase", "Period", ErrRange)
		x, err = DecodePhase(spikes, Period(period))
		wantArgError(t, x, err, "DecodePhase", "Period", ErrRange)
		x, err = DecodeWeightedPhase(spikes, Period(period))
		wantArgError(t, x, err, "DecodeWeightedPhase", "Period", ErrRange)
	}
	x, err := WeightedPhase(data, NumSteps(30), Period(25))
	wantArgError(t, x, err, "WeightedPhase", "Period", ErrRange)
	x, err = DecodeWeightedPhase(spikes, Period(25))
	wantArgError(t, x, err, "DecodeWeightedPhase", "Period", ErrRange)
}

func ExamplePhase() {
	pixels := ts.MustOfSlice([]float32{1, 0.5, 0})
	spikes := Must(Phase(pixels, NumSteps(6), Period(3)))
	Print(spikes.MustT(false)) // a row for each pixel
	Print(Must(DecodePhase(spikes, Period(3))))
	// Output:
	// tensor([[1., 0., 0., 1., 0., 0.],
	//         [0., 1., 0., 0., 1., 0.],
	//         [0., 0., 1., 0., 0., 1.]])
	// tensor([1.0000, 0.5000, 0.0000])
}

func TestWeightedPhase(t *testing.T) {
	data := tensortest.Of(t, []float32{0, 0.25, 0.625, 0.99, 1})
	x, err := WeightedPhase(data, NumSteps(7), Period(3))
	wantTrains(t, tensortest.Owned(t, x, err), 7, []int{}, []int{1, 4}, []int{0, 2, 3, 5, 6}, []int{0, 1, 2, 3, 4, 5, 6},
		[]int{0, 1, 2, 3, 4, 5, 6})
}

// K = 8 sends 8-bit pixels as they are.
func TestWeightedPhasePixels(t *testing.T) {
	pixels := make([]float32, 256)
	for p := range pixels {
		pixels[p] = float32(p) / 255
	}
	spikes, err := WeightedPhase(tensortest.Of(t, pixels), NumSteps(16))
	decoded, err := DecodeWeightedPhase(tensortest.Owned(t, spikes, err))
	_, got := tensortest.Values(t, tensortest.Owned(t, decoded, err))
	for p, x := range got {
		if x*256 != float32(p) {
			t.Errorf("pixel %d came back as %v", p, x*256)
		}
	}
}

func TestDecodeWeightedPhase(t *testing.T) {
	// Two cycles of 3 and a cut one, which does not count; a spike that noise took away counts half.
	spikes := trains(t, 8, []int{0, 3, 6}, []int{0, 1, 3}, []int{})
	x, err := DecodeWeightedPhase(spikes, Period(3))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{3}, []float32{0.5, 0.625, 0}, 1e-6)
}

func TestWeightedPhaseRoundTrip(t *testing.T) {
	for _, bits := range []int{2, 5, 8, 24} {
		wantRoundTrip(t, tensortest.Ramp(300),
			func(x *ts.Tensor) (*ts.Tensor, error) { return WeightedPhase(x, NumSteps(50), Period(bits)) },
			func(x *ts.Tensor) (*ts.Tensor, error) { return DecodeWeightedPhase(x, Period(bits)) },
			within(1/float64(int(1)<<bits)))
	}
}

func ExampleWeightedPhase() {
	pixels := ts.MustOfSlice([]float32{0.5, 0.625, 1})
	spikes := Must(WeightedPhase(pixels, NumSteps(3), Period(3)))
	Print(spikes.MustT(false)) // the binary digits of 4/8, 5/8 and 7/8, a row each
	Print(Must(DecodeWeightedPhase(spikes, Period(3))))
	// Output:
	// tensor([[1., 0., 0.],
	//         [1., 0., 1.],
	//         [1., 1., 1.]])
	// tensor([0.5000, 0.6250, 0.8750])
}
