package plots

import (
	"errors"
	"fmt"
)

// What is wrong with an argument, for errors.Is. The message itself comes from [ArgError].
var (
	ErrOption = errors.New("option missing or not taken") // an option that does not apply, or sizes that do not match
	ErrRange  = errors.New("value out of range")          // a number or a name outside of what is allowed
	ErrValue  = errors.New("value in the data")           // NaN, an infinity, or a value that is not a spike
	ErrShape  = errors.New("wrong shape")                 // too many or too few dimensions, or nothing in them
	ErrTensor = errors.New("no tensor")                   // nil, undefined or already dropped
)

// ArgError tells which argument of which function is wrong, its value and what is allowed.
// errors.Is finds its kind: [ErrRange], [ErrShape] and so on.
type ArgError struct {
	Func  string // function, as a caller writes it: "Raster"
	Arg   string // argument or option: "spikes", "XLim"
	Value any    // what was given
	Want  string // what is allowed: "[T x N], [T] or [T x 1]"
	Kind  error  // one of the Err values of this package
}

// Error reads: plots.Raster: spikes is [100 128 1 28 28], want [T x N], [T] or [T x 1].
func (e *ArgError) Error() string {
	return fmt.Sprintf("plots.%s: %s is %v, want %s", e.Func, e.Arg, e.Value, e.Want)
}

// Unwrap returns the kind.
func (e *ArgError) Unwrap() error { return e.Kind }
