package snn

import (
	"fmt"
	"math"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

// Values by hand: snnTorch's documentation, and element types that its code gets wrong.
func TestDelta(t *testing.T) {
	one := []DeltaOption{Threshold(1)}
	off := []DeltaOption{Threshold(1), OffSpike(true)}
	for _, c := range []struct {
		name  string
		x     any
		opts  []DeltaOption
		want  []float32
		dtype gotch.DType
	}{
		{"documentation", []float32{1, 2, 2.9, 3, 3.9}, one, []float32{1, 1, 0, 0, 0}, gotch.Float},
		{"padding", []float32{1, 2, 2.9, 3, 3.9}, append(one, Padding(true)), []float32{0, 1, 0, 0, 0}, gotch.Float},
		{"off spikes", []float32{1, 2, 0, 2, 2.9}, off, []float32{1, 1, -1, 1, 0}, gotch.Float},
		{"off spikes, padding", []float32{1, 2, 0, 2, 2.9}, append(off, Padding(true)), []float32{0, 1, -1, 1, 0}, gotch.Float},
		{"float64", []float64{1, 2, 0, 2, 2.9}, off, []float32{1, 1, -1, 1, 0}, gotch.Double},
		{"uint8", []uint8{200, 0, 255, 254}, off, []float32{1, -1, 1, -1}, gotch.Float},
		{"uint8 without off spikes", []uint8{200, 0, 255, 254}, one, []float32{1, 0, 1, 0}, gotch.Float},
		{"bool", []bool{true, false, false, true}, off, []float32{1, -1, 0, 1}, gotch.Float},
		{"bool without off spikes", []bool{true, false, true}, one, []float32{1, 0, 1}, gotch.Float},
		{"int8 without overflow", []int8{127, -128, 127}, off, []float32{1, -1, 1}, gotch.Float},
		{"int64", []int64{1 << 40, 1<<40 + 1, 1 << 40}, off, []float32{1, 1, -1}, gotch.Float},
		{"int32", []int32{1 << 30, 1<<30 + 1, 1 << 30}, off, []float32{1, 1, -1}, gotch.Float},
		{"negative first value", []float32{-1}, off, []float32{-1}, gotch.Float},
		{"threshold of zero", []float32{0, 1, 0}, []DeltaOption{Threshold(0)}, []float32{1, 1, 0}, gotch.Float},
		{"threshold of zero, off spikes", []float32{0, 1, 0}, []DeltaOption{Threshold(0), OffSpike(true)}, []float32{0, 1, -1}, gotch.Float},
		{"as int8", []uint8{3, 0}, append(off, DType(gotch.Int8)), []float32{1, -1}, gotch.Int8},
	} {
		spikes, err := Delta(tensortest.Of(t, c.x), c.opts...)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if spikes.DType() != c.dtype {
			t.Errorf("%s: dtype %s, want %s", c.name, tensormem.DTypeName(spikes.DType()), tensormem.DTypeName(c.dtype))
		}
		tensortest.Want(t, tensortest.Owned(t, spikes, nil), []int64{int64(len(c.want))}, c.want, 0)
	}
}

func TestDeltaShapes(t *testing.T) {
	for _, shape := range [][]int64{{0}, {0, 3}, {3, 0}, {1}, {1, 1}, {4, 2, 1, 3, 2}} {
		x, data, err := tensormem.New[float32](shape)
		tensortest.Owned(t, x, err)
		for i := range data {
			data[i] = 0
		}
		spikes, err := Delta(x)
		tensortest.Want(t, tensortest.Owned(t, spikes, err), shape, data, 0)
	}
	// Time is the first dimension of a view too: [[0 1 2] [5 5 5]] transposed.
	view := tensortest.Owned(t, tensortest.Of(t, []float32{0, 1, 2, 5, 5, 5}, 2, 3).MustT(false), nil)
	spikes, err := Delta(view, Threshold(1))
	tensortest.Want(t, tensortest.Owned(t, spikes, err), []int64{3, 2}, []float32{0, 1, 1, 0, 1, 0}, 0)
}

func TestDeltaErrors(t *testing.T) {
	x := tensortest.Of(t, tensortest.Ramp(4))
	scalar := tensortest.Owned(t, x.MustMean(gotch.Float, false), nil)
	for _, c := range []struct {
		x    *ts.Tensor
		opts []DeltaOption
		arg  string
		kind error
	}{
		{x, []DeltaOption{Threshold(math.NaN())}, "Threshold", ErrNotFinite},
		{x, []DeltaOption{Threshold(math.Inf(1))}, "Threshold", ErrNotFinite},
		{x, []DeltaOption{OffSpike(true), DType(gotch.Uint8)}, "DType", ErrDType},
		{x, []DeltaOption{OffSpike(true), DType(gotch.Bool)}, "DType", ErrDType},
		{scalar, nil, "data", ErrShape},
		{nil, nil, "data", ErrTensor},
		{tensortest.Of(t, []float32{0, tensortest.NaN}), nil, "data", ErrNotFinite},
		{tensortest.Of(t, []float64{math.Inf(-1)}), nil, "data", ErrNotFinite},
	} {
		spikes, err := Delta(c.x, c.opts...)
		wantArgError(t, spikes, err, "Delta", c.arg, c.kind)
	}
}

// A series that rises by 4 or more gives an on spike, one that falls by as much an off spike.
func ExampleDelta() {
	series := ts.MustOfSlice([]float32{0, 1, 0, 2, 8, -20, 20, -5, 0, 1, 0})
	defer series.MustDrop()
	spikes := Must(Delta(series, Threshold(4), OffSpike(true)))
	defer spikes.MustDrop()
	fmt.Println(spikes.Float64Values())
	again := Must(Delta(series, Threshold(4), Padding(true), DType(gotch.Uint8)))
	defer again.MustDrop()
	fmt.Println(again.Float64Values())
	// Output:
	// [0 0 0 0 1 -1 1 -1 1 0 0]
	// [0 0 0 0 1 0 1 0 1 0 0]
}
