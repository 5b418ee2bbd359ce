package nn

/*
#cgo CFLAGS: -O3 -std=c11 -Wall
#cgo linux LDFLAGS: -lm
#include "loops.h"
*/
import "C"

import (
	"unsafe"

	"golang.org/x/sys/cpu"

	"gosnn/snn/internal/loop"
)

// level is the instruction set that the C loops use.
var level = func() C.int {
	switch x86 := cpu.X86; { // all false on other processors
	case x86.HasAVX512F && x86.HasFMA:
		return C.SNN_NN_AVX512
	case x86.HasAVX2 && x86.HasFMA:
		return C.SNN_NN_AVX2
	}
	return C.SNN_NN_PORTABLE
}()

// perTask is how many elements are worth a goroutine.
const perTask = 1 << 16

// adamLoop is one step of one parameter. Its slices are C memory, all of one length.
type adamLoop struct {
	p, g, m, v                                             []float32
	keep, decay, weight1, beta2, weight2, rate, scale, eps float32
}

func (a *adamLoop) run() {
	c := C.snn_adam{p: address(a.p), g: address(a.g), m: address(a.m), v: address(a.v), keep: C.float(a.keep), decay: C.float(a.decay),
		weight1: C.float(a.weight1), beta2: C.float(a.beta2), weight2: C.float(a.weight2), step: C.float(a.rate), scale: C.float(a.scale), eps: C.float(a.eps)}
	loop.Split(len(a.p), perTask).Each(func(lo, hi int) { C.snn_adam_step(&c, level, C.int64_t(lo), C.int64_t(hi)) })
}

// sgdLoop is one step of one parameter. m is nil without momentum.
type sgdLoop struct {
	p, g, m                      []float32
	decay, momentum, fresh, step float32
	nesterov, first              bool
}

func (a *sgdLoop) run() {
	c := C.snn_sgd{p: address(a.p), g: address(a.g), m: address(a.m), decay: C.float(a.decay), momentum: C.float(a.momentum),
		fresh: C.float(a.fresh), step: C.float(a.step), nesterov: number(a.nesterov), first: number(a.first)}
	loop.Split(len(a.p), perTask).Each(func(lo, hi int) { C.snn_sgd_move(&c, level, C.int64_t(lo), C.int64_t(hi)) })
}

func address(x []float32) *C.float { return (*C.float)(unsafe.Pointer(unsafe.SliceData(x))) }

func number(b bool) C.int {
	if b {
		return 1
	}
	return 0
}
