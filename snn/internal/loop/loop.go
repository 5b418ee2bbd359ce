// Package loop has the inner loops of the encoders, in C so that they can be vectorised, and how Go calls them: on all processors, with
// random numbers that depend on their address alone. All levels of instructions give the same bits.
package loop

/*
#cgo CFLAGS: -O3 -std=c11 -Wall
#include "loop.h"
*/
import "C"

import (
	"runtime"
	"unsafe"

	"github.com/sugarme/gotch"
	"golang.org/x/sys/cpu"

	"gosnn/snn/tensormem"
)

// level is the instruction set that the loops use.
var level = bestLevel()

// bestLevel is found here, not in C, where asking the compiler for it needs a part of libgcc that takes time to link.
func bestLevel() C.int {
	switch x86 := cpu.X86; { // all false on other processors
	case x86.HasAVX512F && x86.HasAVX512BW && x86.HasAVX512DQ && x86.HasAVX512VL:
		return C.SNN_AVX512
	case x86.HasAVX2:
		return C.SNN_AVX2
	}
	return C.SNN_PORTABLE
}

// AtEachLevel runs f with each level of instructions that the processor has: for tests.
func AtEachLevel(f func(level int)) {
	best := level
	defer func() { level = best }()
	for level = 0; level <= best; level++ {
		f(int(level))
	}
}

// Type is an element type that the loops read.
type Type C.int

const (
	Float32 Type = C.SNN_FLOAT32
	Float64 Type = C.SNN_FLOAT64
	Uint8   Type = C.SNN_UINT8
)

func (t Type) size() int {
	switch t {
	case Float32:
		return 4
	case Float64:
		return 8
	}
	return 1
}

// Convert converts a view to an element type that the loops read, and returns it: float64 for integers of 32 bits and more, float32
// for what else they do not read as it is. On an error the view is closed.
func Convert(v *tensormem.View) (Type, error) {
	switch v.DType {
	case gotch.Float:
		return Float32, nil
	case gotch.Double:
		return Float64, nil
	case gotch.Uint8, gotch.Bool:
		return Uint8, nil
	case gotch.Int, gotch.Int64:
		return Float64, v.Convert(gotch.Double)
	}
	return Float32, v.Convert(gotch.Float)
}

// Range returns the smallest and largest of n values, and the index of the first one that is not finite, or -1.
func Range(data unsafe.Pointer, t Type, n int) (low, high float64, bad int) {
	const task = 1 << 17 // elements
	if n == 0 {
		return 0, 0, -1
	}
	c := Split(n, task)
	lows, highs, bads := make([]C.double, c.Count()), make([]C.double, c.Count()), make([]int, c.Count())
	Parallel(c.Count(), func(i int) {
		lo, hi := c.Bounds(i)
		bads[i] = int(C.snn_range(unsafe.Add(data, lo*t.size()), C.int(t), level, C.int64_t(hi-lo), &lows[i], &highs[i]))
	})
	low, high = float64(lows[0]), float64(highs[0])
	for i := range bads {
		if bads[i] >= 0 {
			return 0, 0, i*task + bads[i]
		}
		low, high = min(low, float64(lows[i])), max(high, float64(highs[i]))
	}
	return low, high, -1
}

// Rate is the task of [gosnn/snn.Rate]: spikes of Steps time steps of N elements, the first First of them silent, with probability
// X*Gain + Offset clipped to [0, 1].
type Rate struct {
	Out          unsafe.Pointer // [Steps x N]
	Element      Element
	X            unsafe.Pointer // [N], or [(Steps - First) x N] if TimeVar
	XType        Type
	TimeVar      bool
	Gain, Offset float64
	Steps, N     int
	First        int
	N0           uint64 // index of element 0 in the data set, for the random numbers
	Random       Random
}

// Run makes the spikes.
func (r Rate) Run() {
	a := C.snn_rate_args{
		out: r.Out, element: r.Element.c(), x: r.X, x_type: C.int(r.XType), time_var: cbool(r.TimeVar),
		gain: C.double(r.Gain), offset: C.double(r.Offset), n: C.int64_t(r.N), first: C.int64_t(r.First),
		n0: C.uint64_t(r.N0), key: [2]C.uint32_t{C.uint32_t(r.Random.Key[0]), C.uint32_t(r.Random.Key[1])},
		stream: C.uint32_t(r.Random.Stream),
	}
	if r.N == 0 {
		return
	}
	C.snn_huge(r.Out, C.int64_t(r.Steps*r.N*r.Element.Size))
	perTask := max(1, taskBytes/r.Element.Size)
	columns := Split(r.N, min(r.N, perTask))
	rows := Split(r.Steps, max(1, min(perTask/r.N, r.Steps/(4*runtime.GOMAXPROCS(0)))))
	Parallel(rows.Count()*columns.Count(), func(i int) {
		t0, t1 := rows.Bounds(i / columns.Count())
		i0, i1 := columns.Bounds(i % columns.Count())
		C.snn_rate(&a, level, C.int64_t(t0), C.int64_t(t1), C.int64_t(i0), C.int64_t(i1))
	})
}

// Delta is the task of [gosnn/snn.Delta]: the changes of Steps time steps of N values.
type Delta struct {
	Out       unsafe.Pointer // [Steps x N]
	Element   Element
	X         unsafe.Pointer // [Steps x N]
	XType     Type
	Threshold float64
	OffSpike  bool // changes of -Threshold and below, too
	Padding   bool // step 0 has changed since itself, not since zero
	Steps, N  int
}

// Run writes the spikes.
func (d Delta) Run() {
	a := C.snn_delta_args{
		out: d.Out, element: d.Element.c(), x: d.X, x_type: C.int(d.XType), threshold: C.double(d.Threshold),
		off_spike: cbool(d.OffSpike), padding: cbool(d.Padding), n: C.int64_t(d.N),
	}
	c := tasks(d.Steps*d.N, d.Element.Size)
	C.snn_huge(d.Out, C.int64_t(c.N*d.Element.Size))
	c.Each(func(lo, hi int) { C.snn_delta(&a, level, C.int64_t(lo), C.int64_t(hi)) })
}

// Fill writes the same element, of size bytes, n times.
func Fill(p unsafe.Pointer, size int, bits uint64, n int) {
	if bits == 0 {
		C.snn_zero(p, C.int64_t(n*size))
		return
	}
	C.snn_huge(p, C.int64_t(n*size))
	tasks(n, size).Each(func(lo, hi int) {
		C.snn_fill(unsafe.Add(p, lo*size), C.int(size), C.uint64_t(bits), C.int64_t(hi-lo))
	})
}

func (e Element) c() C.snn_element {
	return C.snn_element{size: C.int(e.Size), on: C.uint64_t(e.On), off: C.uint64_t(e.Off)}
}

func cbool(b bool) C.int {
	if b {
		return 1
	}
	return 0
}
