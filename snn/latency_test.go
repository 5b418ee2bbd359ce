package snn

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

// The first 128 training images of MNIST spike as snnTorch's do, in all combinations of options.
func TestLatencyMNIST(t *testing.T) {
	text, err := os.ReadFile("testdata/mnist_latency.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden []struct {
		Args          map[string]any
		Shape         []int64
		Spikes        int
		SpikesPerStep []int  `json:"spikes_per_step"`
		Sha256        string `json:"sha256_uint8_C_order"`
	}
	if err := json.Unmarshal(text, &golden); err != nil || len(golden) != 8 {
		t.Fatal(len(golden), err)
	}
	images := benchImages(t)
	for _, c := range golden {
		opts := only[LatencyOption](append(goldenCase{Args: c.Args}.options(t), DType(gotch.Uint8)))
		spikes, err := Latency(images, opts...)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(spikes.MustSize(), c.Shape) {
			t.Errorf("%v: shape %v, want %v", c.Args, spikes.MustSize(), c.Shape)
		}
		bytes := tensortest.Bytes(t, spikes, nil)
		perStep := make([]int, c.Shape[0])
		for i, s := range bytes {
			perStep[i/(len(bytes)/len(perStep))] += int(s)
		}
		if !slices.Equal(perStep, c.SpikesPerStep) {
			t.Errorf("%v: spikes per step %v, want %v", c.Args, perStep, c.SpikesPerStep)
		}
		if sum := sha256.Sum256(bytes); hex.EncodeToString(sum[:]) != c.Sha256 {
			t.Errorf("%v: other spikes", c.Args)
		}
	}
}

// Values by hand: the examples of snnTorch's documentation, and where its code does not do what its documentation says.
func TestLatency(t *testing.T) {
	for _, c := range []struct {
		name string
		x    any
		opts []LatencyOption
		want [][]float32
	}{
		{"linear", []float32{0.02, 0.5, 1}, []LatencyOption{NumSteps(5), Normalize(true), Linear(true)},
			[][]float32{{0, 0, 1}, {0, 0, 0}, {0, 1, 0}, {0, 0, 0}, {1, 0, 0}}},
		{"float64", []float64{0.02, 0.5, 1}, []LatencyOption{NumSteps(5), Normalize(true), Linear(true)},
			[][]float32{{0, 0, 1}, {0, 0, 0}, {0, 1, 0}, {0, 0, 0}, {1, 0, 0}}},
		{"uint8", []uint8{0, 1, 1}, []LatencyOption{NumSteps(3), Normalize(true)}, [][]float32{{0, 1, 1}, {0, 0, 0}, {1, 0, 0}}},
		{"bool", []bool{false, true}, []LatencyOption{NumSteps(2), Linear(true)}, [][]float32{{0, 1}, {1, 0}}},
		{"off below zero", []float32{1, 0}, []LatencyOption{NumSteps(3), Linear(true), Normalize(true), OffTarget(-0.5)},
			[][]float32{{1, -0.5}, {-0.5, -0.5}, {-0.5, 1}}},
		{"targets", []float32{1, 0}, []LatencyOption{NumSteps(2), Linear(true), Normalize(true), OnTarget(1.25), OffTarget(0.25)},
			[][]float32{{1.25, 0.25}, {0.25, 1.25}}},
		{"clip", []float32{1, 0.009, 0.01}, []LatencyOption{NumSteps(3), Linear(true), Normalize(true), Clip(true)},
			[][]float32{{1, 0, 0}, {0, 0, 0}, {0, 0, 1}}},
		{"interpolate", []float32{1, 0.5, 0}, []LatencyOption{NumSteps(5), Linear(true), Normalize(true), Interpolate(true)},
			[][]float32{{1, 0, 0}, {0, 0.5, 0.25}, {0, 1, 0.5}, {0, 0, 0.75}, {0, 0, 1}}},
		{"interpolate and clip", []float32{1, 0.5, 0}, []LatencyOption{NumSteps(5), Linear(true), Normalize(true), Interpolate(true), Clip(true)},
			[][]float32{{1, 0, 0}, {0, 0.5, 0}, {0, 1, 0}, {0, 0, 0}, {0, 0, 0}}},
		{"bypass drops the late", []float32{1, 0}, []LatencyOption{NumSteps(3), Bypass(true)}, [][]float32{{1, 0}, {0, 0}, {0, 0}}},
		{"bypass finds the end", []float32{1, 0.5}, []LatencyOption{Linear(true), Tau(4), Bypass(true)}, [][]float32{{1, 0}, {0, 0}, {0, 1}}},
		{"first spike time", []float32{1, 0}, []LatencyOption{NumSteps(4), Linear(true), Normalize(true), FirstSpikeTime(2)},
			[][]float32{{0, 0}, {0, 0}, {1, 0}, {0, 1}}},
		{"half to even", []float32{0.5, 0.875}, []LatencyOption{NumSteps(3), Linear(true), Tau(5)}, [][]float32{{0, 0}, {0, 1}, {1, 0}}},
		{"equal values fire last", []float32{0.5, 0.5}, []LatencyOption{NumSteps(3), Normalize(true)}, [][]float32{{0, 0}, {0, 0}, {1, 1}}},
		{"one element", []float32{1}, []LatencyOption{NumSteps(1)}, [][]float32{{1}}},
		{"one step", []float32{1, 0}, []LatencyOption{NumSteps(1), Linear(true), Normalize(true)}, [][]float32{{1, 1}}},
	} {
		spikes, err := Latency(tensortest.Of(t, c.x), c.opts...)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		tensortest.Want(t, tensortest.Owned(t, spikes, nil), []int64{int64(len(c.want)), int64(len(c.want[0]))}, slices.Concat(c.want...), 1e-6)
	}
}

// A value in the threshold's reach of 0 or 1 in float16 is no index beyond the end, as in snnTorch.
func TestLatencyHalf(t *testing.T) {
	for _, dtype := range []gotch.DType{gotch.Half, gotch.BFloat16} {
		x := tensortest.Owned(t, tensortest.Of(t, []float32{0, 0.01, 0.5, 1}).MustTotype(dtype, false), nil)
		spikes, err := Latency(x, NumSteps(100), Tau(5))
		_, got := tensortest.Values(t, tensortest.Owned(t, spikes, err))
		sum := float32(0)
		for _, s := range got {
			sum += s
		}
		if sum != 4 {
			t.Errorf("%s: %v spikes of 4 values", tensormem.DTypeName(dtype), sum)
		}
	}
}

func TestLatencyShapes(t *testing.T) {
	for _, shape := range [][]int64{{}, {1}, {5}, {2, 3}, {2, 1, 3, 4}, {0}, {3, 0}} {
		x, data, err := tensormem.New[float32](shape)
		tensortest.Owned(t, x, err)
		for i := range data {
			data[i] = 1
		}
		for _, dtype := range []gotch.DType{gotch.Float, gotch.Double, gotch.Uint8, gotch.Bool, gotch.Int16, gotch.Half} {
			spikes, err := Latency(x, NumSteps(3), FirstSpikeTime(1), DType(dtype))
			want := slices.Concat(make([]float32, len(data)), data, make([]float32, len(data)))
			tensortest.Want(t, tensortest.Owned(t, spikes, err), append([]int64{3}, shape...), want, 0)
			if spikes.DType() != dtype {
				t.Errorf("dtype %s, want %s", tensormem.DTypeName(spikes.DType()), tensormem.DTypeName(dtype))
			}
		}
	}
	view := tensortest.Owned(t, tensortest.Of(t, tensortest.Ramp(6), 2, 3).MustT(false), nil)
	spikes, err := Latency(view, NumSteps(2), Linear(true))
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{2, 3, 2}, []float32{0, 1, 0, 1, 0, 1, 1, 0, 1, 0, 1, 0}, 0)
}

// Properties of any data: one spike for each value, none before the first spike time, and larger values never later.
func TestLatencyProperties(t *testing.T) {
	x := tensortest.Of(t, tensortest.Ramp(500))
	for _, linear := range []bool{false, true} {
		for _, normalize := range []bool{false, true} {
			for _, first := range []int{0, 7} {
				spikes, err := Latency(x, NumSteps(100), Tau(5), FirstSpikeTime(first), Linear(linear), Normalize(normalize))
				_, s := tensortest.Values(t, tensortest.Owned(t, spikes, err))
				before := math.MaxInt
				for i := range 500 {
					when, count := 0, 0
					for step := range 100 {
						if s[step*500+i] == 1 {
							when, count = step, count+1
						}
					}
					if count != 1 || when < first || when > before {
						t.Fatalf("linear %v, normalize %v: value %d has %d spikes, at %d after %d", linear, normalize, i, count, when, before)
					}
					before = when
				}
				if normalize && !linear && s[99*500] != 1 {
					t.Errorf("linear %v: the smallest value is not last", linear)
				}
			}
		}
	}
}

func TestLatencyErrors(t *testing.T) {
	x := tensortest.Of(t, []float32{0, 0.5, 1})
	steps := NumSteps(10)
	for _, c := range []struct {
		x    any
		opts []LatencyOption
		arg  string
		kind error
	}{
		{x, nil, "NumSteps", ErrOption},
		{x, []LatencyOption{Bypass(true), Normalize(true)}, "NumSteps", ErrOption},
		{x, []LatencyOption{NumSteps(0), Bypass(true)}, "NumSteps", ErrRange},
		{x, []LatencyOption{NumSteps(-2)}, "NumSteps", ErrRange},
		{x, []LatencyOption{NumSteps(5)}, "NumSteps", ErrRange}, // the last spike comes at 12
		{[]float32{}, []LatencyOption{Bypass(true)}, "NumSteps", ErrOption},
		{x, []LatencyOption{steps, Tau(0)}, "Tau", ErrRange},
		{x, []LatencyOption{steps, Tau(-1)}, "Tau", ErrRange},
		{x, []LatencyOption{steps, Tau(math.NaN())}, "Tau", ErrRange},
		{x, []LatencyOption{steps, Tau(math.Inf(1))}, "Tau", ErrRange},
		{x, []LatencyOption{steps, Tau(1e300)}, "Tau", ErrRange},
		{x, []LatencyOption{Bypass(true), Tau(1e30)}, "Tau", ErrRange},
		{x, []LatencyOption{steps, Threshold(0)}, "Threshold", ErrRange},
		{x, []LatencyOption{steps, Threshold(1)}, "Threshold", ErrRange},
		{x, []LatencyOption{steps, Threshold(2)}, "Threshold", ErrRange},
		{x, []LatencyOption{steps, Threshold(math.NaN())}, "Threshold", ErrRange},
		{x, []LatencyOption{steps, Epsilon(0)}, "Epsilon", ErrRange},
		{x, []LatencyOption{steps, Epsilon(-1)}, "Epsilon", ErrRange},
		{x, []LatencyOption{steps, Epsilon(1e-12)}, "Epsilon", ErrRange}, // lost in float32
		{x, []LatencyOption{steps, Epsilon(math.NaN())}, "Epsilon", ErrRange},
		{x, []LatencyOption{steps, FirstSpikeTime(-1)}, "FirstSpikeTime", ErrRange},
		{x, []LatencyOption{steps, FirstSpikeTime(10)}, "FirstSpikeTime", ErrRange},
		{x, []LatencyOption{steps, OnTarget(0), OffTarget(1)}, "OnTarget", ErrRange},
		{x, []LatencyOption{steps, OnTarget(math.NaN())}, "OnTarget", ErrNotFinite},
		{x, []LatencyOption{steps, OffTarget(math.Inf(-1))}, "OffTarget", ErrNotFinite},
		{x, []LatencyOption{steps, OnTarget(2), DType(gotch.Bool)}, "DType", ErrDType},
		{x, []LatencyOption{steps, Interpolate(true), DType(gotch.Uint8)}, "DType", ErrDType},
		{[]float32{0, 1.5}, []LatencyOption{steps}, "data", ErrRange},
		{[]float32{-1, 0.5}, []LatencyOption{steps}, "data", ErrRange},
		{[]uint8{0, 255}, []LatencyOption{steps}, "data", ErrRange},
		{[]float32{0, tensortest.NaN}, []LatencyOption{steps}, "data", ErrNotFinite},
		{[]float64{math.Inf(1)}, []LatencyOption{steps}, "data", ErrNotFinite},
		{(*ts.Tensor)(nil), []LatencyOption{steps}, "data", ErrTensor},
	} {
		data, ok := c.x.(*ts.Tensor)
		if !ok {
			if f, ok := c.x.([]float32); ok && len(f) == 0 {
				empty, _, err := tensormem.New[float32]([]int64{0})
				data = tensortest.Owned(t, empty, err)
			} else {
				data = tensortest.Of(t, c.x)
			}
		}
		spikes, err := Latency(data, c.opts...)
		wantArgError(t, spikes, err, "Latency", c.arg, c.kind)
	}
	_, _, err := LatencyCode(x, Normalize(true))
	wantArgError(t, nil, err, "LatencyCode", "NumSteps", ErrOption)
	_, _, err = LatencyCode(tensortest.Of(t, []float32{2}))
	wantArgError(t, nil, err, "LatencyCode", "data", ErrRange)
}

// Times are those of the formula in the data's own precision.
func TestLatencyCodeTypes(t *testing.T) {
	want := math.Log(0.5 / 0.49)
	for _, c := range []struct {
		x     any
		dtype gotch.DType
		tol   float64
	}{{[]float32{0.5, 0.001}, gotch.Float, 1e-7}, {[]float64{0.5, 0.001}, gotch.Double, 1e-15}} {
		times, below, err := LatencyCode(tensortest.Of(t, c.x))
		if err != nil {
			t.Fatal(err)
		}
		defer times.MustDrop()
		defer below.MustDrop()
		if got := times.Float64Values()[0]; times.DType() != c.dtype || math.Abs(got-want) > c.tol {
			t.Errorf("%s time %v, want %v", tensormem.DTypeName(times.DType()), got, want)
		}
		tensortest.Want(t, below, []int64{2}, []float32{0, 1}, 0)
	}
}

// A large value fires early and a small one late; with Clip, one below the threshold not at all.
func ExampleLatency() {
	data := ts.MustOfSlice([]float32{0.02, 0.5, 1})
	defer data.MustDrop()
	spikes := Must(Latency(data, NumSteps(5), Normalize(true), Linear(true)))
	defer spikes.MustDrop()
	fmt.Println(Sprint(spikes))
	// Output:
	// tensor([[0., 0., 1.],
	//         [0., 0., 0.],
	//         [0., 1., 0.],
	//         [0., 0., 0.],
	//         [1., 0., 0.]])
}

func ExampleLatency_options() {
	data := ts.MustOfSlice([]float32{0, 0.5, 1})
	defer data.MustDrop()
	spikes := Must(Latency(data, Tau(5), Threshold(0.01), Epsilon(1e-7), Clip(true), Bypass(true), OnTarget(2), OffTarget(1)))
	defer spikes.MustDrop()
	fmt.Println(spikes.MustSize())
	rising := Must(Latency(data, NumSteps(3), Linear(true), Normalize(true), Interpolate(true)))
	defer rising.MustDrop()
	fmt.Println(rising.Float64Values())
	// Output:
	// [59 3]
	// [0 0 1 0.5 1 0 1 0 0]
}

func ExampleLatencyCode() {
	data := ts.MustOfSlice([]float32{0.001, 0.5, 1})
	defer data.MustDrop()
	times, belowThreshold, err := LatencyCode(data, NumSteps(5), Normalize(true), Linear(true))
	if err != nil {
		panic(err)
	}
	defer times.MustDrop()
	defer belowThreshold.MustDrop()
	fmt.Println(Sprint(times), Sprint(belowThreshold))
	// Output: tensor([3.9600, 2.0000, 0.0000]) tensor([ True, False, False])
}
