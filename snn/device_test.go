package snn

import (
	"slices"
	"testing"

	"github.com/sugarme/gotch"

	"gosnn/snn/tensormem"
)

// The path of tensor operations, which other devices take, gives the very spikes of the C loops. It is run on the CPU here.
func TestRateOnDevice(t *testing.T) {
	const n = 1001
	values := make([]float32, 6*n)
	for i := range values {
		values[i] = float32(i%n)/(n-1)*1.2 - 0.1 // below 0 and above 1 too
	}
	for _, c := range []struct {
		name    string
		timeVar bool
		steps   int
		first   int
		n0      uint64
	}{
		{"one step", false, 1, 0, 0},
		{"steps", false, 6, 2, 3},
		{"time-varying", true, 8, 2, 1<<34 + 1},
	} {
		shape := []int64{6, n}
		if !c.timeVar {
			shape = []int64{1, n}
		}
		x := tensorOf(t, values[:numel(shape)], shape...)
		v, err := viewOf("F", "x", x, 0)
		if err != nil {
			t.Fatal(err)
		}
		e, err := newElement("F", gotch.Float, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		out, want, err := newFloats("F", []int64{int64(c.steps), n})
		owned(t, out, err)
		loop := rateLoop{element: e, x: v.data, xType: loopFloat32, timeVar: c.timeVar, gain: 0.7, offset: 0.1, steps: c.steps,
			n: n, first: c.first, n0: c.n0, random: newRandom(0xfedcba9876543210, streamRate)}
		got, err := loop.onDevice("F", x, tensormem.CPU, []int64{int64(c.steps), n}, gotch.Float)
		owned(t, got, err)
		loop.out = out.MustDataPtr()
		loop.run()
		v.release()
		if _, spikes := valuesOf(t, got); !slices.Equal(spikes, want) {
			t.Errorf("%s: other spikes", c.name)
		}
	}
}

// Chunks of tensor operations join without a seam.
func TestRateOnDeviceChunks(t *testing.T) {
	const n = 1<<20 + 5 // more than one chunk in a step
	x := tensorOf(t, slices.Repeat([]float32{0.5}, n))
	e, _ := newElement("F", gotch.Uint8, 1, 0)
	loop := rateLoop{element: e, gain: 1, steps: 2, n: n, random: newRandom(1, streamRate)}
	got, err := loop.onDevice("F", x, tensormem.CPU, []int64{2, n}, gotch.Uint8)
	if want := rateBytes(t, x, NumSteps(2), Seed(1)); !slices.Equal(bytesOf(t, got, err), want) {
		t.Error("other spikes")
	}
}

func TestOnDeviceError(t *testing.T) {
	x := tensorOf(t, ramp(4)) // of four values, where the loop says five
	loop := rateLoop{gain: 1, steps: 2, n: 5, random: newRandom(1, streamRate)}
	if got, err := loop.onDevice("F", x, tensormem.CPU, []int64{2, 5}, gotch.Float); err == nil {
		got.MustDrop()
		t.Error("no error")
	}
}
