package snn

import (
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// signed is spikes [T x ...] of -1, 0 and 1, to be decoded.
type signed struct {
	*tensormem.View
	data           []float32
	steps, neurons int
}

// openSigned checks spikes to have time steps, and to be -1, 0 or 1. The caller closes what it returns.
func openSigned(spikes *ts.Tensor) (*signed, error) {
	data, v, err := tensormem.OpenFloats("spikes", spikes, 1)
	if err != nil {
		return nil, err
	}
	s := &signed{v, data, int(v.Shape[0]), tensormem.Numel(v.Shape[1:])}
	if s.steps < 1 {
		err = argument.New("spikes", fmt.Sprintf("of shape %v", v.Shape), "[T x ...] with T >= 1", ErrShape)
	}
	for i, x := range data {
		if x != 0 && x != 1 && x != -1 {
			err = argument.New("spikes", fmt.Sprintf("%v at element %d", x, i), "-1, 0 or 1", ErrRange)
			break
		}
	}
	if err != nil {
		v.Close()
		return nil, err
	}
	return s, nil
}

func (s *signed) at(t, n int) float32 { return s.data[t*s.neurons+n] }
