package snn

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// Option is a setting of an encoder, a decoder or a data source. Each function's comment lists those that it takes;
// any other is an [ErrOption].
type Option struct {
	name string
	set  func(*options)
}

// options holds every setting of the package once, so that each function reads what it takes.
type options struct {
	given []string // names, in the order given

	numSteps int
	seed     *uint64
	seedUsed *uint64

	encoderOptions
	targetOptions
	phaseOptions
	burstOptions
	populationOptions
	poissonOptions
}

func (o *options) has(name string) bool { return slices.Contains(o.given, name) }

// parseOptions applies opts over the function's defaults, and refuses what the function does not take.
func parseOptions(fn string, defaults options, opts []Option, takes ...string) (options, error) {
	o := defaults
	for _, opt := range opts {
		if opt.set == nil {
			return o, argError(fn, "option", "the zero Option", "one made by this package's functions", ErrOption)
		}
		if !slices.Contains(takes, opt.name) {
			return o, argError(fn, "option", opt.name, "one of "+strings.Join(takes, ", "), ErrOption)
		}
		opt.set(&o)
		o.given = append(o.given, opt.name)
	}
	return o, nil
}

// NumSteps sets the number of time steps T, at least 1.
func NumSteps(n int) Option {
	return Option{"NumSteps", func(o *options) { o.numSteps = n }}
}

// Seed makes randomness reproducible: equal seeds give equal spikes, whatever the machine,
// the split into batches or the number of threads.
func Seed(seed uint64) Option {
	return Option{"Seed", func(o *options) { o.seed = &seed }}
}

// SeedUsed stores the seed that was used in *seed: the one given by [Seed], or the fresh one drawn without it.
func SeedUsed(seed *uint64) Option {
	return Option{"SeedUsed", func(o *options) { o.seedUsed = seed }}
}

// checkNumSteps refuses a T that is missing or below 1.
func (o *options) checkNumSteps(fn string) error {
	if !o.has("NumSteps") {
		return argError(fn, "NumSteps", "missing", "snn.NumSteps(n), n >= 1", ErrOption)
	}
	if o.numSteps < 1 {
		return argError(fn, "NumSteps", o.numSteps, ">= 1 (time steps)", ErrRange)
	}
	return nil
}

// checkPositive refuses x that is not a finite number above zero.
func checkPositive(fn, arg string, x float64, unit string) error {
	if !(x > 0) || math.IsInf(x, 0) {
		return argError(fn, arg, x, fmt.Sprintf("> 0 (%s)", unit), ErrRange)
	}
	return nil
}
