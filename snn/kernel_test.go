package snn

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"unsafe"

	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// atEachLevel runs f with each level of instructions that the processor has.
func atEachLevel(t *testing.T, f func(t *testing.T)) {
	best := kernelLevel
	defer func() { kernelLevel = best }()
	for kernelLevel = 0; kernelLevel <= best; kernelLevel++ {
		t.Run(fmt.Sprintf("level %d", kernelLevel), f)
	}
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
func rateBytes(t *testing.T, x *ts.Tensor, opts ...Option) []uint8 {
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
		x := tensortest.Owned(t, doubles.MustTotype(dtype, false), nil)
		exact := tensortest.Owned(t, x.MustTotype(gotch.Double, false), nil).Float64Values()
		r := loop.NewRandom(9, loop.StreamRate)
		atEachLevel(t, func(t *testing.T) {
			got := rateBytes(t, x, NumSteps(1), Seed(9), Gain(0.3), Offset(0.1))
			for i := range exact {
				if want := r.Bernoulli(0, uint64(i), float64(exact[i]*0.3)+0.1); want != (got[i] == 1) {
					t.Fatalf("%s: element %d is %d, x %v", dtypeName(dtype), i, got[i], exact[i])
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

func TestLoopRange(t *testing.T) {
	const n = 1 << 19 // several tasks
	values := make([]float32, n)
	values[77], values[n-1] = -3, 5
	atEachLevel(t, func(t *testing.T) {
		if low, high, bad := loopRange(unsafe.Pointer(&values[0]), loopFloat32, n); low != -3 || high != 5 || bad != -1 {
			t.Errorf("range %v to %v, bad %d", low, high, bad)
		}
		for _, at := range []int{0, 1000, n - 2} {
			before := values[at]
			values[at] = tensortest.NaN
			if _, _, bad := loopRange(unsafe.Pointer(&values[0]), loopFloat32, n); bad != at {
				t.Errorf("NaN at %d is found at %d", at, bad)
			}
			values[at] = before
		}
	})
}

// Memory is zero after loopFill with zero, whatever its size and what it held.
func TestLoopFill(t *testing.T) {
	for _, n := range []int{1, 5000, 10 << 20} { // the last, 40 MB, is left to the kernel
		x, data, err := newFloats("F", []int64{int64(n)})
		tensortest.Owned(t, x, err)
		for _, bits := range []uint64{0x3f800000, 0, 0x40000000, 0} {
			loopFill(unsafe.Pointer(&data[0]), 4, bits, n)
			for i, v := range data {
				if want := map[uint64]float32{0: 0, 0x3f800000: 1, 0x40000000: 2}[bits]; v != want {
					t.Fatalf("element %d of %d is %v, want %v", i, n, v, want)
				}
			}
		}
	}
}

// The bits of an output element are those that libtorch gives the value.
func TestNewElement(t *testing.T) {
	for _, dtype := range tensormem.Numeric {
		for _, x := range []float64{0, 1, -1, 2, 0.1, -0.3333, 1e-7, 100, 255, 256, 65504, 1e6, 3e38, 1e300} {
			bits, ok := bitsOf(dtype, x)
			if !ok {
				continue
			}
			converted := tensortest.Owned(t, tensortest.Of(t, []float64{x}).MustTotype(dtype, false), nil)
			got := unsafe.Slice((*uint8)(converted.MustDataPtr()), dtype.Size())
			for i := range got {
				if want := uint8(bits >> (8 * i)); got[i] != want {
					t.Errorf("%s %v: byte %d is %x, libtorch's %x", dtypeName(dtype), x, i, want, got[i])
				}
			}
		}
	}
	for dtype, x := range map[gotch.DType]float64{gotch.Bool: 2, gotch.Uint8: -1, gotch.Int8: 128, gotch.Int: 0.5,
		gotch.Half: 1e5, gotch.Float: 1e39, gotch.QInt8: 1, gotch.ComplexFloat: 1} {
		_, err := newElement("F", dtype, x, 0)
		wantArgError(t, nil, err, "F", "DType", ErrDType)
	}
}
