package functional

import (
	"cmp"
	"fmt"
	"math"

	"gosnn/snn/argument"

	"github.com/sugarme/gotch/ts"
)

// config is what all options of this package set.
type config struct {
	reduction           Reduction
	weights             Weights
	population          PopulationCode
	hasPopulation       bool
	correctRate         float64
	incorrectRate       float64
	onTarget, offTarget float64
	onTimes, offTimes   []float64
	tolerance           float64
	targetIsTime        bool
	mayChange           bool // the classes, with time
	inverse             Inverse
}

// A Reduction says how the losses of the samples of a batch become one: Mean if it is not given.
//
// Taken by [CECountLoss], [CEMaxMembraneLoss], [CERateLoss], [CETemporalLoss], [CrossEntropy], [MSECountLoss], [MSEMembraneLoss],
// [MSETemporalLoss].
type Reduction string

const (
	Mean Reduction = "mean"
	Sum  Reduction = "sum"
	None Reduction = "none" // one loss for each sample, or for each sample and neuron where errors are squared
)

func (r Reduction) crossEntropy(c *config) { c.reduction = r }
func (r Reduction) ceCount(c *config)      { c.reduction = r }
func (r Reduction) ceTemporal(c *config)   { c.reduction = r }
func (r Reduction) mseCount(c *config)     { c.reduction = r }
func (r Reduction) mseMembrane(c *config)  { c.reduction = r }
func (r Reduction) mseTemporal(c *config)  { c.reduction = r }

// Weights are a factor for each class: a sample's loss is multiplied by that of its class, for data in which some classes are rare.
// The mean of a batch divides by the number of samples, as snnTorch's does; only CETemporalLoss divides by the sum of their weights,
// as PyTorch does. (snnTorch 1.0.0 returns the losses unreduced if weights meet reduction="sum", and multiplies squared errors along the
// wrong dimension; here they are what is documented there.)
//
// Taken by [CECountLoss], [CEMaxMembraneLoss], [CERateLoss], [CETemporalLoss], [CrossEntropy], [MSECountLoss], [MSEMembraneLoss],
// [MSETemporalLoss].
type Weights []float32

func (w Weights) crossEntropy(c *config) { c.weights = w }
func (w Weights) ceCount(c *config)      { c.weights = w }
func (w Weights) ceTemporal(c *config)   { c.weights = w }
func (w Weights) mseCount(c *config)     { c.weights = w }
func (w Weights) mseMembrane(c *config)  { c.weights = w }
func (w Weights) mseTemporal(c *config)  { c.weights = w }

// A PopulationCode is the number of classes, C, of a layer in which each class has N/C neurons, one after another: their spikes
// are added. It must divide N. snnTorch: population_code=True, num_classes=C.
//
// Taken by [AccuracyRate], [CECountLoss], [CERateLoss], [MSECountLoss].
type PopulationCode int

func (p PopulationCode) ceCount(c *config)  { c.population, c.hasPopulation = p, true }
func (p PopulationCode) mseCount(c *config) { c.population, c.hasPopulation = p, true }
func (p PopulationCode) accuracy(c *config) { c.population, c.hasPopulation = p, true }

// batch is what a loss or an accuracy is computed of.
type batch struct {
	*config
	output
	labels []int64 // of the samples
}

// read reads options over the defaults c, and checks the arguments: x, which is called arg, and the samples' classes.
func read[O any](c config, opts []O, apply func(O, *config), arg string, x, targets *ts.Tensor) (*batch, error) {
	all, err := configure(c, opts, apply)
	if err != nil {
		return nil, err
	}
	b := &batch{config: all}
	if b.output, err = all.output(arg, x); err != nil {
		return nil, err
	}
	if !all.targetIsTime {
		b.labels, err = b.classesOf(targets, all.mayChange)
	}
	return b, err
}

// configure applies options to the defaults, by the method that the calling function's option interface has.
func configure[O any](c config, opts []O, apply func(O, *config)) (*config, error) {
	if c.reduction == "" {
		c.reduction = Mean
	}
	if err := argument.Apply(opts, func(o O) { apply(o, &c) }); err != nil {
		return nil, err
	}
	switch c.reduction {
	case Mean, Sum, None:
	default:
		return nil, argument.New("Reduction", fmt.Sprintf("%q", string(c.reduction)), "Mean, Sum or None", argument.ErrRange)
	}
	switch c.inverse {
	case "", Negate, Reciprocal:
	default:
		return nil, argument.New("Inverse", fmt.Sprintf("%q", string(c.inverse)), "Negate or Reciprocal", argument.ErrRange)
	}
	for _, x := range []struct {
		arg    string
		value  float64
		lo, hi float64
		want   string
	}{
		{"CorrectRate", c.correctRate, 0, 1, "from 0 to 1 (spikes per time step)"},
		{"IncorrectRate", c.incorrectRate, 0, 1, "from 0 to 1 (spikes per time step)"},
		{"Tolerance", c.tolerance, 0, math.MaxFloat64, ">= 0 (time steps)"},
	} {
		if !(x.value >= x.lo && x.value <= x.hi) {
			return nil, argument.New(x.arg, x.value, x.want, argument.ErrRange)
		}
	}
	if err := cmp.Or(argument.Finite("OnTarget", c.onTarget), argument.Finite("OffTarget", c.offTarget)); err != nil {
		return nil, err
	}
	for i, w := range c.weights {
		if !(w >= 0) || math.IsInf(float64(w), 0) {
			return nil, argument.New("Weights", fmt.Sprintf("%v for class %d", w, i), "finite values >= 0", argument.ErrRange)
		}
	}
	return &c, nil
}
