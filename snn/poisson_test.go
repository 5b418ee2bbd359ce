package snn

import (
	"math"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

// Over 10^7 steps, spikes have the mean and the variance of independent ones with probability 1 - exp(-rate dt).
func TestPoissonIntervalsStatistics(t *testing.T) {
	const neurons, steps = 10_000, 1_000
	values := make([]float32, neurons)
	for i := range values {
		values[i] = 0.5
	}
	x, err := PoissonIntervals(tensortest.Of(t, values), NumSteps(steps), MaxRate(400), TimeStep(0.5), Seed(11))
	x = tensortest.Owned(t, x, err)
	p := 1 - math.Exp(-0.5*400*0.0005)
	mean, variance := 0.0, 0.0
	for _, n := range spikesOfEach(t, x) {
		mean += float64(n) / neurons
	}
	for _, n := range spikesOfEach(t, x) {
		variance += (float64(n) - mean) * (float64(n) - mean) / neurons
	}
	sigma := math.Sqrt(steps * p * (1 - p))
	if d := math.Abs(mean - steps*p); d > 4*sigma/math.Sqrt(neurons) {
		t.Errorf("mean of %v spikes, want %v", mean, steps*p)
	}
	if d := math.Abs(variance/(sigma*sigma) - 1); d > 4*math.Sqrt(2./neurons) {
		t.Errorf("variance %v, want %v", variance, sigma*sigma)
	}
	// A neuron and the next, and a step and the next, know nothing of each other.
	_, data := tensortest.Values(t, x)
	for name, lag := range map[string]int{"neurons": 1, "steps": neurons} {
		both := 0
		for i := range data[lag:] {
			if data[i] != 0 && data[i+lag] != 0 {
				both++
			}
		}
		n := float64(len(data) - lag)
		if d := math.Abs(float64(both) - n*p*p); d > 4*math.Sqrt(n*p*p) {
			t.Errorf("neighbouring %s fire together %d times, want %.0f", name, both, n*p*p)
		}
	}
}

func TestPoissonIntervalsEnds(t *testing.T) {
	x, err := PoissonIntervals(tensortest.Of(t, []float32{0, 1, 1e-45}), NumSteps(1000), MaxRate(1e9), TimeStep(1e3), Seed(1))
	counts := spikesOfEach(t, tensortest.Owned(t, x, err))
	if counts[0] != 0 || counts[1] != 1000 || counts[2] != 0 {
		t.Errorf("spike counts %v, want 0, 1000 and 0", counts)
	}
	x, err = PoissonIntervals(tensortest.Of(t, []float32{1}), NumSteps(10), MaxRate(1e-300), TimeStep(1e-300), Seed(1))
	if counts := spikesOfEach(t, tensortest.Owned(t, x, err)); counts[0] != 0 {
		t.Errorf("%d spikes at no rate to speak of", counts[0])
	}
}

func TestPoissonIntervalsRefractory(t *testing.T) {
	x, err := PoissonIntervals(tensortest.Of(t, tensortest.Ramp(50)), NumSteps(1000), MaxRate(800), Refractory(3), Seed(5))
	shape, data := tensortest.Values(t, tensortest.Owned(t, x, err))
	neurons := int(shape[1])
	closest := 1000
	for n := range neurons {
		last := -1000
		for s := range 1000 {
			if data[s*neurons+n] != 0 {
				closest = min(closest, s-last)
				last = s
			}
		}
	}
	if closest != 4 {
		t.Errorf("spikes come within %d steps, want 4: after 3 refractory ones", closest)
	}
}

// A sample's spikes depend on the seed and on its place in the data set, and not on its batch.
func TestPoissonIntervalsBatches(t *testing.T) {
	opts := []PoissonIntervalsOption{NumSteps(30), MaxRate(300)}
	whole, err := PoissonIntervals(tensortest.Of(t, tensortest.Ramp(12), 4, 3), append(opts, Seed(2))...)
	_, want := tensortest.Values(t, tensortest.Owned(t, whole, err))
	var used uint64
	part, err := PoissonIntervals(tensortest.Of(t, tensortest.Ramp(12)[6:], 2, 3),
		append(opts, Seed(2), SampleIndex(2), SeedUsed(&used))...)
	_, got := tensortest.Values(t, tensortest.Owned(t, part, err))
	for s := range 30 {
		for i := range 6 {
			if got[s*6+i] != want[s*12+6+i] {
				t.Fatalf("step %d, element %d: %v, want %v", s, i, got[s*6+i], want[s*12+6+i])
			}
		}
	}
	if used != 2 {
		t.Errorf("seed used %d, want 2", used)
	}
	other, err := PoissonIntervals(tensortest.Of(t, tensortest.Ramp(12), 4, 3), append(opts, Seed(3))...)
	_, got = tensortest.Values(t, tensortest.Owned(t, other, err))
	same := true
	for i := range got {
		same = same && got[i] == want[i]
	}
	if same {
		t.Error("another seed gave the same spikes")
	}
}

func TestDecodePoisson(t *testing.T) {
	// 10 steps of 1 ms; 4 spikes: with 1 refractory step each, 4 of 6.
	spikes := trains(t, 10, []int{0, 2, 4, 6}, []int{}, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
	x, err := DecodePoisson(spikes, MaxRate(2000))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{3}, []float32{float32(-math.Log(0.6) / 2), 0, 1}, 1e-6)
	x, err = DecodePoisson(spikes, MaxRate(2000), Refractory(1))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{3}, []float32{float32(-math.Log(1./3) / 2), 0, 1}, 1e-6)
}

// Each value comes back to within 4.5 standard deviations: one of 50 in 10,000 sets of 50 fails that by chance.
func TestPoissonRoundTrip(t *testing.T) {
	for _, refractory := range []int{0, 2} {
		const steps, rate, dt = 20_000, 200, 1
		values := tensortest.Ramp(50)
		spikes, err := PoissonIntervals(tensortest.Of(t, values), NumSteps(steps), MaxRate(rate), Refractory(refractory), Seed(9))
		decoded, err := DecodePoisson(tensortest.Owned(t, spikes, err), MaxRate(rate), Refractory(refractory))
		_, got := tensortest.Values(t, tensortest.Owned(t, decoded, err))
		for i, x := range values {
			mean := float64(x) * rate * dt / 1000
			p := 1 - math.Exp(-mean)
			free := steps / (1 + p*float64(refractory)) // steps in which it could fire
			sigma := math.Sqrt(p/(1-p)/free) / (rate * dt / 1000.)
			if d := math.Abs(float64(got[i] - x)); d > 4.5*sigma {
				t.Errorf("refractory %d: %v came back as %v, %v sigma off", refractory, x, got[i], d/sigma)
			}
		}
	}
}

func TestPoissonRefuses(t *testing.T) {
	data, spikes := tensortest.Of(t, []float32{0.5}), trains(t, 20, []int{1})
	for _, c := range []struct {
		opt interface {
			PoissonIntervalsOption
			DecodePoissonOption
		}
		arg string
	}{
		{MaxRate(0), "MaxRate"},
		{MaxRate(math.Inf(1)), "MaxRate"},
		{TimeStep(-1), "TimeStep"},
		{TimeStep(math.NaN()), "TimeStep"},
		{Refractory(-1), "Refractory"},
	} {
		x, err := PoissonIntervals(data, NumSteps(20), c.opt)
		wantArgError(t, x, err, "PoissonIntervals", c.arg, ErrRange)
		x, err = DecodePoisson(spikes, c.opt)
		wantArgError(t, x, err, "DecodePoisson", c.arg, ErrRange)
	}
	x, err := PoissonIntervals(data, NumSteps(20), SampleIndex(-1))
	wantArgError(t, x, err, "PoissonIntervals", "SampleIndex", ErrRange)
}

func ExamplePoissonIntervals() {
	pixels := ts.MustOfSlice([]float32{0, 0.5, 1})
	spikes := Must(PoissonIntervals(pixels, NumSteps(10_000), MaxRate(50), TimeStep(1), Refractory(2), Seed(1)))
	values := Must(DecodePoisson(spikes, MaxRate(50), TimeStep(1), Refractory(2))) // of 10 seconds
	Print(values)
	// Output: tensor([0.0000, 0.4858, 0.9362])
}
