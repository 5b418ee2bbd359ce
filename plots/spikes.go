package plots

import (
	"fmt"
	"strings"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// maxSpikes bounds a figure of spikes: more is no use to a reader, and a page takes no more.
const maxSpikes = 10_000_000

// places are spikes [T x N] by their places.
type places struct {
	steps, neurons int
	on, off        []int // t*neurons + n of spikes (1) and off-spikes (-1), ascending
}

// readSpikes checks x, [T x ...], and reads it: whatever follows the time is one neuron after the other. x stays the caller's.
func readSpikes(x *ts.Tensor) (*places, error) {
	s := &places{neurons: 1}
	err := withValues("spikes", x, func(shape []int, values []float32) error {
		if len(shape) == 0 {
			return wrongShape("spikes", shape, "[T x ...], such as [T x N]")
		}
		s.steps = shape[0]
		for _, n := range shape[1:] {
			s.neurons *= n
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
				return wrongValue("spikes", at, "0, 1, or -1 for an off-spike")
			}
		}
		if n := len(s.on) + len(s.off); n > maxSpikes {
			return argument.New("spikes", count(n, "spike"), fmt.Sprintf("at most %d", maxSpikes), ErrRange)
		}
		return nil
	})
	return s, err
}

// silent reports whether there is no spike at all.
func (s *places) silent() bool { return len(s.on)+len(s.off) == 0 }

// words are shape and number of spikes: "100 steps x 784 neurons, 2713 spikes".
func (s *places) words() string {
	shape := fmt.Sprintf("%s x %s, ", count(s.steps, "step"), count(s.neurons, "neuron"))
	switch {
	case s.silent():
		return shape + noSpikes
	case len(s.off) > 0:
		return shape + count(len(s.on), "on-spike") + ", " + count(len(s.off), "off-spike")
	}
	return shape + count(len(s.on), "spike")
}

// noSpikes is what a figure without spikes says.
const noSpikes = "no spikes"

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "s") {
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
