package argument

import (
	"fmt"
	"math"
)

// New returns an [Error] without the function's name.
func New(arg string, value any, want string, kind error) error {
	return &Error{Arg: arg, Value: value, Want: want, Kind: kind}
}

// Apply calls set with each option. An [ErrOption] refuses a nil one.
func Apply[O any](opts []O, set func(O)) error {
	for _, o := range opts {
		if any(o) == nil {
			return New("option", "nil", "an option of the function", ErrOption)
		}
		set(o)
	}
	return nil
}

// Positive refuses x that is not a finite number above zero, with an [ErrRange].
func Positive(arg string, x float64, unit string) error {
	if !(x > 0) || math.IsInf(x, 0) {
		return New(arg, x, fmt.Sprintf("> 0 (%s)", unit), ErrRange)
	}
	return nil
}

// Finite refuses NaN and infinities, with an [ErrNotFinite].
func Finite(arg string, x float64) error {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return New(arg, x, "a finite number", ErrNotFinite)
	}
	return nil
}
