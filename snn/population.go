package snn

import (
	"cmp"
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// A PopulationOption is an option of [Population].
type PopulationOption interface{ population(*populationConfig) }

// A DecodePopulationOption is an option of [DecodePopulation].
type DecodePopulationOption interface{ decodePopulation(*populationConfig) }

type populationConfig struct {
	steps     timeSteps
	neurons   int
	width     float64
	low, high float64
	dtype     spikeType
}

func populationDefaults() populationConfig { return populationConfig{neurons: 8, width: 1.5, high: 1} }

// Neurons sets the number of neurons that share the coding of one value, at least 3.
//
// Taken by [Population].
type Neurons int

// Width sets beta, the distance between receptive fields over their standard deviation, above 0: the larger, the
// narrower the fields. From 1 to 2 is usual.
//
// Taken by [Population].
type Width float64

// A LimitsOption is an option of [Population] and [DecodePopulation].
type LimitsOption interface {
	PopulationOption
	DecodePopulationOption
}

// Limits sets the range of the data, in its own units.
//
// Taken by [DecodePopulation], [Population].
func Limits(low, high float64) LimitsOption { return limits{low, high} }

type limits struct{ low, high float64 }

func (n NumSteps) population(c *populationConfig)     { c.steps.set(n) }
func (n Neurons) population(c *populationConfig)      { c.neurons = int(n) }
func (w Width) population(c *populationConfig)        { c.width = float64(w) }
func (l limits) population(c *populationConfig)       { c.low, c.high = l.low, l.high }
func (d DType) population(c *populationConfig)        { c.dtype.set(d) }
func (l limits) decodePopulation(c *populationConfig) { c.low, c.high = l.low, l.high }

// check checks the receptive fields.
func (c populationConfig) check() error {
	if c.neurons < 3 {
		return argument.New("Neurons", c.neurons, ">= 3", ErrRange)
	}
	if !(c.low < c.high) || max(-c.low, c.high) > math.MaxFloat32 {
		return argument.New("Limits", fmt.Sprintf("%v, %v", c.low, c.high), "two finite float32, the lower first", ErrRange)
	}
	return nil
}

// spacing returns the distance from the centre of a receptive field to the next.
func (c populationConfig) spacing() float64 { return (c.high - c.low) / float64(c.neurons-2) }

// centre returns the centre of receptive field j = 0, 1, ...: the first and last lie half a spacing outside the range.
func (c populationConfig) centre(j int) float64 { return c.low + (float64(j)-0.5)*c.spacing() }

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
// data [...] in [low, high], any numeric dtype; the result is [T x ... x M], 0 or 1, of data's dtype if that is a floating-point
// one, else float32. The caller keeps data and owns the result.
//
// Options: [NumSteps] (required), [Neurons] (M = 8), [Width] (beta = 1.5), [Limits] (0, 1), [DType].
// Errors: NumSteps missing or below 1, Neurons below 3, beta <= 0, an empty range, data outside of it.
// Source: S. M. Bohte, J. N. Kok, H. La Poutré, "Error-backpropagation in temporally encoded networks of spiking
// neurons", Neurocomputing 48(1-4), 2002.
func Population(data *ts.Tensor, opts ...PopulationOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Population")
	c := populationDefaults()
	if err := argument.Apply(opts, func(o PopulationOption) { o.population(&c) }); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.steps.check(),
		c.check(), argument.Positive("Width", c.width, "field distance over standard deviation")); err != nil {
		return nil, err
	}
	sigma := c.spacing() / c.width
	centres := make([]float64, c.neurons)
	for j := range centres {
		centres[j] = c.centre(j)
	}
	far := -2 * math.Log(silentBelow) * 1.01 // z² from which a neuron is silent, with room for rounding: no need for exp
	return code{steps: c.steps.n, low: c.low, high: c.high, perValue: c.neurons, dtype: c.dtype, fire: func(r *raster, i int, x float64) {
		for j, centre := range centres {
			z := (x - centre) / sigma
			if z*z > far {
				continue
			}
			if a := math.Exp(-z * z / 2); a >= silentBelow {
				r.fire(int(math.RoundToEven((1-a)*float64(c.steps.n-1))), i*c.neurons+j)
			}
		}
	}}.encode(data)
}

// DecodePopulation reads a population's first spikes as votes: the mean of the fields' centres, each weighed by
// the activation that its time stands for,
//
//	x = sum_j a_j c_j / sum_j a_j,   a_j = 1 - t_j/(T - 1)
//
// held to the limits. With the defaults and T >= 100 it is within a fifth of the distance between fields of what
// [Population] was given. Where all neurons of a value are silent, there is nothing to read: NaN.
//
// spikes [T x ... x M], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes
// and owns the result.
//
// Options: [Limits] (0, 1), as they were encoded with.
// Errors: fewer than two dimensions, M below 3, an empty range, a value other than 0 or 1.
// Source: the population vector of A. P. Georgopoulos, A. B. Schwartz, R. E. Kettner, "Neuronal population coding of
// movement direction", Science 233(4771), 1986.
func DecodePopulation(spikes *ts.Tensor, opts ...DecodePopulationOption) (values *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodePopulation")
	c := populationDefaults()
	if err := argument.Apply(opts, func(o DecodePopulationOption) { o.decodePopulation(&c) }); err != nil {
		return nil, err
	}
	r, err := openRecording(spikes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	last := len(r.Shape) - 1
	if last < 1 || r.Shape[last] < 3 {
		return nil, argument.New("spikes", fmt.Sprintf("of shape %v", r.Shape), "[T x ... x M] with M >= 3", ErrShape)
	}
	c.neurons = int(r.Shape[last])
	if err := c.check(); err != nil {
		return nil, err
	}
	responses, err := r.responses(nil)
	if err != nil {
		return nil, err
	}
	out, means, err := tensormem.New[float32](r.Shape[1:last])
	if err != nil {
		return nil, err
	}
	for i := range means {
		means[i] = float32(c.vote(responses[i*c.neurons:][:c.neurons], r.steps))
	}
	return tensormem.ToDevice(out, r.Device)
}

// vote returns the weighted mean of the centres of the neurons that fired.
func (c populationConfig) vote(population []response, steps int) float64 {
	sum, weights := 0.0, 0.0
	for j, one := range population {
		if one.count > 0 {
			a := 1 - float64(one.first)/float64(max(1, steps-1))
			sum += a * c.centre(j)
			weights += a
		}
	}
	if weights == 0 {
		return math.NaN()
	}
	return min(max(sum/weights, c.low), c.high)
}
