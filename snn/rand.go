package snn

import (
	"fmt"

	"gosnn/snn/internal/loop"

	"github.com/sugarme/gotch/ts"
)

// Rand returns numbers drawn evenly from [0, 1): a float32 tensor of the given shape, owned by the caller. Times a
// factor, which [Gain] is, they are probabilities for [RateConv], for spikes without any data.
//
// Options: [Gain] (1), [Seed], [SeedUsed]. An [ErrShape] tells of a negative size. Source: torch.rand, which has no seed of its own.
func Rand(shape []int64, opts ...Option) (*ts.Tensor, error) {
	const fn = "Rand"
	o, err := parseOptions(fn, options{encoderOptions: encoderOptions{gain: 1}}, opts, "Gain", "Seed", "SeedUsed")
	if err != nil {
		return nil, err
	}
	if err := checkNumber(fn, "Gain", o.gain); err != nil {
		return nil, err
	}
	for i, d := range shape {
		if d < 0 {
			return nil, argError(fn, "shape", fmt.Sprint(shape), fmt.Sprintf("sizes >= 0, not %d at dimension %d", d, i), ErrShape)
		}
	}
	out, values, err := newFloats(fn, shape)
	if err != nil {
		return nil, err
	}
	r := loop.NewRandom(o.resolveSeed(), loop.StreamRand)
	gain := float32(o.gain)
	tasks := loop.Split(len(values), 1<<16)
	loop.Parallel(tasks.Count(), func(task int) {
		lo, hi := tasks.Bounds(task)
		for i := lo; i < hi; i++ {
			values[i] = float32(r.Word(0, uint64(i))>>8) / (1 << 24) * gain // 24 bits are what a float32 below 1 holds
		}
	})
	return out, nil
}
