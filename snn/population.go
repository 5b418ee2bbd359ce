package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"
)

type populationOptions struct {
	neurons int
	width   float64
	limits  [2]float64
}

func populationDefaults() options {
	return options{populationOptions: populationOptions{neurons: 8, width: 1.5, limits: [2]float64{0, 1}}}
}

// Neurons sets the number of neurons that share the coding of one value, at least 3.
func Neurons(n int) Option {
	return Option{"Neurons", func(o *options) { o.neurons = n }}
}

// Width sets beta, the distance between receptive fields over their standard deviation, above 0: the larger, the
// narrower the fields. From 1 to 2 is usual.
func Width(beta float64) Option {
	return Option{"Width", func(o *options) { o.width = beta }}
}

// Limits sets the range of the data, in its own units.
func Limits(low, high float64) Option {
	return Option{"Limits", func(o *options) { o.limits = [2]float64{low, high} }}
}

// checkFields checks the receptive fields.
func (o *options) checkFields(fn string) error {
	if o.neurons < 3 {
		return argError(fn, "Neurons", o.neurons, ">= 3", ErrRange)
	}
	low, high := o.limits[0], o.limits[1]
	if !(low < high) || max(-low, high) > math.MaxFloat32 {
		return argError(fn, "Limits", fmt.Sprintf("%v, %v", low, high), "two finite float32, the lower first", ErrRange)
	}
	return nil
}

// fieldSpacing is the distance from the centre of a receptive field to the next.
func (o *options) fieldSpacing() float64 {
	return (o.limits[1] - o.limits[0]) / float64(o.neurons-2)
}

// fieldCentre is the centre of receptive field j = 0, 1, ...: the first and last lie half a spacing outside the range.
func (o *options) fieldCentre(j int) float64 {
	return o.limits[0] + (float64(j)-0.5)*o.fieldSpacing()
}

// silentBelow is the activation that never fires, which leaves a value to the few neurons near it.
const silentBelow = 0.1

// Population codes a value by the first spikes of M neurons with overlapping Gaussian receptive fields: the nearer the
// value is to the centre of a neuron's field, the earlier the neuron fires. For j = 0, ..., M-1 and data in [low, high],
//
//	d     = (high - low) / (M - 2)        distance between fields
//	c_j   = low + (j - 1/2) d             centre
//	sigma = d / beta                      width
//	a_j   = exp(-(x - c_j)^2 / (2 sigma^2))
//	t_j   = round((1 - a_j)(T - 1))       halves to even; silent where a_j < 0.1
//
// Several coarse neurons are together finer than any of them, and the code has no weak end: each value is the favourite
// of some neuron.
//
// data [...] in [low, high], any tensormem.Numeric dtype; the result is [T x ... x M], 0 or 1. The caller keeps data and owns
// the result.
//
// Options: [NumSteps] (required), [Neurons] (M = 8), [Width] (beta = 1.5), [Limits] (0, 1), [DType] (float32).
// Errors: NumSteps missing or below 1, Neurons below 3, beta <= 0, an empty range, data outside of it.
// Source: S. M. Bohte, J. N. Kok, H. La Poutré, "Error-backpropagation in temporally encoded networks of spiking
// neurons", Neurocomputing 48(1-4), 2002.
func Population(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "Population"
	o, err := parseOptions(fn, populationDefaults(), opts, "NumSteps", "Neurons", "Width", "Limits", "DType")
	if err != nil {
		return nil, err
	}
	if err := o.checkNumSteps(fn); err != nil {
		return nil, err
	}
	if err := o.checkFields(fn); err != nil {
		return nil, err
	}
	if err := checkPositive(fn, "Width", o.width, "field distance over standard deviation"); err != nil {
		return nil, err
	}
	sigma := o.fieldSpacing() / o.width
	return o.encode(fn, data, o.limits, o.neurons, func(s *spikeTrains, i int, x float64) {
		for j := range o.neurons {
			z := (x - o.fieldCentre(j)) / sigma
			if a := math.Exp(-z * z / 2); a >= silentBelow {
				s.fire(int(math.RoundToEven((1-a)*float64(o.numSteps-1))), i*o.neurons+j)
			}
		}
	})
}

// DecodePopulation reads a population's first spikes as votes: the mean of the fields' centres, each weighed by
// the activation that its time stands for,
//
//	x = sum_j a_j c_j / sum_j a_j,   a_j = 1 - t_j/(T - 1)
//
// held to the limits. With the defaults and T >= 100 it is within a fifth of the distance between fields of what
// [Population] was given. Where all neurons of a value are silent, there is nothing to read: NaN.
//
// spikes [T x ... x M], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [...]. The caller keeps spikes
// and owns the result.
//
// Options: [Limits] (0, 1), as they were encoded with.
// Errors: fewer than two dimensions, M below 3, an empty range, a value other than 0 or 1.
// Source: the population vector of A. P. Georgopoulos, A. B. Schwartz, R. E. Kettner, "Neuronal population coding of
// movement direction", Science 233(4771), 1986.
func DecodePopulation(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "DecodePopulation"
	o, err := parseOptions(fn, populationDefaults(), opts, "Limits")
	if err != nil {
		return nil, err
	}
	in, err := spikesOf(fn, spikes)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	last := len(in.Shape) - 1
	if last < 1 || in.Shape[last] < 3 {
		return nil, argError(fn, "spikes", fmt.Sprintf("of shape %v", in.Shape), "[T x ... x M] with M >= 3", ErrShape)
	}
	o.neurons = int(in.Shape[last])
	if err := o.checkFields(fn); err != nil {
		return nil, err
	}
	trains, err := in.trains(nil)
	if err != nil {
		return nil, err
	}
	out, values, err := newFloats(fn, in.Shape[1:last])
	if err != nil {
		return nil, err
	}
	for i := range values {
		values[i] = float32(o.vote(trains[i*o.neurons:][:o.neurons], in.steps))
	}
	return toDevice(fn, out, in.Device)
}

// vote is the weighted mean of the centres of the neurons that fired.
func (o *options) vote(population []spikeTrain, steps int) float64 {
	sum, weights := 0.0, 0.0
	for j, s := range population {
		if s.count > 0 {
			a := 1 - float64(s.first)/float64(max(1, steps-1))
			sum += a * o.fieldCentre(j)
			weights += a
		}
	}
	if weights == 0 {
		return math.NaN()
	}
	return min(max(sum/weights, o.limits[0]), o.limits[1])
}
