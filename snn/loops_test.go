package snn

import (
	"fmt"
	"runtime"
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

// atEachLevel runs f with each level of instructions that the processor has.
func atEachLevel(t *testing.T, f func(t *testing.T)) {
	loop.AtEachLevel(func(level int) { t.Run(fmt.Sprintf("level %d", level), f) })
}

// The C loops spike exactly where the generator in Go says, at any size and place in the data set.
func TestRateLoopIsPhilox(t *testing.T) {
	atEachLevel(t, func(t *testing.T) {
		for _, n := range []int{1, 3, 63, 64, 65, 2047, 2048, 2049, 5000} {
			for _, first := range []int64{0, 1, 1<<33 + 7} { // the last: block numbers beyond 32 bits
				const seed, steps = 0x123456789abcdef0, 3
				p := tensortest.Ramp(n + 1)[:n] // 0 to just below 1; silent groups among them:
				for i := 64; i < min(n, 192); i++ {
					p[i] = 0
				}
				x := tensortest.Of(t, p, int64(n), 1) // n samples of one element: sample index is element index
				got := rateBytes(t, x, NumSteps(steps), Seed(seed), SampleIndex(first))
				r := loop.NewRandom(seed, loop.StreamRate)
				for s := range steps {
					for i := range n {
						if want := r.Bernoulli(uint32(s), uint64(first)+uint64(i), float64(p[i])); want != (got[s*n+i] == 1) {
							t.Fatalf("n %d, first %d: step %d, element %d is %d, p %v", n, first, s, i, got[s*n+i], p[i])
						}
					}
				}
			}
		}
	})
}

// rateBytes copies the spikes of Rate.
func rateBytes(t *testing.T, x *ts.Tensor, opts ...RateOption) []uint8 {
	t.Helper()
	out, err := Rate(x, append(opts, DType(gotch.Uint8))...)
	return tensortest.Bytes(t, out, err)
}

// Gain and offset round in the same way at each level, for each type of data.
func TestRateLoopThresholds(t *testing.T) {
	values := make([]float64, 3000)
	for i := range values {
		values[i] = float64(i)/1000 - 1
	}
	doubles := tensortest.Of(t, values)
	for _, dtype := range []gotch.DType{gotch.Double, gotch.Float, gotch.Half, gotch.BFloat16, gotch.Int64, gotch.Int8} {
		low := -1.0
		if !isFloat(dtype) {
			low = 0 // whole numbers are not clipped
		}
		clamped := tensortest.Owned(t, doubles.MustClampMin(ts.FloatScalar(low), false), nil)
		x := tensortest.Owned(t, clamped.MustTotype(dtype, false), nil)
		exact := tensortest.Owned(t, x.MustTotype(gotch.Double, false), nil).Float64Values()
		r := loop.NewRandom(9, loop.StreamRate)
		atEachLevel(t, func(t *testing.T) {
			got := rateBytes(t, x, NumSteps(1), Seed(9), Gain(0.3), Offset(0.1))
			for i := range exact {
				if want := r.Bernoulli(0, uint64(i), float64(exact[i]*0.3)+0.1); want != (got[i] == 1) {
					t.Fatalf("%s: element %d is %d, x %v", tensormem.DTypeName(dtype), i, got[i], exact[i])
				}
			}
		})
	}
}

// Equal seeds give equal spikes with any number of threads.
func TestRateThreads(t *testing.T) {
	x := tensortest.Of(t, tensortest.Ramp(100_000))
	want := rateBytes(t, x, NumSteps(20), Seed(3))
	for _, threads := range []int{1, 3, 16} {
		before := runtime.GOMAXPROCS(threads)
		got := rateBytes(t, x, NumSteps(20), Seed(3))
		runtime.GOMAXPROCS(before)
		if !slices.Equal(got, want) {
			t.Errorf("other spikes with %d threads", threads)
		}
	}
}

// The changes that the C loop finds are those of the definition, at each level and in each type of the output.
func TestDeltaLoop(t *testing.T) {
	const steps, n = 7, 3001
	r, values := loop.NewRandom(4, loop.StreamRand), make([]float32, steps*n)
	for i := range values {
		values[i] = float32(r.Uniform(0, uint64(i)))
	}
	want := make([]float32, len(values))
	for i, x := range values {
		last := float32(0)
		if i >= n {
			last = values[i-n]
		}
		if d := x - last; d >= 0.25 {
			want[i] = 1
		} else if d <= -0.25 {
			want[i] = -1
		}
	}
	x := tensortest.Of(t, values, steps, n)
	atEachLevel(t, func(t *testing.T) {
		for _, dtype := range []gotch.DType{gotch.Float, gotch.Double, gotch.Half, gotch.BFloat16, gotch.Int8, gotch.Int16,
			gotch.Int, gotch.Int64} {
			got, err := Delta(x, Threshold(0.25), OffSpike(true), DType(dtype))
			tensortest.Want(t, tensortest.Owned(t, got, err), []int64{steps, n}, want, 0)
		}
	})
}
