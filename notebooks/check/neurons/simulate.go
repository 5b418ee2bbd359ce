package neurons

import (
	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn"
	"gosnn/snn/neuron"
)

// Units of tutorial 2: a time step of 1 ms, and the circuits that it has.
const timeStep = 1e-3

func lapicque(r, c float64, opts ...neuron.LapicqueOption) (*neuron.Lapicque, error) {
	return neuron.NewLapicque(append(opts, neuron.R(r), neuron.C(c), neuron.TimeStep(timeStep))...)
}

// course is how one neuron runs: its membrane and its spikes, step by step.
type course struct{ membrane, spikes []float64 }

func (c course) count() (n int) {
	for _, s := range c.spikes {
		n += int(s)
	}
	return n
}

// simulate runs one neuron from a membrane potential, with a current for each step.
func simulate(layer neuron.Layer, err error, start float64, current []float64) (course, error) {
	if err != nil {
		return course{}, err
	}
	x := ts.MustOfSlice(current).MustTotype(gotch.Float, true).MustReshape([]int64{-1, 1}, true)
	defer x.MustDrop()
	membrane := tensor(float32(start))
	defer membrane.MustDrop()
	out, err := layer.Forward(x, neuron.From{Membrane: membrane})
	if err != nil {
		return course{}, err
	}
	defer out.Drop()
	return course{values(out.Membrane), values(out.Spikes)}, nil
}

// values are a tensor's elements; the tensor stays.
func values(x *ts.Tensor) []float64 { return snn.Must(snn.Values(x)) }

// constant is a current that does not change.
func constant(steps int, amplitude float64) []float64 {
	x := make([]float64, steps)
	for t := range x {
		x[t] = amplitude
	}
	return x
}

// impulse is a current of one step.
func impulse(steps int, amplitude float64) []float64 {
	x := make([]float64, steps)
	x[0] = amplitude
	return x
}

// tensor is one value, as a batch of one.
func tensor(x float32) *ts.Tensor { return ts.MustOfSlice([]float32{x}) }
