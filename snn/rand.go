package snn

import (
	"cmp"
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// A RandOption is an option of [Rand].
type RandOption interface{ rand(*randConfig) }

type randConfig struct {
	gain float64
	draws
}

func (g Gain) rand(c *randConfig) { c.gain = float64(g) }

// Rand returns numbers drawn evenly from [0, 1): a float32 tensor of the given shape, owned by the caller. Times a
// factor, which [Gain] is, they are probabilities for [RateConv], for spikes without any data.
//
// Options: [Gain] (1), [Seed] (a fresh one) or [TorchSeed], [SeedUsed].
// Errors: a negative size.
// Source: torch.rand, which has no seed of its own.
func Rand(shape []int64, opts ...RandOption) (x *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Rand")
	c := randConfig{gain: 1}
	if err := argument.Apply(opts, func(o RandOption) { o.rand(&c) }); err != nil {
		return nil, err
	}
	if err := cmp.Or(argument.Finite("Gain", c.gain), checkShape(shape)); err != nil {
		return nil, err
	}
	out, values, err := tensormem.New[float32](shape)
	if err != nil {
		return nil, err
	}
	gain := float32(c.gain)
	if c.torch != nil {
		return out, c.torchDraw(func(s *ops.Scope) error {
			for i, u := range torchRand(s, len(values)) {
				values[i] = u * gain
			}
			return nil
		})
	}
	r := loop.NewRandom(c.seed.Resolve(), loop.StreamRand)
	loop.Split(len(values), 1<<16).Each(func(lo, hi int) {
		for i := lo; i < hi; i++ {
			values[i] = float32(r.Word(0, uint64(i))>>8) / (1 << 24) * gain // 24 bits are what a float32 below 1 holds
		}
	})
	return out, nil
}

// checkShape refuses negative sizes.
func checkShape(shape []int64) error {
	for i, d := range shape {
		if d < 0 {
			return argument.New("shape", fmt.Sprint(shape), fmt.Sprintf("sizes >= 0, not %d at dimension %d", d, i), ErrShape)
		}
	}
	return nil
}
