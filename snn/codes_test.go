package snn

import (
	"math"
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

// codes are the encoders that give each value spikes of its own, beyond snnTorch's.
var codes = map[string]encoder{
	"Phase":            encoderOf(Phase),
	"WeightedPhase":    encoderOf(WeightedPhase),
	"Burst":            encoderOf(Burst),
	"TimeToFirstSpike": encoderOf(TimeToFirstSpike),
	"RankOrder":        encoderOf(RankOrder),
	"Population":       encoderOf(Population),
	"PoissonIntervals": encoderOf(PoissonIntervals),
}

// codeOptions adds 20 time steps and, for a random code, a seed.
func codeOptions(name string, opts ...any) []any {
	if name == "PoissonIntervals" {
		opts = append(opts, Seed(1))
	}
	return append(opts, NumSteps(20))
}

// Spikes depend on the values alone, and not on data's shape, dtype or layout in memory, nor on their own dtype.
func TestCodesLayouts(t *testing.T) {
	values := []float32{0, 1, 1, 0, 1, 0}
	// The transpose of these rows is not contiguous, and reads 0 1 1, 0 1 0.
	transposed := tensortest.Owned(t, tensortest.Of(t, []float32{0, 0, 1, 1, 1, 0}, 3, 2).MustT(false), nil)
	for name, encode := range codes {
		x, err := encode(tensortest.Of(t, values, 1, 6), codeOptions(name)...)
		shape, want := tensortest.Values(t, tensortest.Owned(t, x, err))
		perValue := shape[3:] // Population's last dimension
		for _, data := range []*ts.Tensor{
			tensortest.Of(t, values),
			tensortest.Of(t, values, 1, 1, 2, 3),
			tensortest.Of(t, []float64{0, 1, 1, 0, 1, 0}, 1, 6),
			tensortest.Of(t, []uint8{0, 1, 1, 0, 1, 0}, 1, 6),
			tensortest.Owned(t, transposed.MustUnsqueeze(0, false), nil),
		} {
			x, err := encode(data, codeOptions(name)...)
			shape := append(append([]int64{20}, data.MustSize()...), perValue...)
			tensortest.Want(t, tensortest.Owned(t, x, err), shape, want, 0)
		}
		for _, dtype := range []gotch.DType{gotch.Uint8, gotch.Bool, gotch.Half, gotch.Double} {
			x, err := encode(tensortest.Of(t, values, 1, 6), codeOptions(name, DType(dtype))...)
			tensortest.Want(t, tensortest.Owned(t, x, err), shape, want, 0)
			if d := x.DType(); d != dtype {
				t.Errorf("%s: dtype %v, want %v", name, d, dtype)
			}
		}
	}
}

func TestCodesSmall(t *testing.T) {
	for name, encode := range codes {
		for _, c := range []struct{ data, want []int64 }{
			{[]int64{}, []int64{20}},
			{[]int64{1}, []int64{20, 1}},
			{[]int64{0}, []int64{20, 0}},
			{[]int64{0, 3}, []int64{20, 0, 3}},
			{[]int64{2, 0}, []int64{20, 2, 0}},
		} {
			x, err := encode(tensortest.Zeros(t, c.data...), codeOptions(name)...)
			want := c.want
			if name == "Population" {
				want = append(slices.Clone(want), 8)
			}
			if shape, _ := tensortest.Values(t, tensortest.Owned(t, x, err)); !slices.Equal(shape, want) {
				t.Errorf("%s of shape %v: shape %v, want %v", name, c.data, shape, want)
			}
		}
	}
}

func TestCodesRefuse(t *testing.T) {
	dropped := ts.MustOfSlice([]float32{0})
	dropped.MustDrop()
	half := tensortest.Of(t, []float32{0.5})
	for name, encode := range codes {
		for _, c := range []struct {
			data *ts.Tensor
			opts []any
			arg  string
			kind error
		}{
			{nil, codeOptions(name), "data", ErrTensor},
			{dropped, codeOptions(name), "data", ErrTensor},
			{tensortest.Of(t, []float32{0, tensortest.NaN}), codeOptions(name), "data", ErrNotFinite},
			{tensortest.Of(t, []float32{float32(math.Inf(1))}), codeOptions(name), "data", ErrNotFinite},
			{tensortest.Of(t, []float32{0.5, -0.01}), codeOptions(name), "data", ErrRange},
			{half, nil, "NumSteps", ErrOption},
			{half, []any{NumSteps(0)}, "NumSteps", ErrRange},
			{half, codeOptions(name, DType(gotch.ComplexFloat)), "DType", ErrDType},
			{half, []any{NumSteps(math.MaxInt)}, "output", ErrRange},
		} {
			x, err := encode(c.data, c.opts...)
			wantArgError(t, x, err, name, c.arg, c.kind)
		}
		if name != "RankOrder" { // which takes any size
			x, err := encode(tensortest.Of(t, []float32{1.01}), codeOptions(name)...)
			wantArgError(t, x, err, name, "data", ErrRange)
		}
	}
}

// Many small calls leave no tensor behind, also not those that fail.
func TestCodesKeepNothing(t *testing.T) {
	data := tensortest.Of(t, []float64{0, 0.5, 1, 2}, 2, 2) // float64, so that a copy is made
	good := tensortest.Owned(t, data.MustClamp(ts.FloatScalar(0), ts.FloatScalar(1), false), nil)
	live := len(ts.ExistingTensors)
	for name, encode := range codes {
		x, err := encode(good, codeOptions(name)...)
		if err != nil {
			t.Fatal(err)
		}
		x.MustDrop()
		if x, err := encode(data, codeOptions(name, DType(gotch.ComplexFloat))...); err == nil {
			x.MustDrop()
		}
	}
	if now := len(ts.ExistingTensors); now != live {
		t.Errorf("%d tensors are left of %d", now, live)
	}
}

func TestDecodersRefuse(t *testing.T) {
	decoders := map[string]encoder{
		"FirstSpikes":            plain(FirstSpikes),
		"DecodeRate":             plain(DecodeRate),
		"DecodeRankOrder":        plain(DecodeRankOrder),
		"DecodeLatency":          encoderOf(DecodeLatency),
		"DecodePhase":            encoderOf(DecodePhase),
		"DecodeWeightedPhase":    encoderOf(DecodeWeightedPhase),
		"DecodeBurst":            encoderOf(DecodeBurst),
		"DecodeTimeToFirstSpike": encoderOf(DecodeTimeToFirstSpike),
		"DecodePopulation":       encoderOf(DecodePopulation),
		"DecodePoisson":          encoderOf(DecodePoisson),
	}
	silent := make([]float32, 20*3)
	with := func(x float32) *ts.Tensor {
		data := append([]float32{}, silent...)
		data[31] = x
		return tensortest.Of(t, data, 20, 3)
	}
	for name, decode := range decoders {
		for _, c := range []struct {
			spikes *ts.Tensor
			kind   error
		}{
			{nil, ErrTensor},
			{tensortest.Zeros(t), ErrShape},
			{tensortest.Zeros(t, 0, 3), ErrShape},
			{with(0.5), ErrRange},
			{with(-1), ErrRange},
			{with(tensortest.NaN), ErrRange},
		} {
			x, err := decode(c.spikes)
			wantArgError(t, x, err, name, "spikes", c.kind)
		}
		// Other dtypes give the same.
		x, err := decode(with(1))
		shape, want := tensortest.Values(t, tensortest.Owned(t, x, err))
		for _, dtype := range []gotch.DType{gotch.Bool, gotch.Uint8, gotch.Double, gotch.Int64} {
			x, err := decode(tensortest.Owned(t, with(1).MustTotype(dtype, false), nil))
			_, got := tensortest.Values(t, tensortest.Owned(t, x, err))
			for i := range got {
				if got[i] != want[i] && !math.IsNaN(float64(want[i])) {
					t.Errorf("%s of %v: %v, want %v (shape %v)", name, dtype, got, want, shape)
				}
			}
		}
	}
}

// plain makes a decoder without options look like one with them.
func plain(decode func(*ts.Tensor) (*ts.Tensor, error)) encoder {
	return func(x *ts.Tensor, _ ...any) (*ts.Tensor, error) { return decode(x) }
}

// wantRoundTrip checks that decoding what was encoded gives each value back to within bound, and keeps their order.
func wantRoundTrip(t *testing.T, values []float32, encode, decode func(*ts.Tensor) (*ts.Tensor, error),
	bound func(x float64) float64) {
	t.Helper()
	spikes, err := encode(tensortest.Of(t, values))
	decoded, err := decode(tensortest.Owned(t, spikes, err))
	_, got := tensortest.Values(t, tensortest.Owned(t, decoded, err))
	for i, x := range values {
		if d := math.Abs(float64(got[i] - x)); !(d <= bound(float64(x))+1e-6) {
			t.Errorf("%v came back as %v: further than %v", x, got[i], bound(float64(x)))
		}
		if i > 0 && x >= values[i-1] && got[i] < got[i-1] {
			t.Errorf("%v came back as %v, below the %v of %v", x, got[i], got[i-1], values[i-1])
		}
	}
}

// within is a bound that is the same for all values.
func within(e float64) func(float64) float64 { return func(float64) float64 { return e } }

// spikesOfEach counts the spikes of each neuron of spikes [T x N].
func spikesOfEach(t *testing.T, spikes *ts.Tensor) []int {
	t.Helper()
	shape, data := tensortest.Values(t, spikes)
	counts := make([]int, tensormem.Numel(shape[1:]))
	for i, x := range data {
		if x != 0 {
			counts[i%len(counts)]++
		}
	}
	return counts
}

// trains makes spikes [T x N] of the steps at which each of N neurons fires.
func trains(t *testing.T, steps int, fires ...[]int) *ts.Tensor {
	t.Helper()
	data := make([]float32, steps*len(fires))
	for n, times := range fires {
		for _, at := range times {
			data[at*len(fires)+n] = 1
		}
	}
	return tensortest.Of(t, data, int64(steps), int64(len(fires)))
}

// wantTrains compares spikes [T x N] with the steps at which each of N neurons fires.
func wantTrains(t *testing.T, spikes *ts.Tensor, steps int, fires ...[]int) {
	t.Helper()
	shape, want := tensortest.Values(t, trains(t, steps, fires...))
	tensortest.Want(t, spikes, shape, want, 0)
}
