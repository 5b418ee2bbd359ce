package kernel

import (
	"errors"

	"gosnn/kernel/internal/deps"
	"gosnn/kernel/internal/store"
	"gosnn/kernel/internal/value"
	"gosnn/snn/argument"
)

// What can be wrong, for errors.Is.
var (
	ErrName    = errors.New("no name for a kept value") // empty, too long, or with characters that a file's name cannot have
	ErrOption  = argument.ErrOption                     // a nil Option
	ErrValue   = value.ErrValue                         // a value cannot be kept: of a type, or holding something, that files cannot hold
	ErrCapture = errors.New("input missing")            // the computation uses a parameter that is no Input
	ErrTwice   = deps.ErrTwice                          // two different values under one name
	ErrNone    = store.ErrNone                          // Forget: there is no such value
)

// ArgError is the error for an argument. Its kind is one of the Err values of this package.
type ArgError = argument.Error
