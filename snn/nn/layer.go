package nn

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
	"gosnn/snn/tensormem"
)

// A Module has parameters: a [Layer], a layer of neurons, a [Network].
type Module interface {
	// Parameters returns what is learned, which requires a gradient, and what is kept besides, in PyTorch's order and by its names.
	// They stay the module's.
	Parameters() []neuron.Parameter
}

// A Layer has no time: it does the same for each time step and sample. Each layer of this package is one, and a user's own can be:
// [Sequential] gives it the samples of all time steps at once, [T*B x ...].
type Layer interface {
	Module
	// Forward returns a tensor that the caller owns. x is borrowed.
	Forward(x *ts.Tensor) (*ts.Tensor, error)
}

// run is one pass through a network, or one layer of it.
type run struct {
	training bool
	steps    int64 // time steps that x has, one after another, or 0 if it does not change with time
	alone    bool  // of a layer by itself it is not known whether x changes with time
}

// operation is a layer of this package: operations on handles, which a network chains.
type operation interface {
	Layer
	// apply is given x of [B x ...].
	apply(s *ops.Scope, x lib.Ctensor, r run) lib.Ctensor
}

// changing is an operation whose output changes with time though its input does not.
type changing interface{ changes(training bool) bool }

// forward is Forward, or Eval, of a layer by itself.
func forward(l operation, x *ts.Tensor, training bool) (out *ts.Tensor, err error) {
	defer argument.Name(&err, name(l)+".Forward")
	if _, err := tensormem.CheckCPU("x", x, 0, gotch.Float); err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor { return l.apply(s, s.In(x), run{training: training, alone: true}) })
}

// checkModule refuses a module that is nil, or a nil pointer.
func checkModule(arg string, m any) error {
	if v := reflect.ValueOf(m); !v.IsValid() || v.Kind() == reflect.Pointer && v.IsNil() {
		return argument.New(arg, "nil", "a module", argument.ErrOption)
	}
	return nil
}

// name is a module's type, as a caller writes it: nn.Linear.
func name(m any) string { return strings.TrimPrefix(fmt.Sprintf("%T", m), "*") }

// atLeast refuses a number that is too small.
func atLeast(arg string, n, least int) error {
	if n < least {
		return argument.New(arg, n, fmt.Sprintf(">= %d", least), argument.ErrRange)
	}
	return nil
}

// wrongShape is the error of an input that does not fit.
func wrongShape(shape []int64, want string, args ...any) error {
	return argument.New("x", shape, fmt.Sprintf(want, args...), argument.ErrShape)
}
