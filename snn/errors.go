package snn

import "gosnn/snn/argument"

// What is wrong with an argument, for errors.Is. The message itself comes from [ArgError].
var (
	ErrOption    = argument.ErrOption
	ErrRange     = argument.ErrRange
	ErrNotFinite = argument.ErrNotFinite
	ErrShape     = argument.ErrShape
	ErrDType     = argument.ErrDType
	ErrTensor    = argument.ErrTensor
)

// ArgError says which argument of which function is wrong, its value and what is allowed.
// errors.Is finds its kind: [ErrRange], [ErrShape] and so on.
type ArgError = argument.Error

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
