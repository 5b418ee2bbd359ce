package neuron

import (
	"gosnn/snn/argument"
	"gosnn/snn/surrogate"
)

// config is what a neuron's options set.
type config struct {
	threshold, graded           []float64
	alpha, beta                 []float64
	r, c, timeStep              []float64
	learnAlpha, learnBeta       bool
	learnThreshold, learnGraded bool
	reset                       Reset
	resetDelay, inhibition      bool
	surrogate                   surrogate.Func
	levels                      []float32
	quantized                   bool

	recurrence      []connection
	fixedRecurrence bool
	noBias, dense   bool
	noQuery         bool
	seed            *uint64

	maxPool, avgPool       int
	hasMaxPool, hasAvgPool bool
}

func defaults() config {
	return config{threshold: []float64{1}, graded: []float64{1}, timeStep: []float64{1}, resetDelay: true, surrogate: surrogate.ATan(2)}
}

// configure applies options over a neuron's defaults, by the method that says that the neuron takes them.
func configure[O any](c config, opts []O, apply func(O, *config)) (config, error) {
	err := argument.Apply(opts, func(o O) { apply(o, &c) })
	return c, err
}

// Threshold is the membrane that a neuron must exceed to spike. 1 if not given.
//
// Taken by [NewAlpha], [NewAssociativeLeaky], [NewLapicque], [NewLeaky], [NewLeakyParallel], [NewRLeaky], [NewRSynaptic],
// [NewSConv2dLSTM], [NewSLSTM], [NewStateLeaky], [NewSynaptic].
type Threshold float64

// Thresholds has a [Threshold] for each neuron, of the feature shape [N].
//
// Taken by [NewAlpha], [NewLapicque], [NewLeaky], [NewLeakyParallel], [NewRLeaky], [NewRSynaptic], [NewSLSTM], [NewStateLeaky],
// [NewSynaptic].
type Thresholds []float64

// LearnThreshold makes the threshold a learned parameter.
//
// Taken by [NewAlpha], [NewAssociativeLeaky], [NewLapicque], [NewLeaky], [NewLeakyParallel], [NewRLeaky], [NewRSynaptic],
// [NewSConv2dLSTM], [NewSLSTM], [NewStateLeaky], [NewSynaptic].
type LearnThreshold bool

// Alphas has a synaptic decay for each neuron, of the feature shape [N], in place of the one given.
//
// Taken by [NewAlpha], [NewRSynaptic], [NewSynaptic].
type Alphas []float64

// LearnAlpha makes the synaptic decay a learned parameter.
//
// Taken by [NewAlpha], [NewRSynaptic], [NewSynaptic].
type LearnAlpha bool

// Betas has a membrane decay for each neuron, of the feature shape [N], in place of the one given.
//
// Taken by [NewAlpha], [NewDeltaLeaky], [NewLeaky], [NewLeakyParallel], [NewRLeaky], [NewRSynaptic], [NewStateLeaky],
// [NewSynaptic].
type Betas []float64

// LearnBeta makes the membrane's decay a learned parameter.
//
// Taken by [NewAlpha], [NewDeltaLeaky], [NewLapicque], [NewLeaky], [NewLeakyParallel], [NewRLeaky], [NewRSynaptic],
// [NewStateLeaky], [NewSynaptic].
type LearnBeta bool

// GradedSpikes is the factor that spikes are multiplied by. 1 if not given.
//
// Taken by [NewAlpha], [NewAssociativeLeaky], [NewDeltaLeaky], [NewLapicque], [NewLeaky], [NewLeakyParallel], [NewRLeaky],
// [NewRSynaptic], [NewSConv2dLSTM], [NewSLSTM], [NewStateLeaky], [NewSynaptic].
type GradedSpikes float64

// GradedFactors has a factor of [GradedSpikes] for each neuron, of the feature shape [N].
//
// Taken by [NewAlpha], [NewDeltaLeaky], [NewLapicque], [NewLeaky], [NewLeakyParallel], [NewRLeaky], [NewRSynaptic], [NewSLSTM],
// [NewStateLeaky], [NewSynaptic].
type GradedFactors []float64

// LearnGradedSpikes makes the factor of graded spikes a learned parameter.
//
// Taken by [NewAlpha], [NewAssociativeLeaky], [NewDeltaLeaky], [NewLapicque], [NewLeaky], [NewLeakyParallel], [NewRLeaky],
// [NewRSynaptic], [NewSConv2dLSTM], [NewSLSTM], [NewStateLeaky], [NewSynaptic].
type LearnGradedSpikes bool

// ResetDelay(false) resets the membrane in the step of its spike; otherwise the reset comes with the next step.
//
// Taken by [NewLapicque], [NewLeaky], [NewRLeaky], [NewRSynaptic], [NewSynaptic].
type ResetDelay bool

// Inhibition lets only the neuron with the largest membrane of each row of [B x N] spike; the others are reset as if they had.
//
// Taken by [NewAlpha], [NewLapicque], [NewLeaky], [NewRLeaky], [NewRSynaptic], [NewSynaptic].
type Inhibition bool

// Surrogate is the surrogate gradient, neuron.Surrogate(surrogate.ATan(2)) if not given.
//
// Taken by [NewAlpha], [NewAssociativeLeaky], [NewDeltaLeaky], [NewLapicque], [NewLeaky], [NewLeakyParallel], [NewRLeaky],
// [NewRSynaptic], [NewSConv2dLSTM], [NewSLSTM], [NewStateLeaky], [NewSynaptic].
type Surrogate surrogate.Func

// Beta is the decay of the membrane in each time step, in (0, 1).
//
// Taken by [NewLapicque].
type Beta float64

// R is the membrane's resistance, in ohms.
//
// Taken by [NewLapicque].
type R float64

// C is the membrane's capacitance, in farads.
//
// Taken by [NewLapicque].
type C float64

// TimeStep is the length of a time step, in seconds where R and C are in ohms and farads. 1 if not given.
//
// Taken by [NewLapicque].
type TimeStep float64

func (o Threshold) set(c *config)         { c.threshold = []float64{float64(o)} }
func (o Thresholds) set(c *config)        { c.threshold = o }
func (o LearnThreshold) set(c *config)    { c.learnThreshold = bool(o) }
func (o Alphas) set(c *config)            { c.alpha = o }
func (o LearnAlpha) set(c *config)        { c.learnAlpha = bool(o) }
func (o Betas) set(c *config)             { c.beta = o }
func (o LearnBeta) set(c *config)         { c.learnBeta = bool(o) }
func (o GradedSpikes) set(c *config)      { c.graded = []float64{float64(o)} }
func (o GradedFactors) set(c *config)     { c.graded = o }
func (o LearnGradedSpikes) set(c *config) { c.learnGraded = bool(o) }
func (o Reset) set(c *config)             { c.reset = o }
func (o ResetDelay) set(c *config)        { c.resetDelay = bool(o) }
func (o Inhibition) set(c *config)        { c.inhibition = bool(o) }
func (o Surrogate) set(c *config)         { c.surrogate = surrogate.Func(o) }
func (o Beta) set(c *config)              { c.beta = []float64{float64(o)} }
func (o R) set(c *config)                 { c.r = []float64{float64(o)} }
func (o C) set(c *config)                 { c.c = []float64{float64(o)} }
func (o TimeStep) set(c *config)          { c.timeStep = []float64{float64(o)} }
