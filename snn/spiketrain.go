package snn

import (
	"unsafe"

	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

// spikeTrains is the memory of the spikes that an encoder writes: steps of neurons, time first.
type spikeTrains struct {
	data    unsafe.Pointer
	neurons int
	spike   element // on: 1; off: what newSpikeTrains was asked for
}

// fire puts a spike of neuron n at step t.
func (s *spikeTrains) fire(t, n int) { s.write(t, n, s.spike.on) }

func (s *spikeTrains) write(t, n int, bits uint64) {
	at := unsafe.Add(s.data, (t*s.neurons+n)*s.spike.size)
	switch s.spike.size {
	case 1:
		*(*uint8)(at) = uint8(bits)
	case 2:
		*(*uint16)(at) = uint16(bits)
	case 4:
		*(*uint32)(at) = uint32(bits)
	case 8:
		*(*uint64)(at) = bits
	}
}

// encodeChunk is how many values make it worth to use another processor.
const encodeChunk = 4096

// encode checks data [...] to lie within limits and returns the spikes [T x ... x perValue] of a code, on data's device.
// fire writes those of the value x of element i, on several processors: its neurons are those from i*perValue on. A
// perValue of 0 means one neuron a value, and no dimension for it.
func (o *options) encode(fn string, data *ts.Tensor, limits [2]float64, perValue int,
	fire func(s *spikeTrains, i int, x float64)) (*ts.Tensor, error) {
	values, v, err := floatsOf(fn, "data", data, 0)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if err := checkRange(fn, "data", v, loopFloat32, float64(float32(limits[0])), float64(float32(limits[1]))); err != nil {
		return nil, err
	}
	shape := append([]int64{int64(o.numSteps)}, v.Shape...)
	if perValue > 0 {
		shape = append(shape, int64(perValue))
	}
	out, s, err := o.newSpikeTrains(fn, shape, 0)
	if err != nil {
		return nil, err
	}
	c := loop.Split(len(values), encodeChunk)
	loop.Parallel(c.Count(), func(task int) {
		low, high := c.Bounds(task)
		for i := low; i < high; i++ {
			fire(s, i, float64(values[i]))
		}
	})
	return toDevice(fn, out, v.Device)
}

// newSpikeTrains allocates silent trains of a shape [T x ...], of the dtype that [DType] asks for. It has to hold the
// value off too, of a spike of a second kind.
func (o *options) newSpikeTrains(fn string, shape []int64, off float64) (*ts.Tensor, *spikeTrains, error) {
	dtype := o.outputType(gotch.Float)
	spike, err := newElement(fn, dtype, 1, off)
	if err != nil {
		return nil, nil, err
	}
	out, data, err := newOutput(fn, shape, dtype)
	if err != nil {
		return nil, nil, err
	}
	loopFill(data, spike.size, 0, tensormem.Numel(shape))
	return out, &spikeTrains{data, tensormem.Numel(shape[1:]), spike}, nil
}
