// Package tensormem reads and makes gotch's tensors: what a tensor is, its elements where they lie in memory, new tensors. It is
// for the packages of this module; notebooks have [gosnn/snn] and gotch's own methods.
//
//   - [Inspect] and [Check] return what a tensor is, and refuse what is none.
//   - [Open] returns a [View] of a tensor's elements, [Read] lends them to a function.
//   - [New], [Of], [Empty] and [Fill] make tensors, [Map] makes one of a file.
//   - [Make] and [Torch] call libtorch.
//
// libtorch is called through gotch's libtch, and not through gotch's methods on tensors, where these lose memory (32 bytes a call),
// end the process on an error, or ask for the error on another thread than the one that it happened on.
//
// An error about an argument is an [argument.Error] without a function's name, which the exported function adds by [argument.In].
package tensormem

import (
	"errors"
	"runtime"
	"slices"
	"strings"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"
)

// CPU is libtch's number of the CPU; CUDA devices are 0, 1, ...
const CPU = -1

// Make returns the result of an operation of libtorch as a tensor that the caller owns. from is what the operation reads: it stays alive
// until the operation is done, though the caller may have no other use for it.
func Make(op func(out *lib.Ctensor), from ...*ts.Tensor) (*ts.Tensor, error) {
	var out lib.Ctensor
	err := Torch(func() { op(&out) })
	runtime.KeepAlive(from)
	if err != nil {
		return nil, err
	}
	return ts.New(out), nil
}

// Torch runs f and returns libtorch's error, which libtorch keeps for each thread, without its stack trace.
func Torch(f func()) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	f()
	if err := ts.TorchErr(); err != nil {
		first, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "Libtorch API Error: "), "\n")
		return errors.New("libtorch: " + first)
	}
	return nil
}

// C returns a tensor as libtch takes it. The tensor must outlive its use: [runtime.KeepAlive].
func C(x *ts.Tensor) lib.Ctensor { return lib.Ctensor(x.Ctensor()) }

// Dims returns a shape as libtch reads it: by the address of its first element, which the empty shape of a scalar does not have.
func Dims(shape []int64) []int64 { return append(slices.Clone(shape), 0) }
