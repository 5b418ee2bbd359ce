package snn

import (
	"gosnn/snn/argument"
	"gosnn/snn/seed"
	"gosnn/snn/tensormem"
)

// Seed makes randomness reproducible: equal seeds give equal spikes, whatever the machine,
// the split into batches or the number of threads.
//
// Taken by [PoissonIntervals], [Rand], [Rate], [RateConv], [SignedPoisson], [TargetRateCode], [TargetsConvert], [TargetsRate].
type Seed uint64

// A SeedOption is an option of the functions that draw random numbers.
type SeedOption interface {
	RateOption
	RateConvOption
	PoissonIntervalsOption
	SignedPoissonOption
	RandOption
	TargetRateCodeOption
	TargetsRateOption
	TargetsConvertOption
}

// SeedUsed stores the seed that was used in *seed: the one given by [Seed], or the fresh one drawn without it.
//
// Taken by [PoissonIntervals], [Rand], [Rate], [RateConv], [SignedPoisson], [TargetRateCode], [TargetsConvert], [TargetsRate].
func SeedUsed(seed *uint64) SeedOption { return seedUsed{seed} }

type seedUsed struct{ to *uint64 }

// SampleIndex sets where in the data set the batch begins: the index, from 0, of its first sample. Random spikes depend on
// the index of a sample in the data set, so that with it they are the same however the data set is split into batches.
//
// Taken by [PoissonIntervals], [Rate], [RateConv], [SignedPoisson].
type SampleIndex int64

func (s Seed) rate(c *rateConfig)                     { c.give(s) }
func (s Seed) rateConv(c *rateConfig)                 { c.give(s) }
func (s Seed) poissonIntervals(c *poissonConfig)      { c.give(s) }
func (s Seed) signedPoisson(c *poissonConfig)         { c.give(s) }
func (s Seed) rand(c *randConfig)                     { c.give(s) }
func (s Seed) targetRateCode(c *targetsRateConfig)    { c.give(s) }
func (s Seed) targetsRate(c *targetsRateConfig)       { c.give(s) }
func (s Seed) targetsConvert(c *targetsConvertConfig) { c.rateOnly("Seed", s) }

func (s seedUsed) rate(c *rateConfig)                     { c.seed.Used = s.to }
func (s seedUsed) rateConv(c *rateConfig)                 { c.seed.Used = s.to }
func (s seedUsed) poissonIntervals(c *poissonConfig)      { c.seed.Used = s.to }
func (s seedUsed) signedPoisson(c *poissonConfig)         { c.seed.Used = s.to }
func (s seedUsed) rand(c *randConfig)                     { c.seed.Used = s.to }
func (s seedUsed) targetRateCode(c *targetsRateConfig)    { c.seed.Used = s.to }
func (s seedUsed) targetsRate(c *targetsRateConfig)       { c.seed.Used = s.to }
func (s seedUsed) targetsConvert(c *targetsConvertConfig) { c.rateOnly("SeedUsed", s) }

func (i SampleIndex) rate(c *rateConfig)                { c.sampleIndex = int64(i) }
func (i SampleIndex) rateConv(c *rateConfig)            { c.sampleIndex = int64(i) }
func (i SampleIndex) poissonIntervals(c *poissonConfig) { c.sampleIndex = int64(i) }
func (i SampleIndex) signedPoisson(c *poissonConfig)    { c.sampleIndex = int64(i) }

// draws is where random numbers come from.
type draws struct {
	seed        seed.Choice
	torch       *int64 // of TorchSeed, or nil
	sampleIndex int64
}

func (d *draws) give(s Seed) { d.seed.Given, d.torch = (*uint64)(&s), nil }

func (d draws) check() error {
	if d.torch != nil && d.sampleIndex != 0 {
		return argument.New("SampleIndex", d.sampleIndex, "left out with TorchSeed, whose spikes depend on the batch", ErrOption)
	}
	if d.sampleIndex < 0 {
		return argument.New("SampleIndex", d.sampleIndex, ">= 0", ErrRange)
	}
	return nil
}

// firstElement returns the index in the data set of the first element of a batch [B x ...], or of [F] or a scalar as one sample.
func (d draws) firstElement(batch []int64) uint64 {
	return uint64(d.sampleIndex) * uint64(sampleSize(batch))
}

// sampleSize returns the number of values of one sample of a batch [B x ...], or of [F] or a scalar as one sample.
func sampleSize(shape []int64) int {
	if len(shape) < 2 {
		return tensormem.Numel(shape)
	}
	return tensormem.Numel(shape[1:])
}
