package snn

import (
	"fmt"
	"math"
	"unsafe"

	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// spikeTrain is what decoders ask of the spikes of one neuron.
type spikeTrain struct {
	count       int32
	first, last int32   // time steps; of no meaning if count is 0
	sum         float32 // of the weights of the steps with a spike
}

// spikesIn are spikes [T x ...] to be decoded.
type spikesIn struct {
	*tensormem.View
	fn    string
	steps int
}

// spikesOf checks spikes to have a time dimension with steps in it. The caller calls release.
func spikesOf(fn string, spikes *ts.Tensor) (*spikesIn, error) {
	v, err := viewOf(fn, "spikes", spikes, 1)
	if err != nil {
		return nil, err
	}
	if v.Shape[0] < 1 || v.Shape[0] > math.MaxInt32 {
		v.Close()
		return nil, argError(fn, "spikes", fmt.Sprintf("of shape %v", v.Shape), "[T x ...] with T >= 1", ErrShape)
	}
	return &spikesIn{v, fn, int(v.Shape[0])}, nil
}

// trains reads all spikes once, in the order of memory. weights [T] are for spikeTrain.sum; nil leaves it at 0.
func (in *spikesIn) trains(weights []float32) ([]spikeTrain, error) {
	switch in.DType {
	case gotch.Float:
		return readTrains(in, unsafe.Slice((*float32)(in.Data()), in.Numel()), weights)
	case gotch.Uint8, gotch.Bool:
		return readTrains(in, unsafe.Slice((*uint8)(in.Data()), in.Numel()), weights)
	}
	if err := in.Convert(gotch.Float); err != nil {
		return nil, err
	}
	return readTrains(in, tensormem.Slice[float32](in.View), weights)
}

func readTrains[E float32 | uint8](in *spikesIn, data []E, weights []float32) ([]spikeTrain, error) {
	trains := make([]spikeTrain, tensormem.Numel(in.Shape[1:]))
	for t := range in.steps {
		weight := float32(0)
		if weights != nil {
			weight = weights[t]
		}
		for n, x := range data[t*len(trains) : (t+1)*len(trains)] {
			if x == 0 {
				continue
			}
			if x != 1 {
				return nil, argError(in.fn, "spikes", fmt.Sprintf("%v at step %d, neuron %d", x, t, n), "0 or 1", ErrRange)
			}
			train := &trains[n]
			if train.count == 0 {
				train.first = int32(t)
			}
			train.count++
			train.last = int32(t)
			train.sum += weight
		}
	}
	return trains, nil
}

// decode returns value of the spikes of each neuron: float32 [...].
func (in *spikesIn) decode(weights []float32, value func(spikeTrain) float64) (*ts.Tensor, error) {
	trains, err := in.trains(weights)
	if err != nil {
		return nil, err
	}
	out, values, err := newFloats(in.fn, in.Shape[1:])
	if err != nil {
		return nil, err
	}
	for n, train := range trains {
		values[n] = float32(value(train))
	}
	return toDevice(in.fn, out, in.Device)
}

// FirstSpikes returns the time step of each neuron's first spike, or T where a neuron is silent, so that
// silence comes after every spike.
//
// spikes [T x ...], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result. Errors: no time step, a value other than 0 or 1.
func FirstSpikes(spikes *ts.Tensor) (*ts.Tensor, error) {
	in, err := spikesOf("FirstSpikes", spikes)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return in.decode(nil, func(s spikeTrain) float64 {
		if s.count == 0 {
			return float64(in.steps)
		}
		return float64(s.first)
	})
}

// DecodeRate returns the firing rate of each neuron, in spikes per time step: the mean over time. It turns
// the spikes of [Rate] back into values, with gain 1 to within sqrt(x(1-x)/T), one standard deviation.
//
// spikes [T x ...], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [...] in [0, 1]. The caller keeps spikes
// and owns the result. Errors: no time step, a value other than 0 or 1.
// Source: E. D. Adrian, Y. Zotterman, "The impulses produced by sensory nerve-endings: Part II: The response of a single
// end-organ", The Journal of Physiology 61(2), 1926.
func DecodeRate(spikes *ts.Tensor) (*ts.Tensor, error) {
	in, err := spikesOf("DecodeRate", spikes)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return in.decode(nil, func(s spikeTrain) float64 { return float64(s.count) / float64(in.steps) })
}
