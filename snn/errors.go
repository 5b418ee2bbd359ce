package snn

import (
	"errors"
	"fmt"
)

// What is wrong with an argument, for errors.Is. The message itself comes from [ArgError].
var (
	ErrOption    = errors.New("option missing or not taken") // an option that is required, or does not apply
	ErrRange     = errors.New("value out of range")          // a number outside of what is allowed
	ErrNotFinite = errors.New("value not finite")            // NaN or an infinity in the data
	ErrShape     = errors.New("wrong shape")                 // too few dimensions, sizes that do not match
	ErrDType     = errors.New("wrong dtype")                 // an element type that the function does not take
	ErrTensor    = errors.New("no tensor")                   // nil, undefined or already dropped
)

// ArgError tells which argument of which function is wrong, its value and what is allowed.
// errors.Is finds its kind: [ErrRange], [ErrShape] and so on.
type ArgError struct {
	Func  string // function, as a caller writes it: "Latency"
	Arg   string // argument or option: "Tau", "data"
	Value any    // what was given
	Want  string // what is allowed: "> 0 (time steps)"
	Kind  error  // one of the Err values of this package
}

// Error reads: snn.Latency: Tau is -1, want > 0 (time steps).
func (e *ArgError) Error() string {
	return fmt.Sprintf("snn.%s: %s is %v, want %s", e.Func, e.Arg, e.Value, e.Want)
}

// Unwrap returns the kind.
func (e *ArgError) Unwrap() error { return e.Kind }

// Must returns v, or panics if err is not nil: for notebook cells and package-level variables, where
// an error has nowhere to go.
//
//	var spikeData = snn.Must(snn.Rate(images, snn.NumSteps(100), snn.Seed(42)))
func Must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Check panics if err is not nil: [Must] for what returns nothing else.
func Check(err error) {
	if err != nil {
		panic(err)
	}
}
