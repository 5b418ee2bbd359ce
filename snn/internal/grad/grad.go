// Package grad adds nodes to libtorch's gradient graph: a layer of spiking neurons with all its time steps is one node, so that any
// operation of gotch's may stand before and after it, and MustBackward goes through. Layers of weights are nodes, too: those of any input (dense.go), and
// those whose input is mostly zeros (event.go).
//
// The loops are C++, in snnTorch's order of operations and without fused multiply-adds, so that spikes and membranes have snnTorch's
// bits on every machine and with any number of threads. Backward computes membranes again rather than store them, and adds up the
// gradients of learned parameters in a fixed order, in double.
package grad

/*
#cgo CXXFLAGS: -O3 -std=c++17 -Wall -Wno-unused-function -Wno-unknown-pragmas -Wno-ignored-attributes -Wno-psabi
#cgo linux CXXFLAGS: -fopenmp
#cgo LDFLAGS: -lstdc++ -ltorch -ltorch_cpu -lc10
#cgo linux LDFLAGS: -lgomp
#include <stdlib.h>
#include "grad.h"
*/
import "C"

import (
	"errors"
	"runtime"
	"strings"
	"unsafe"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/surrogate"
	"gosnn/snn/tensormem"
)

// Model is what a neuron's state is made of.
type Model int

// Leaky has a membrane; Synaptic has a synaptic current before it; Alpha an excitatory and an inhibitory one, whose sum it is.
const (
	Leaky    Model = C.SNN_LEAKY
	Synaptic Model = C.SNN_SYNAPTIC
	Alpha    Model = C.SNN_ALPHA
)

// Layout is how a current is laid out.
type Layout int

// Series is [T x B x ...]; Static is [B x ...], the same in all T steps; Step is [B x ...], of one step, whose spikes are so, too.
const (
	Series Layout = C.SNN_SERIES
	Static Layout = C.SNN_STATIC
	Step   Layout = C.SNN_STEP
)

// Reset is what a spike does to the membrane.
type Reset int

// Zero takes the new membrane, with the step's current; ZeroBefore takes the old one.
const (
	Subtract   Reset = C.SNN_SUBTRACT
	Zero       Reset = C.SNN_ZERO
	ZeroBefore Reset = C.SNN_ZERO_BEFORE
	NoReset    Reset = C.SNN_NO_RESET
)

// Want is what of the membrane is wanted.
type Want int

// Membranes are recorded as they fired, or with AtOnce after the reset; Potentials are U - threshold as it fired.
const (
	Nothing    Want = C.SNN_NONE
	Membranes  Want = C.SNN_MEMBRANES
	Potentials Want = C.SNN_POTENTIALS
)

// State is a layer's state, [B x ...] each; nil is zero, or not in use by the model.
type State struct{ Membrane, Synaptic, Inhibitory *ts.Tensor }

// Neuron is a layer of neurons. Its tensors are borrowed; nil is not in use, or 1 for Graded.
type Neuron struct {
	Model      Model
	Reset      Reset
	AtOnce     bool // the reset follows its spike within the step
	Inhibition bool // of each row of [B x N] only the largest membrane spikes
	Clamp      bool // alpha and beta count as if clipped to [0, 1]
	Surrogate  surrogate.Func

	Alpha, Beta, Threshold, Graded *ts.Tensor
}

// Input is what a layer runs on, borrowed.
type Input struct {
	Current  *ts.Tensor
	Feedback *ts.Tensor // added after the current, of its shape; or nil
	Steps    int
	Layout   Layout
	State    State
	Slopes   *ts.Tensor // of a custom surrogate: dS/dx of each spike

	Want      Want
	WantState bool
}

// Output is what a layer makes, of the caller; nil is what was not wanted.
type Output struct {
	Spikes, Membranes *ts.Tensor
	State             State
}

// Run runs a layer through its time steps.
func (n *Neuron) Run(in Input) (Output, error) {
	kind := C.int(n.Surrogate.Kind)
	if n.Surrogate.Slope != nil {
		kind = C.SNN_TABLE
	}
	a := C.snn_neuron{
		steps: C.int64_t(in.Steps), model: C.int(n.Model), layout: C.int(in.Layout), reset: C.int(n.Reset), at_once: number(n.AtOnce),
		inhibition: number(n.Inhibition), clamp: number(n.Clamp), surrogate: kind, k: C.double(n.Surrogate.K), b: C.double(n.Surrogate.B),
		seed: C.uint64_t(n.Surrogate.Seed), membrane: C.int(in.Want), state: number(in.WantState),
	}
	inputs := C.snn_inputs{
		current: pointer(in.Current), feedback: pointer(in.Feedback), membrane: pointer(in.State.Membrane),
		synaptic: pointer(in.State.Synaptic), inhibitory: pointer(in.State.Inhibitory), alpha: pointer(n.Alpha), beta: pointer(n.Beta),
		threshold: pointer(n.Threshold), graded: pointer(n.Graded), slopes: pointer(in.Slopes),
	}
	var out C.snn_outputs
	err := message(C.snn_run(&a, &inputs, &out))
	runtime.KeepAlive(n)
	runtime.KeepAlive(in)
	if err != nil {
		return Output{}, err
	}
	return Output{tensor(out.spikes), tensor(out.membranes),
		State{tensor(out.membrane), tensor(out.synaptic), tensor(out.inhibitory)}}, nil
}

// Circuit is the forward Euler step dt of an RC circuit with resistance r and capacitance c, as a driven current and a decay, of the
// caller. All are one value but the current. One of beta, r and c may be nil: RC is dt/ln(1/beta).
func Circuit(current, beta, r, c, dt *ts.Tensor) (driven, decay *ts.Tensor, err error) {
	var i, d unsafe.Pointer
	err = message(C.snn_circuit(pointer(current), pointer(beta), pointer(r), pointer(c), pointer(dt), &i, &d))
	for _, x := range []*ts.Tensor{current, beta, r, c, dt} {
		runtime.KeepAlive(x)
	}
	return tensor(i), tensor(d), err
}

// Threads sets how many threads libtorch takes for one operation, n >= 1.
func Threads(n int) { C.snn_threads(C.int(n)) }

// Levels is the number of levels of instructions.
const Levels = 3

// Level sets which level of instructions loops take at most, 0 (portable) to Levels-1, which is that without a call, and returns which they take: as far as the
// processor goes. All give the same bits.
func Level(most int) int { return int(C.snn_level(C.int(most))) }

func number(b bool) C.int {
	if b {
		return 1
	}
	return 0
}

func pointer(x *ts.Tensor) unsafe.Pointer {
	if x == nil {
		return nil
	}
	return unsafe.Pointer(tensormem.C(x))
}

func tensor(p unsafe.Pointer) *ts.Tensor {
	if p == nil {
		return nil
	}
	return ts.New(lib.Ctensor(p))
}

// message is the error of a call, which libtorch's stack trace is cut from.
func message(m *C.char) error {
	if m == nil {
		return nil
	}
	defer C.free(unsafe.Pointer(m))
	first, _, _ := strings.Cut(C.GoString(m), "\n")
	return errors.New("libtorch: " + first)
}
