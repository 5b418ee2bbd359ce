package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// recording is spikes [T x ...] to be decoded.
type recording struct {
	*tensormem.View
	steps int
}

// response is what decoders need of the spikes of one neuron.
type response struct {
	count       int32
	first, last int32   // time steps; of no meaning if count is 0
	sum         float32 // of the weights of the steps with a spike
}

// openRecording checks spikes to have a time dimension with steps in it. The caller closes the recording.
func openRecording(spikes *ts.Tensor) (*recording, error) {
	v, err := tensormem.Open("spikes", spikes, 1)
	if err != nil {
		return nil, err
	}
	if v.Shape[0] < 1 || v.Shape[0] > math.MaxInt32 {
		v.Close()
		return nil, argument.New("spikes", fmt.Sprintf("of shape %v", v.Shape), "[T x ...] with T >= 1", ErrShape)
	}
	return &recording{v, int(v.Shape[0])}, nil
}

// responses reads all spikes once, in the order of memory. weights [T] are for response.sum; nil leaves it at 0.
func (r *recording) responses(weights []float32) ([]response, error) {
	switch r.DType {
	case gotch.Uint8, gotch.Bool:
		return readResponses(r, tensormem.Slice[uint8](r.View), weights)
	}
	if err := r.Convert(gotch.Float); err != nil {
		return nil, err
	}
	return readResponses(r, tensormem.Slice[float32](r.View), weights)
}

func readResponses[E float32 | uint8](r *recording, spikes []E, weights []float32) ([]response, error) {
	all := make([]response, tensormem.Numel(r.Shape[1:]))
	for t := range r.steps {
		weight := float32(0)
		if weights != nil {
			weight = weights[t]
		}
		for n, x := range spikes[t*len(all) : (t+1)*len(all)] {
			if x == 0 {
				continue
			}
			if x != 1 {
				return nil, argument.New("spikes", fmt.Sprintf("%v at step %d, neuron %d", x, t, n), "0 or 1", ErrRange)
			}
			one := &all[n]
			if one.count == 0 {
				one.first = int32(t)
			}
			one.count++
			one.last = int32(t)
			one.sum += weight
		}
	}
	return all, nil
}

// decode returns the value of each neuron's response: float32 [...].
func (r *recording) decode(weights []float32, value func(response) float64) (*ts.Tensor, error) {
	all, err := r.responses(weights)
	if err != nil {
		return nil, err
	}
	out, values, err := tensormem.New[float32](r.Shape[1:])
	if err != nil {
		return nil, err
	}
	for n, one := range all {
		values[n] = float32(value(one))
	}
	return tensormem.ToDevice(out, r.Device)
}

// FirstSpikes returns the time step of each neuron's first spike, or T where a neuron is silent, so that
// silence comes after every spike.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result. Errors: no time step, a value other than 0 or 1.
func FirstSpikes(spikes *ts.Tensor) (times *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.FirstSpikes")
	r, err := openRecording(spikes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.decode(nil, func(one response) float64 {
		if one.count == 0 {
			return float64(r.steps)
		}
		return float64(one.first)
	})
}
