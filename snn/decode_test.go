package snn

import (
	"math"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/tensortest"
)

func TestFirstSpikes(t *testing.T) {
	x, err := FirstSpikes(trains(t, 5, []int{0}, []int{3, 4}, []int{}, []int{4}))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{4}, []float32{0, 3, 5, 4}, 0)
	x, err = FirstSpikes(tensortest.Of(t, []float32{0, 0, 1})) // one neuron: a scalar
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{}, []float32{2}, 0)
}

func TestDecodeRate(t *testing.T) {
	x, err := DecodeRate(trains(t, 4, []int{0}, []int{0, 1, 2, 3}, []int{}, []int{1, 3}))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{4}, []float32{0.25, 1, 0, 0.5}, 0)
}

// The mean of T spikes is within 4.5 standard deviations of the value.
func TestRateRoundTrip(t *testing.T) {
	const steps = 10_000
	wantClose := func(x float64) float64 { return 4.5 * math.Sqrt(x*(1-x)/steps) }
	values := tensortest.Ramp(41)
	spikes, err := Rate(tensortest.Of(t, values), NumSteps(steps), Seed(4))
	decoded, err := DecodeRate(tensortest.Owned(t, spikes, err))
	_, got := tensortest.Values(t, tensortest.Owned(t, decoded, err))
	for i, x := range values {
		if d := math.Abs(float64(got[i] - x)); d > wantClose(float64(x)) {
			t.Errorf("%v came back as %v", x, got[i])
		}
	}
}

func TestDecodeLatency(t *testing.T) {
	spikes := trains(t, 11, []int{1}, []int{2}, []int{6}, []int{}, []int{0})
	x, err := DecodeLatency(spikes, Threshold(0.5), Tau(2), FirstSpikeTime(1))
	// 0.5 / (1 - exp(-s)) with s = 0 and below, 1/2, 5/2.
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{5}, []float32{1, 1, float32(0.5 / (1 - math.Exp(-2.5))), 0, 1}, 1e-6)
	x, err = DecodeLatency(spikes, Tau(4), FirstSpikeTime(1), Linear(true))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{5}, []float32{1, 0.75, 0, 0, 1}, 1e-6)
	x, err = DecodeLatency(spikes, FirstSpikeTime(1), Linear(true), Normalize(true)) // tau = 9
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{5}, []float32{1, 8. / 9, 4. / 9, 0, 1}, 1e-6)
}

// Rounding moves a time by half a step or less: what comes back lies between the values of those times. A value below the
// threshold comes back as the threshold.
func TestLatencyRoundTrip(t *testing.T) {
	values := tensortest.Ramp(300)
	for _, c := range []struct {
		opts  []any
		bound func(x float64) float64
	}{
		{[]any{Tau(20), Linear(true)}, func(x float64) float64 { return 0.5/20 + max(0, 0.01-x) }},
		{[]any{Normalize(true), Linear(true), FirstSpikeTime(3)}, func(x float64) float64 { return 0.5/96 + max(0, 0.01-x) }},
		{[]any{Tau(5), Clip(true)}, func(x float64) float64 {
			if x <= 0.01 {
				return x
			}
			at := func(s float64) float64 { return min(1, 0.01/-math.Expm1(-max(s, 0)/5)) }
			time := 5 * math.Log(x/(x-0.01))
			return at(time-1) - at(time+1)
		}},
	} {
		wantRoundTrip(t, values,
			func(x *ts.Tensor) (*ts.Tensor, error) {
				return Latency(x, only[LatencyOption](append(c.opts, NumSteps(100)))...)
			},
			func(x *ts.Tensor) (*ts.Tensor, error) { return DecodeLatency(x, only[DecodeLatencyOption](c.opts)...) },
			c.bound)
	}
}

func TestDecodeLatencyRefuses(t *testing.T) {
	spikes := trains(t, 20, []int{1})
	for _, c := range []struct {
		opt  DecodeLatencyOption
		arg  string
		kind error
	}{
		{Threshold(0), "Threshold", ErrRange},
		{Threshold(1), "Threshold", ErrRange},
		{Tau(0), "Tau", ErrRange},
		{FirstSpikeTime(-1), "FirstSpikeTime", ErrRange},
		{FirstSpikeTime(21), "FirstSpikeTime", ErrRange},
		{Normalize(true), "Normalize", ErrOption},
	} {
		x, err := DecodeLatency(spikes, c.opt)
		wantArgError(t, x, err, "DecodeLatency", c.arg, c.kind)
	}
}

func TestDecodeDelta(t *testing.T) {
	x, err := DecodeDelta(tensortest.Of(t, []float32{0, 1, 1, 0, -1, -1, -1, 1}, 4, 2), Threshold(0.5))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{4, 2}, []float32{0, 0.5, 0.5, 0.5, 0, 0, -0.5, 0.5}, 1e-6)
}

// A series that moves by exactly one threshold or not at all comes back as it was.
func TestDeltaRoundTrip(t *testing.T) {
	r := loop.NewRandom(8, loop.StreamShuffle)
	series := make([]float32, 500)
	at := float32(0)
	for i := range series {
		at += 0.25 * float32(r.Word(0, uint64(i))%3) // 0, 1 or 2 quarters
		at -= 0.25
		series[i] = at
	}
	spikes, err := Delta(tensortest.Of(t, series), Threshold(0.25), OffSpike(true))
	decoded, err := DecodeDelta(tensortest.Owned(t, spikes, err), Threshold(0.25))
	tensortest.Want(t, tensortest.Owned(t, decoded, err), []int64{500}, series, 1e-5)
}

func TestDecodeDeltaRefuses(t *testing.T) {
	for _, threshold := range []float64{0, -1, math.NaN()} {
		x, err := DecodeDelta(trains(t, 5, []int{1}), Threshold(threshold))
		wantArgError(t, x, err, "DecodeDelta", "Threshold", ErrRange)
	}
	for _, value := range []float32{0.5, 2, -2, tensortest.NaN} {
		x, err := DecodeDelta(tensortest.Of(t, []float32{0, value}))
		wantArgError(t, x, err, "DecodeDelta", "spikes", ErrRange)
	}
	x, err := DecodeDelta(nil)
	wantArgError(t, x, err, "DecodeDelta", "spikes", ErrTensor)
}

func ExampleDecodeRate() {
	pixels := ts.MustOfSlice([]float32{0, 1})
	Print(Must(DecodeRate(Must(Rate(pixels, NumSteps(100), Seed(42))))))
	// Output: tensor([0., 1.])
}

func ExampleFirstSpikes() {
	spikes := ts.MustOfSlice([]float32{0, 1, 0, 1, 0, 0, 1, 0, 0}).MustView([]int64{3, 3}, true)
	Print(Must(FirstSpikes(spikes))) // the third neuron is silent: 3, after the last step
	// Output: tensor([1., 0., 3.])
}

func ExampleDecodeLatency() {
	pixels := ts.MustOfSlice([]float32{0.25, 0.5, 1})
	spikes := Must(Latency(pixels, NumSteps(5), Normalize(true), Linear(true)))
	Print(Must(DecodeLatency(spikes, Normalize(true), Linear(true))))
	// Output: tensor([0.2500, 0.5000, 1.0000])
}

// What changes faster than the spikes is lost.
func ExampleDecodeDelta() {
	series := ts.MustOfSlice([]float32{0, 1, 1, 3, 2})
	spikes := Must(Delta(series, Threshold(1), OffSpike(true)))
	Print(spikes)
	Print(Must(DecodeDelta(spikes, Threshold(1))))
	// Output:
	// tensor([ 0.,  1.,  0.,  1., -1.])
	// tensor([0., 1., 1., 2., 1.])
}
