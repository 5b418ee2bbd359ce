package snn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

// The properties that any data and options must have, looked at for data, shapes and options that are drawn. The draws are the same in
// each run; a failure names the draw.
const properties = 60

// property checks f for each draw.
func property(t *testing.T, f func(t *testing.T, r *rand.Rand)) {
	t.Helper()
	for i := range uint64(properties) {
		t.Run(fmt.Sprint("draw=", i), func(t *testing.T) { f(t, rand.New(rand.NewPCG(i, 7))) })
	}
}

// anyData makes data of two or three dimensions, the first of them samples. Some values are at the ends of [0, 1], some are equal.
func anyData(t *testing.T, r *rand.Rand) (x *ts.Tensor, values []float32, shape []int64) {
	t.Helper()
	shape = []int64{1 + r.Int64N(6)}
	for range 1 + r.IntN(2) {
		shape = append(shape, 1+r.Int64N(9))
	}
	values = make([]float32, tensormem.Numel(shape))
	for i := range values {
		switch values[i] = r.Float32(); r.IntN(10) {
		case 0:
			values[i] = 0
		case 1:
			values[i] = 1
		case 2:
			values[i] = values[0]
		}
	}
	return tensortest.Of(t, values, shape...), values, shape
}

// eachEncoder are all encoders of static data, with options that are drawn.
func eachEncoder(r *rand.Rand, steps int) map[string]func(x *ts.Tensor, first int64) (*ts.Tensor, error) {
	seed, gain, tau, threshold := Seed(r.Uint64()), Gain(r.Float64()), Tau(0.5+9*r.Float64()), Threshold(0.01+0.5*r.Float64())
	linear, period := Linear(r.IntN(2) == 0), 2+r.IntN(min(steps-1, 15))
	return map[string]func(*ts.Tensor, int64) (*ts.Tensor, error){
		"Rate": func(x *ts.Tensor, first int64) (*ts.Tensor, error) {
			return Rate(x, NumSteps(steps), seed, gain, SampleIndex(first))
		},
		"PoissonIntervals": func(x *ts.Tensor, first int64) (*ts.Tensor, error) {
			return PoissonIntervals(x, NumSteps(steps), seed, SampleIndex(first))
		},
		"Latency": func(x *ts.Tensor, _ int64) (*ts.Tensor, error) {
			return Latency(x, NumSteps(steps), tau, threshold, linear, Clip(true), Bypass(true))
		},
		"TimeToFirstSpike": func(x *ts.Tensor, _ int64) (*ts.Tensor, error) { return TimeToFirstSpike(x, NumSteps(steps)) },
		"Burst":            func(x *ts.Tensor, _ int64) (*ts.Tensor, error) { return Burst(x, NumSteps(steps), MaxSpikes(3)) },
		"Phase":            func(x *ts.Tensor, _ int64) (*ts.Tensor, error) { return Phase(x, NumSteps(steps), Period(period)) },
		"WeightedPhase": func(x *ts.Tensor, _ int64) (*ts.Tensor, error) {
			return WeightedPhase(x, NumSteps(steps), Period(period))
		},
		"Population": func(x *ts.Tensor, _ int64) (*ts.Tensor, error) { return Population(x, NumSteps(steps), Neurons(5)) },
	}
}

// Spikes are 0 or 1, [T x data's shape] (Population has a dimension of neurons more), and the same again. A sample's depend on its
// place in the data set alone: batches of any sizes have what the whole has.
func TestPropertySpikes(t *testing.T) {
	property(t, func(t *testing.T, r *rand.Rand) {
		x, _, shape := anyData(t, r)
		steps := 12 + r.IntN(40)
		for name, encode := range eachEncoder(r, steps) {
			first := r.Int64N(1000)
			out, err := encode(x, first)
			got, whole := tensortest.Values(t, tensortest.Owned(t, out, err))
			want := append([]int64{int64(steps)}, shape...)
			if name == "Population" {
				want = append(want, 5)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%s: shape %v, want %v", name, got, want)
			}
			if i := slices.IndexFunc(whole, func(s float32) bool { return s != 0 && s != 1 }); i >= 0 {
				t.Fatalf("%s: spike %d is %v", name, i, whole[i])
			}
			for from := int64(0); from < shape[0]; {
				size := 1 + r.Int64N(shape[0]-from)
				batch := tensortest.Owned(t, x.MustNarrow(0, from, size, false), nil)
				part, err := encode(batch, first+from)
				if err != nil {
					t.Fatal(err)
				}
				_, spikes := tensortest.Values(t, tensortest.Owned(t, part, nil))
				row, n := len(whole)/steps/int(shape[0]), len(spikes)/steps
				for step := range steps {
					at := (step*int(shape[0]) + int(from)) * row
					if !slices.Equal(spikes[step*n:(step+1)*n], whole[at:at+n]) {
						t.Fatalf("%s of %v: samples %d to %d have other spikes in a batch of their own, at step %d", name, shape, from, from+size-1, step)
					}
				}
				from += size
			}
		}
	})
}

// The mean over time and neurons is gain x + offset, in [0, 1], to within 5 standard deviations.
func TestPropertyRateMean(t *testing.T) {
	property(t, func(t *testing.T, r *rand.Rand) {
		const steps, n = 200, 500
		value, gain, offset := r.Float32(), 3*r.Float64()-0.5, r.Float64()-0.5
		values := slices.Repeat([]float32{value}, n)
		p := min(1, max(0, gain*float64(value)+offset))
		ones := 0.0
		for _, s := range rateBytes(t, tensortest.Of(t, values), NumSteps(steps), Gain(gain), Offset(offset), Seed(r.Uint64())) {
			ones += float64(s)
		}
		if d := math.Abs(ones/(steps*n) - p); d > 5*math.Sqrt(p*(1-p)/(steps*n))+1e-7 {
			t.Errorf("value %v, gain %v, offset %v: rate %v, want %v", value, gain, offset, ones/(steps*n), p)
		}
	})
}

// A larger value never spikes later, and each value once at most, with Latency and TimeToFirstSpike.
func TestPropertyLatencyMonotone(t *testing.T) {
	property(t, func(t *testing.T, r *rand.Rand) {
		x, values, _ := anyData(t, r)
		steps := 12 + r.IntN(40)
		encoders := eachEncoder(r, steps)
		for _, name := range []string{"Latency", "TimeToFirstSpike"} {
			out, err := encoders[name](x, 0)
			_, spikes := tensortest.Values(t, tensortest.Owned(t, out, err))
			when := make([]int, len(values))
			for i := range values {
				when[i] = steps // later than all, without a spike
				for step := range steps {
					if spikes[step*len(values)+i] == 1 {
						if when[i] < steps {
							t.Fatalf("%s: %v spikes at %d and at %d", name, values[i], when[i], step)
						}
						when[i] = step
					}
				}
			}
			for i := range values {
				for j := range values {
					if values[i] >= values[j] && when[i] > when[j] {
						t.Fatalf("%s: %v spikes at %d, %v at %d", name, values[i], when[i], values[j], when[j])
					}
				}
			}
		}
	})
}

// What Delta's spikes add up to is as far from the series as the changes that one threshold a step leaves over; and StepForward's, which
// carries that on, stays within one threshold of a series that never changes by more in a step.
func TestPropertyDeltaReconstruction(t *testing.T) {
	property(t, func(t *testing.T, r *rand.Rand) {
		threshold, largest := 0.05+r.Float64(), 0.0
		calm := make([]float32, 300)
		wild := make([]float32, 300)
		for i := 1; i < len(calm); i++ {
			calm[i] = calm[i-1] + float32(threshold*0.999*(2*r.Float64()-1))
			wild[i] = wild[i-1] + float32(3*threshold*r.NormFloat64())
		}
		spikes, err := Delta(tensortest.Of(t, wild), Threshold(threshold), OffSpike(true))
		_, s := tensortest.Values(t, tensortest.Owned(t, spikes, err))
		_, got := tensortest.Values(t, tensortest.Owned(t, Must(DecodeDelta(spikes, Threshold(threshold))), nil))
		over := 0.0
		for i := 1; i < len(wild); i++ {
			over += math.Abs(float64(wild[i]-wild[i-1]) - threshold*float64(s[i]))
			if s[i] != 0 && s[i] != 1 && s[i] != -1 {
				t.Fatalf("step %d: spike %v", i, s[i])
			}
			if d := math.Abs(float64(got[i] - wild[i])); d > over*(1+1e-4)+1e-3 {
				t.Fatalf("step %d: Delta is %v off, want %v at most", i, d, over)
			}
		}
		steps, err := StepForward(tensortest.Of(t, calm), Threshold(threshold))
		_, got = tensortest.Values(t, tensortest.Owned(t, Must(DecodeDelta(tensortest.Owned(t, steps, err), Threshold(threshold))), nil))
		for i := range calm {
			largest = max(largest, math.Abs(float64(got[i]-calm[i])))
		}
		if largest > threshold*(1+1e-3) {
			t.Errorf("StepForward is %v off, threshold %v", largest, threshold)
		}
	})
}

// A decoder's value has the spikes that it was decoded from: encoding it again changes nothing.
func TestPropertyDecodeThenEncode(t *testing.T) {
	property(t, func(t *testing.T, r *rand.Rand) {
		x, _, _ := anyData(t, r)
		steps := 16 + r.IntN(40)
		period := 2 + r.IntN(8)
		for _, c := range []struct {
			name           string
			encode, decode func(*ts.Tensor) (*ts.Tensor, error)
		}{
			{"TimeToFirstSpike", func(x *ts.Tensor) (*ts.Tensor, error) { return TimeToFirstSpike(x, NumSteps(steps)) },
				func(x *ts.Tensor) (*ts.Tensor, error) { return DecodeTimeToFirstSpike(x) }},
			{"Phase", func(x *ts.Tensor) (*ts.Tensor, error) { return Phase(x, NumSteps(steps), Period(period)) },
				func(x *ts.Tensor) (*ts.Tensor, error) { return DecodePhase(x, Period(period)) }},
			{"WeightedPhase", func(x *ts.Tensor) (*ts.Tensor, error) { return WeightedPhase(x, NumSteps(steps), Period(period)) },
				func(x *ts.Tensor) (*ts.Tensor, error) { return DecodeWeightedPhase(x, Period(period)) }},
			{"Burst", func(x *ts.Tensor) (*ts.Tensor, error) { return Burst(x, NumSteps(steps), MaxSpikes(4)) },
				func(x *ts.Tensor) (*ts.Tensor, error) { return DecodeBurst(x, MaxSpikes(4)) }},
			// A value at the threshold fires half a step before the last that there is, or the time would round to a value below it.
			{"Latency", func(x *ts.Tensor) (*ts.Tensor, error) {
				return Latency(x, NumSteps(steps), Tau(float64(steps-1)), Threshold(0.6/float64(steps-1)), Linear(true), Clip(true))
			}, func(x *ts.Tensor) (*ts.Tensor, error) {
				return DecodeLatency(x, Tau(float64(steps-1)), Threshold(0.6/float64(steps-1)), Linear(true))
			}},
		} {
			spikes, err := c.encode(x)
			_, want := tensortest.Values(t, tensortest.Owned(t, spikes, err))
			values, err := c.decode(spikes)
			again, err := c.encode(tensortest.Owned(t, values, err))
			if _, got := tensortest.Values(t, tensortest.Owned(t, again, err)); !slices.Equal(got, want) {
				t.Errorf("%s: other spikes after decoding and encoding", c.name)
			}
		}
	})
}
