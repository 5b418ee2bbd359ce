package snn

import (
	"unsafe"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// raster is the memory of the spikes that an encoder writes: steps of neurons, time first.
type raster struct {
	data    unsafe.Pointer
	neurons int
	spike   loop.Element // on: 1; off: what newRaster was asked for
}

// newRaster makes a silent raster of a shape [T x ...]. The element type must hold the value off too, of a spike of a second kind.
func newRaster(shape []int64, dtype gotch.DType, off float64) (*ts.Tensor, *raster, error) {
	spike, err := loop.NewElement(dtype, 1, off)
	if err != nil {
		return nil, nil, err
	}
	out, data, err := tensormem.Empty(shape, dtype)
	if err != nil {
		return nil, nil, err
	}
	loop.Fill(data, spike.Size, 0, tensormem.Numel(shape))
	return out, &raster{data, tensormem.Numel(shape[1:]), spike}, nil
}

// fire puts a spike of neuron n at step t.
func (r *raster) fire(t, n int) { r.write(t, n, r.spike.On) }

func (r *raster) write(t, n int, bits uint64) {
	at := unsafe.Add(r.data, (t*r.neurons+n)*r.spike.Size)
	switch r.spike.Size {
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

// code is how [code.encode] makes spikes of each value on its own.
type code struct {
	steps     int
	low, high float64 // limits of the values
	perValue  int     // neurons of one value, a dimension of their own; 0: one, and no dimension for it
	dtype     spikeType
	// fire writes the spikes of the value x of element i: its neurons are those from i*perValue on.
	fire func(r *raster, i int, x float64)
}

// encode returns the spikes [T x ... x perValue] of data [...], on data's device.
func (c code) encode(data *ts.Tensor) (*ts.Tensor, error) {
	values, v, err := openFloat32("data", data, 0, c.low, c.high)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	shape := append([]int64{int64(c.steps)}, v.Shape...)
	if c.perValue > 0 {
		shape = append(shape, int64(c.perValue))
	}
	out, r, err := newRaster(shape, c.dtype.of(v.DType), 0)
	if err != nil {
		return nil, err
	}
	const perTask = 4096 // values that are worth another processor
	loop.Split(len(values), perTask).Each(func(lo, hi int) {
		for i := lo; i < hi; i++ {
			c.fire(r, i, float64(values[i]))
		}
	})
	return tensormem.ToDevice(out, v.Device)
}
