package kernel

import (
	"errors"
	"fmt"

	"gosnn/kernel/internal/deps"
	"gosnn/kernel/internal/store"
)

// What can be wrong, for errors.Is.
var (
	ErrName    = errors.New("no name for a kept value")    // empty, too long, or with characters that a file's name cannot have
	ErrOption  = errors.New("option missing or not taken") // the zero Option
	ErrValue   = errors.New("value cannot be kept")        // of a type, or holding something, that files cannot
	ErrCapture = errors.New("input missing")               // the computation uses a parameter that is no Input
	ErrTwice   = deps.ErrTwice                             // two different values under one name
	ErrNone    = store.ErrNone                             // Forget: there is no such value
)

// ArgError tells which argument of which function is wrong, its value and what is allowed.
// errors.Is finds its kind: [ErrName], [ErrValue] and so on.
type ArgError struct {
	Func  string // function, as a caller writes it: "Keep"
	Arg   string // argument: "name"
	Value any    // what was given
	Want  string // what is allowed
	Kind  error  // one of the Err values of this package
}

// Error reads: kernel.Keep: name is ../x, want 1 to 100 letters ...
func (e *ArgError) Error() string {
	return fmt.Sprintf("kernel.%s: %s is %v, want %s", e.Func, e.Arg, e.Value, e.Want)
}

// Unwrap returns the kind.
func (e *ArgError) Unwrap() error { return e.Kind }
