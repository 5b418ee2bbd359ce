package argument

import (
	"fmt"
	"math"
)

// New returns an [Error] without the function's name.
func New(arg string, value any, want string, kind error) error {
	return &Error{Arg: arg, Value: value, Want: want, Kind: kind}
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
