// Package argument has the error that a function of this module returns for an argument that it cannot take.
//
// A check deep inside returns an [Error] without the function's name; the exported function adds it by [In].
package argument

import (
	"errors"
	"fmt"
)

// What is wrong with an argument, for errors.Is. The message itself comes from [Error].
var (
	ErrOption    = errors.New("option missing, or in conflict with another")
	ErrRange     = errors.New("value out of range") // a number or a name outside of what is allowed
	ErrNotFinite = errors.New("value not finite")   // NaN or an infinity
	ErrValue     = errors.New("value in the data")  // one that the data must not have
	ErrShape     = errors.New("wrong shape")        // too few or too many dimensions, or sizes that do not match
	ErrDType     = errors.New("wrong dtype")        // an element type that the function does not take
	ErrTensor    = errors.New("no tensor")          // nil, undefined or already dropped
)

// Error says which argument of which function is wrong, its value and what is allowed.
// errors.Is finds its kind: [ErrRange], [ErrShape] and so on.
type Error struct {
	Func  string // function with its package, as a caller writes it: "snn.Latency"
	Arg   string // argument or option: "Tau", "data"
	Value any    // what was given
	Want  string // what is allowed: "> 0 (time steps)"
	Kind  error  // one of the Err values of this package
}

// Error reads: snn.Latency: Tau is -1, want > 0 (time steps).
func (e *Error) Error() string {
	return fmt.Sprintf("%s: %s is %v, want %s", e.Func, e.Arg, e.Value, e.Want)
}

// Unwrap returns the kind.
func (e *Error) Unwrap() error { return e.Kind }

// In names the function in an [Error] that does not have a name yet, and returns err. A function that calls another exported one
// keeps the name of the inner one: it is the one whose argument is wrong.
//
//	defer func() { err = argument.In("snn.Rate", err) }()
func In(fn string, err error) error {
	if e := new(Error); errors.As(err, &e) && e.Func == "" {
		e.Func = fn
	}
	return err
}
