package snn

import (
	"math"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

func TestTimeToFirstSpike(t *testing.T) {
	// tau = 1/ln 2: the threshold halves at each step.
	data := tensortest.Of(t, []float32{0, 0.06, 0.0625, 0.07, 0.25, 0.4, 0.5, 0.51, 1})
	x, err := TimeToFirstSpike(data, NumSteps(5), Tau(1/math.Ln2))
	wantTrains(t, tensortest.Owned(t, x, err), 5, []int{}, []int{}, []int{4}, []int{4}, []int{2}, []int{2}, []int{1}, []int{1},
		[]int{0})
}

// The default tau has 0.01 fire at the last step.
func TestTimeToFirstSpikeTau(t *testing.T) {
	x, err := TimeToFirstSpike(tensortest.Of(t, []float32{0.0099, 0.01, 1}), NumSteps(100))
	wantTrains(t, tensortest.Owned(t, x, err), 100, []int{}, []int{99}, []int{0})
	x, err = TimeToFirstSpike(tensortest.Of(t, []float32{0.5, 1}), NumSteps(1))
	wantTrains(t, tensortest.Owned(t, x, err), 1, []int{}, []int{0})
}

// The precision is relative: no more than a factor exp(1/tau) is lost, at any value that fires.
func TestTimeToFirstSpikeRoundTrip(t *testing.T) {
	const tau = 20
	lowest := math.Exp(-99. / tau)
	wantRoundTrip(t, tensortest.Ramp(1000),
		func(x *ts.Tensor) (*ts.Tensor, error) { return TimeToFirstSpike(x, NumSteps(100), Tau(tau)) },
		func(x *ts.Tensor) (*ts.Tensor, error) { return DecodeTimeToFirstSpike(x, Tau(tau)) },
		func(x float64) float64 {
			if x < lowest {
				return x // silent: comes back as 0
			}
			return x * (1 - math.Exp(-1./tau))
		})
}

func TestTimeToFirstSpikeRefuses(t *testing.T) {
	data, spikes := tensortest.Of(t, []float32{0.5}), trains(t, 20, []int{1})
	for _, tau := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		x, err := TimeToFirstSpike(data, NumSteps(20), Tau(tau))
		wantArgError(t, x, err, "TimeToFirstSpike", "Tau", ErrRange)
		x, err = DecodeTimeToFirstSpike(spikes, Tau(tau))
		wantArgError(t, x, err, "DecodeTimeToFirstSpike", "Tau", ErrRange)
	}
}

func ExampleTimeToFirstSpike() {
	pixels := ts.MustOfSlice([]float32{1, 0.3, 0.25, 0})
	spikes := Must(TimeToFirstSpike(pixels, NumSteps(4), Tau(1/math.Ln2))) // the threshold halves at each step
	Print(spikes.MustT(false))                                             // a row for each pixel
	Print(Must(DecodeTimeToFirstSpike(spikes, Tau(1/math.Ln2))))
	// Output:
	// tensor([[1., 0., 0., 0.],
	//         [0., 0., 1., 0.],
	//         [0., 0., 1., 0.],
	//         [0., 0., 0., 0.]])
	// tensor([1.0000, 0.2500, 0.2500, 0.0000])
}
