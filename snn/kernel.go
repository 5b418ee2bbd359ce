package snn

/*
#cgo CFLAGS: -O3 -std=c11 -Wall
#include "kernel.h"
*/
import "C"

import (
	"runtime"
	"unsafe"

	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
	"golang.org/x/sys/cpu"
)

// kernelLevel is the instruction set that the C loops use; all levels give the same bits.
var kernelLevel = bestLevel()

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

// taskBytes is how much of the output one task writes: a huge page, so that two tasks seldom fault on the same one.
const taskBytes = 2 << 20

// tasks splits n output elements of size bytes into tasks of taskBytes, or of less if that leaves a processor idle.
func tasks(n, size int) loop.Chunks {
	const least = 1 << 16 // elements that are worth a goroutine
	return loop.Split(n, min(taskBytes/size, max(least, n/(2*runtime.GOMAXPROCS(0))+1)))
}

// loopType is an element type that the C loops read.
type loopType C.int

const (
	loopFloat32 loopType = C.SNN_FLOAT32
	loopFloat64 loopType = C.SNN_FLOAT64
	loopUint8   loopType = C.SNN_UINT8
)

func (t loopType) size() int {
	return map[loopType]int{loopFloat32: 4, loopFloat64: 8, loopUint8: 1}[t]
}

// loopData converts data to an element type that the C loops read, and gives their number for it. What has been converted
// is float64 for integers of 32 bits and more, else float32.
func loopData(v *tensormem.View) (loopType, error) {
	switch v.DType {
	case gotch.Float:
		return loopFloat32, nil
	case gotch.Double:
		return loopFloat64, nil
	case gotch.Uint8, gotch.Bool:
		return loopUint8, nil
	case gotch.Int, gotch.Int64:
		return loopFloat64, v.Convert(gotch.Double)
	}
	return loopFloat32, v.Convert(gotch.Float)
}

// loopRange returns the smallest and largest value, and the index of the first one that is not finite, or -1.
func loopRange(data unsafe.Pointer, t loopType, n int) (low, high float64, bad int) {
	const task = 1 << 17 // elements
	if n == 0 {
		return 0, 0, -1
	}
	c := loop.Split(n, task)
	lows, highs, bads := make([]C.double, c.Count()), make([]C.double, c.Count()), make([]int, c.Count())
	loop.Parallel(c.Count(), func(i int) {
		lo, hi := c.Bounds(i)
		bads[i] = int(C.snn_range(unsafe.Add(data, lo*t.size()), C.int(t), kernelLevel, C.int64_t(hi-lo), &lows[i], &highs[i]))
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

// rateLoop is the task of [Rate]: spikes of `steps` time steps of n neurons.
type rateLoop struct {
	out          unsafe.Pointer
	element      element
	x            unsafe.Pointer
	xType        loopType
	timeVar      bool
	gain, offset float64
	steps, n     int
	first        int
	n0           uint64
	random       loop.Random
}

func (r rateLoop) run() {
	a := C.snn_rate_args{
		out: r.out, element: r.element.c(), x: r.x, x_type: C.int(r.xType), time_var: cbool(r.timeVar),
		gain: C.double(r.gain), offset: C.double(r.offset), n: C.int64_t(r.n), first: C.int64_t(r.first),
		n0: C.uint64_t(r.n0), key: [2]C.uint32_t{C.uint32_t(r.random.Key[0]), C.uint32_t(r.random.Key[1])},
		stream: C.uint32_t(r.random.Stream),
	}
	if r.n == 0 {
		return
	}
	C.snn_huge(r.out, C.int64_t(r.steps*r.n*r.element.size))
	perTask := max(1, taskBytes/r.element.size)
	columns := loop.Split(r.n, min(r.n, perTask))
	rows := loop.Split(r.steps, max(1, min(perTask/r.n, r.steps/(4*runtime.GOMAXPROCS(0)))))
	loop.Parallel(rows.Count()*columns.Count(), func(i int) {
		t0, t1 := rows.Bounds(i / columns.Count())
		i0, i1 := columns.Bounds(i % columns.Count())
		C.snn_rate(&a, kernelLevel, C.int64_t(t0), C.int64_t(t1), C.int64_t(i0), C.int64_t(i1))
	})
}

// deltaLoop is the task of [Delta]: the changes of `steps` time steps of n values.
type deltaLoop struct {
	out               unsafe.Pointer
	element           element
	x                 unsafe.Pointer
	xType             loopType
	threshold         float64
	offSpike, padding bool
	steps, n          int
}

func (d deltaLoop) run() {
	a := C.snn_delta_args{
		out: d.out, element: d.element.c(), x: d.x, x_type: C.int(d.xType), threshold: C.double(d.threshold),
		off_spike: cbool(d.offSpike), padding: cbool(d.padding), n: C.int64_t(d.n),
	}
	c := tasks(d.steps*d.n, d.element.size)
	C.snn_huge(d.out, C.int64_t(c.N*d.element.size))
	loop.Parallel(c.Count(), func(i int) {
		lo, hi := c.Bounds(i)
		C.snn_delta(&a, kernelLevel, C.int64_t(lo), C.int64_t(hi))
	})
}

// loopFill writes the same element, of size bytes, n times.
func loopFill(p unsafe.Pointer, size int, bits uint64, n int) {
	if bits == 0 {
		C.snn_zero(p, C.int64_t(n*size))
		return
	}
	C.snn_huge(p, C.int64_t(n*size))
	c := tasks(n, size)
	loop.Parallel(c.Count(), func(i int) {
		lo, hi := c.Bounds(i)
		C.snn_fill(unsafe.Add(p, lo*size), C.int(size), C.uint64_t(bits), C.int64_t(hi-lo))
	})
}

func (e element) c() C.snn_element {
	return C.snn_element{size: C.int(e.size), on: C.uint64_t(e.on), off: C.uint64_t(e.off)}
}

func cbool(b bool) C.int {
	if b {
		return 1
	}
	return 0
}
