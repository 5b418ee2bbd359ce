package functional

import (
	"fmt"
	"math"

	"gosnn/snn/argument"
)

// config is what all options of this package set.
type config struct {
	reduction           Reduction
	weights             Weights
	classes             PopulationCode
	hasClasses          bool
	correctRate         float64
	incorrectRate       float64
	onTarget, offTarget float64
	onTimes, offTimes   []float64
	tolerance           float64
	targetIsTime        bool
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

func (p PopulationCode) ceCount(c *config)  { c.classes, c.hasClasses = p, true }
func (p PopulationCode) mseCount(c *config) { c.classes, c.hasClasses = p, true }
func (p PopulationCode) accuracy(c *config) { c.classes, c.hasClasses = p, true }

// configure applies options to the defaults, by the method that the calling function's option interface has.
func configure[O any](c config, opts []O, apply func(O, *config)) (*config, error) {
	if c.reduction == "" {
		c.reduction = Mean
	}
	for _, o := range opts {
		apply(o, &c)
	}
	switch c.reduction {
	case Mean, Sum, None:
	default:
		return nil, &argument.Error{Arg: "Reduction", Value: fmt.Sprintf("%q", string(c.reduction)), Want: "Mean, Sum or None", Kind: argument.ErrRange}
	}
	for i, w := range c.weights {
		if !(w >= 0) || math.IsInf(float64(w), 0) {
			return nil, &argument.Error{Arg: "Weights", Value: fmt.Sprintf("%v for class %d", w, i), Want: "finite values >= 0", Kind: argument.ErrRange}
		}
	}
	return &c, nil
}

// finite refuses NaN and infinities.
func finite(arg string, x float64) error {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return &argument.Error{Arg: arg, Value: x, Want: "a finite number", Kind: argument.ErrNotFinite}
	}
	return nil
}
