package snn

import (
	"fmt"
	"strings"

	"github.com/sugarme/gotch/ts"
)

// Code sets how targets are coded: "rate", the default, or "latency".
func Code(code string) Option {
	return Option{"Code", func(o *options) { o.code = strings.ToLower(code) }}
}

// TargetsConvert codes class indices as targets of output neurons, by rate, as [TargetsRate] does, or with
// Code("latency") by latency, as [TargetsLatency] does.
//
// targets [B] holds class indices from 0 to numClasses-1. The result is float32 [T x B x C], or [B x C] where a rate
// code would be the same at every step. The caller keeps targets and owns the result.
//
// Options: [Code] ("rate"), and those of the function that it chooses.
// Errors: an unknown code, and those of the function that it chooses.
// snnTorch: spikegen.targets_convert as documented; version 1.0.0 forgets on_target, off_target, interpolate and epsilon
// for latency.
func TargetsConvert(targets *ts.Tensor, numClasses int, opts ...Option) (*ts.Tensor, error) {
	const fn = "TargetsConvert"
	o := options{targetOptions: targetOptions{code: "rate"}}
	var rest []Option
	for _, opt := range opts {
		if opt.name == "Code" {
			opt.set(&o)
		} else {
			rest = append(rest, opt)
		}
	}
	switch o.code {
	case "rate":
		return targetsRate(fn, targets, numClasses, rest)
	case "latency":
		return targetsLatency(fn, targets, numClasses, rest)
	}
	return nil, argError(fn, "Code", fmt.Sprintf("%q", o.code), `"rate" or "latency"`, ErrOption)
}

// TargetsLatency gives the targets of output neurons that code the class by the time of their first spike: it
// passes one-hot vectors to [Latency], so that the correct class, a 1, fires first and the others, zeros, late, or with
// [Clip] never.
//
// targets [B] holds class indices from 0 to numClasses-1. The result is [T x B x C]. The caller keeps targets and
// owns the result.
//
// Options and errors: those of [Latency], and targets that are no class indices.
// snnTorch: spikegen.targets_latency.
func TargetsLatency(targets *ts.Tensor, numClasses int, opts ...Option) (*ts.Tensor, error) {
	return targetsLatency("TargetsLatency", targets, numClasses, opts)
}

func targetsLatency(fn string, targets *ts.Tensor, numClasses int, opts []Option) (*ts.Tensor, error) {
	classes, device, err := classIndices(fn, targets, numClasses)
	if err != nil {
		return nil, err
	}
	oneHot, err := toOneHot(fn, classes, numClasses, device)
	if err != nil {
		return nil, err
	}
	defer oneHot.MustDrop()
	return latency(fn, oneHot, opts)
}
