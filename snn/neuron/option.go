package neuron

import "gosnn/snn/surrogate"

// config is what a neuron's options set.
type config struct {
	threshold, graded           []float64
	alpha, beta                 []float64
	learnAlpha, learnBeta       bool
	learnThreshold, learnGraded bool
	reset                       Reset
	resetDelay, inhibition      bool
	surrogate                   surrogate.Func
}

func defaults() config {
	return config{threshold: []float64{1}, graded: []float64{1}, resetDelay: true, surrogate: surrogate.ATan(2)}
}

// Threshold is the membrane that a neuron must exceed to spike. 1 if not given.
//
// Neurons: [NewLeaky].
type Threshold float64

// Thresholds has a [Threshold] for each neuron, of the feature shape [N].
//
// Neurons: [NewLeaky].
type Thresholds []float64

// Betas has a membrane decay for each neuron, of the feature shape [N], in place of the one given.
//
// Neurons: [NewLeaky].
type Betas []float64

// LearnBeta makes the membrane's decay a learned parameter.
//
// Neurons: [NewLeaky].
type LearnBeta bool

// LearnThreshold makes the threshold a learned parameter.
//
// Neurons: [NewLeaky].
type LearnThreshold bool

// GradedSpikes is the factor that spikes are multiplied by. 1 if not given.
//
// Neurons: [NewLeaky].
type GradedSpikes float64

// LearnGradedSpikes makes the factor of graded spikes a learned parameter.
//
// Neurons: [NewLeaky].
type LearnGradedSpikes bool

// ResetDelay(false) resets the membrane in the step of its spike; otherwise the reset comes with the next step.
//
// Neurons: [NewLeaky].
type ResetDelay bool

// Inhibition lets only the neuron with the largest membrane of each row of [B x N] spike; the others are reset as if they had.
//
// Neurons: [NewLeaky].
type Inhibition bool

// Surrogate is the surrogate gradient, neuron.Surrogate(surrogate.ATan(2)) if not given.
//
// Neurons: [NewLeaky].
type Surrogate surrogate.Func

func (o Threshold) leaky(c *config)         { c.threshold = []float64{float64(o)} }
func (o Thresholds) leaky(c *config)        { c.threshold = o }
func (o Betas) leaky(c *config)             { c.beta = o }
func (o LearnBeta) leaky(c *config)         { c.learnBeta = bool(o) }
func (o LearnThreshold) leaky(c *config)    { c.learnThreshold = bool(o) }
func (o GradedSpikes) leaky(c *config)      { c.graded = []float64{float64(o)} }
func (o LearnGradedSpikes) leaky(c *config) { c.learnGraded = bool(o) }
func (o ResetDelay) leaky(c *config)        { c.resetDelay = bool(o) }
func (o Inhibition) leaky(c *config)        { c.inhibition = bool(o) }
func (o Surrogate) leaky(c *config)         { c.surrogate = surrogate.Func(o) }
func (o Reset) leaky(c *config)             { c.reset = o }
