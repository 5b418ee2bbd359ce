package plots

import (
	"fmt"

	"github.com/sugarme/gotch/ts"
)

// maxSpikes bounds a figure of spikes: more is no use to a reader, and a page takes no more.
const maxSpikes = 10_000_000

// spikeTrain is spikes [T x N], kept by their places.
type spikeTrain struct {
	steps, neurons int
	on, off        []int // t*neurons + n of spikes (1) and off-spikes (-1), ascending
}

// readSpikes checks x, [T x N], [T x 1] or [T], and reads it. x stays the caller's.
func readSpikes(fn string, x *ts.Tensor) (*spikeTrain, error) {
	s := &spikeTrain{neurons: 1}
	err := withValues(fn, "spikes", x, func(shape []int, values []float32) error {
		switch len(shape) {
		case 2:
			s.neurons = shape[1]
			fallthrough
		case 1:
			s.steps = shape[0]
		default:
			return &ArgError{fn, "spikes", fmt.Sprintf("of shape %v", shape), "[T x N], [T x 1] or [T]: view it so", ErrShape}
		}
		for place, v := range values {
			switch v {
			case 0:
			case 1:
				s.on = append(s.on, place)
			case -1:
				s.off = append(s.off, place)
			default:
				at := fmt.Sprintf("%v at step %d, neuron %d", v, place/s.neurons, place%s.neurons)
				return &ArgError{fn, "spikes", at, "0, 1, or -1 for an off-spike", ErrValue}
			}
		}
		if n := len(s.on) + len(s.off); n > maxSpikes {
			return &ArgError{fn, "spikes", fmt.Sprintf("%d spikes", n), fmt.Sprintf("at most %d", maxSpikes), ErrRange}
		}
		return nil
	})
	return s, err
}

// silent tells whether there is no spike at all.
func (s *spikeTrain) silent() bool { return len(s.on)+len(s.off) == 0 }

// words tells shape and number of spikes: "100 steps x 784 neurons, 2713 spikes".
func (s *spikeTrain) words() string {
	shape := fmt.Sprintf("%s x %s, ", count(s.steps, "step"), count(s.neurons, "neuron"))
	switch {
	case s.silent():
		return shape + noSpikes
	case len(s.off) > 0:
		return shape + count(len(s.on), "on-spike") + ", " + count(len(s.off), "off-spike")
	}
	return shape + count(len(s.on), "spike")
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
