// Package argument has the error that a function of this module returns for an argument that it cannot take.
//
// A check deep inside returns an [Error] without the function's name; the exported function adds it by [Name] or [In].
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

// In returns err with the function's name: in an [Error] that does not have one yet, and before the message of any other error. A
// function that calls another exported one keeps the name of the inner one in an [Error]: it is the one whose argument is wrong.
func In(fn string, err error) error {
	if err == nil {
		return nil
	}
	e := new(Error)
	switch {
	case !errors.As(err, &e):
		return fmt.Errorf("%s: %w", fn, err)
	case e.Func == "":
		e.Func = fn
	}
	return err
}

// Name is [In] for the result of the function that defers it:
//
//	func Rate(data *ts.Tensor, opts ...RateOption) (spikes *ts.Tensor, err error) {
//		defer argument.Name(&err, "snn.Rate")
func Name(err *error, fn string) { *err = In(fn, *err) }
