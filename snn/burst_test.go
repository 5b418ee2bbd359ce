package snn

import (
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

func TestBurst(t *testing.T) {
	// 5 spikes fit into 21 steps with intervals up to 5; 5 - 3x rounded up.
	data := tensortest.Of(t, []float32{0, 0.01, 0.2, 0.4, 0.6, 0.8, 1})
	x, err := Burst(data, NumSteps(21))
	wantTrains(t, tensortest.Owned(t, x, err), 21, []int{}, []int{0}, []int{0}, []int{0, 4}, []int{0, 4, 8}, []int{0, 3, 6, 9},
		[]int{0, 2, 4, 6, 8})
}

func TestDecodeBurst(t *testing.T) {
	spikes := trains(t, 21, []int{}, []int{3}, []int{0, 4}, []int{2, 4, 6, 8, 10})
	x, err := DecodeBurst(spikes)
	// Two spikes: in (1/5, 2/5], interval 4: in [1/3, 2/3), together up to 2/5. Five: in (4/5, 1], interval 2: from 1 on.
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{4}, []float32{0, 0.1, (1./3 + 0.4) / 2, 1}, 1e-6)
}

// bothBurst is an option of Burst and DecodeBurst.
type bothBurst interface {
	BurstOption
	DecodeBurstOption
}

func TestBurstRoundTrip(t *testing.T) {
	for _, c := range []struct {
		opts  []any
		bound float64
	}{
		{nil, 0.5 / 22},                                 // intervals from 2 to 99/4
		{[]any{MaxSpikes(1)}, 0.5},                      // only whether there is a value at all
		{[]any{MinInterval(3), MaxInterval(3)}, 0.1},    // the count alone
		{[]any{MaxSpikes(9), MaxInterval(4)}, 0.5 / 9},  // the count is finer
		{[]any{MaxSpikes(3), MaxInterval(49)}, 0.5 / 3}, // single spikes have no interval: up to 1/3
	} {
		// Below two spikes there is no interval, so that only the count bounds the value.
		bound := func(x float64) float64 {
			o := burstDefaults()
			for _, opt := range c.opts {
				opt.(BurstOption).burst(&o)
			}
			if x <= 1/float64(o.maxSpikes) {
				return 0.5 / float64(o.maxSpikes)
			}
			return c.bound
		}
		wantRoundTrip(t, tensortest.Ramp(500)[1:],
			func(x *ts.Tensor) (*ts.Tensor, error) {
				return Burst(x, only[BurstOption](append(c.opts, NumSteps(100)))...)
			},
			func(x *ts.Tensor) (*ts.Tensor, error) { return DecodeBurst(x, only[DecodeBurstOption](c.opts)...) },
			bound)
	}
}

func TestBurstCounts(t *testing.T) {
	values := tensortest.Ramp(101)
	x, err := Burst(tensortest.Of(t, values), NumSteps(30), MaxSpikes(7))
	for i, n := range spikesOfEach(t, tensortest.Owned(t, x, err)) {
		if want := ceil(7 * float64(values[i])); n != want {
			t.Errorf("%v has %d spikes, want %d", values[i], n, want)
		}
	}
}

func TestBurstRefuses(t *testing.T) {
	data, spikes := tensortest.Of(t, []float32{0.5}), trains(t, 21, []int{1})
	for _, c := range []struct {
		opt bothBurst
		arg string
	}{
		{MaxSpikes(0), "MaxSpikes"},
		{MaxSpikes(30), "MinInterval"}, // too many to fit
		{MinInterval(0), "MinInterval"},
		{MinInterval(6), "MinInterval"},
		{MaxInterval(1), "MaxInterval"},
		{MaxInterval(6), "MaxInterval"},
	} {
		x, err := Burst(data, NumSteps(21), c.opt)
		wantArgError(t, x, err, "Burst", c.arg, ErrRange)
		x, err = DecodeBurst(spikes, c.opt)
		wantArgError(t, x, err, "DecodeBurst", c.arg, ErrRange)
	}
}

func ExampleBurst() {
	pixels := ts.MustOfSlice([]float32{1, 0.6, 0.2})
	spikes := Must(Burst(pixels, NumSteps(10), MaxSpikes(4), MinInterval(1), MaxInterval(3)))
	Print(spikes.MustT(false)) // a row for each pixel
	Print(Must(DecodeBurst(spikes, MaxSpikes(4), MinInterval(1), MaxInterval(3))))
	// Output:
	// tensor([[1., 1., 1., 1., 0., 0., 0., 0., 0., 0.],
	//         [1., 0., 1., 0., 1., 0., 0., 0., 0., 0.],
	//         [1., 0., 0., 0., 0., 0., 0., 0., 0., 0.]])
	// tensor([1.0000, 0.6250, 0.1250])
}
