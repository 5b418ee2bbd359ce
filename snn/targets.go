package snn

import (
	"fmt"
	"strings"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// A TargetsConvertOption is an option of [TargetsConvert].
type TargetsConvertOption interface{ targetsConvert(*targetsConvertConfig) }

// targetsConvertConfig gathers the options of both codes. Those of one code alone are an error with the other.
type targetsConvertConfig struct {
	code              Code
	rate              []TargetsRateOption
	latency           []LatencyOption
	ofRate, ofLatency string // name of an option that the rate code alone takes, or the latency code alone
}

func (c *targetsConvertConfig) rateOnly(name string, o TargetsRateOption) {
	c.rate, c.ofRate = append(c.rate, o), name
}

func (c *targetsConvertConfig) latencyOnly(name string, o LatencyOption) {
	c.latency, c.ofLatency = append(c.latency, o), name
}

// bothCodes is an option that both codes take.
type bothCodes interface {
	TargetsRateOption
	LatencyOption
}

func (c *targetsConvertConfig) both(o bothCodes) {
	c.rate, c.latency = append(c.rate, o), append(c.latency, o)
}

// Code sets how targets are coded.
//
// Taken by [TargetsConvert].
type Code string

// The codes of targets.
const (
	CodeRate    Code = "rate"
	CodeLatency Code = "latency"
)

func (code Code) targetsConvert(c *targetsConvertConfig) {
	c.code = Code(strings.ToLower(string(code)))
}

func (n NumSteps) targetsConvert(c *targetsConvertConfig)       { c.both(n) }
func (t FirstSpikeTime) targetsConvert(c *targetsConvertConfig) { c.both(t) }
func (on OnTarget) targetsConvert(c *targetsConvertConfig)      { c.both(on) }
func (off OffTarget) targetsConvert(c *targetsConvertConfig)    { c.both(off) }
func (i Interpolate) targetsConvert(c *targetsConvertConfig)    { c.both(i) }

func (r CorrectRate) targetsConvert(c *targetsConvertConfig)   { c.rateOnly("CorrectRate", r) }
func (r IncorrectRate) targetsConvert(c *targetsConvertConfig) { c.rateOnly("IncorrectRate", r) }
func (p FiringPattern) targetsConvert(c *targetsConvertConfig) { c.rateOnly("FiringPattern", p) }

func (x Threshold) targetsConvert(c *targetsConvertConfig) { c.latencyOnly("Threshold", x) }
func (tau Tau) targetsConvert(c *targetsConvertConfig)     { c.latencyOnly("Tau", tau) }
func (l Clip) targetsConvert(c *targetsConvertConfig)      { c.latencyOnly("Clip", l) }
func (n Normalize) targetsConvert(c *targetsConvertConfig) { c.latencyOnly("Normalize", n) }
func (l Linear) targetsConvert(c *targetsConvertConfig)    { c.latencyOnly("Linear", l) }
func (b Bypass) targetsConvert(c *targetsConvertConfig)    { c.latencyOnly("Bypass", b) }
func (e Epsilon) targetsConvert(c *targetsConvertConfig)   { c.latencyOnly("Epsilon", e) }
func (d DType) targetsConvert(c *targetsConvertConfig)     { c.latencyOnly("DType", d) }

// TargetsConvert codes class indices as targets of output neurons, by rate, as [TargetsRate] does, or with
// [CodeLatency] by latency, as [TargetsLatency] does.
//
// targets [B] holds class indices from 0 to numClasses-1. The result is float32 [T x B x C], or [B x C] where a rate
// code would be the same at every step. The caller keeps targets and owns the result.
//
// Options: [Code] ([CodeRate]); of both codes [NumSteps], [FirstSpikeTime], [OnTarget], [OffTarget], [Interpolate]; of the rate code
// [CorrectRate], [IncorrectRate], [FiringPattern], [Seed], [TorchSeed], [SeedUsed]; of the latency code [Threshold], [Tau], [Clip], [Normalize],
// [Linear], [Bypass], [Epsilon], [DType].
// Errors: an unknown code, an option of the other code, and those of the function that the code chooses.
// snnTorch: spikegen.targets_convert as documented; version 1.0.0 forgets on_target, off_target, interpolate and epsilon
// for latency.
func TargetsConvert(targets *ts.Tensor, numClasses int, opts ...TargetsConvertOption) (coded *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.TargetsConvert")
	c := targetsConvertConfig{code: CodeRate}
	if err := argument.Apply(opts, func(o TargetsConvertOption) { o.targetsConvert(&c) }); err != nil {
		return nil, err
	}
	switch other := map[Code]string{CodeRate: c.ofLatency, CodeLatency: c.ofRate}[c.code]; {
	case other != "":
		return nil, argument.New("option", other, fmt.Sprintf("one of Code(%q)", c.code), ErrOption)
	case c.code == CodeRate:
		return targetsRate(targets, numClasses, c.rate)
	case c.code == CodeLatency:
		return targetsLatency(targets, numClasses, c.latency)
	}
	return nil, argument.New("Code", fmt.Sprintf("%q", c.code), `"rate" or "latency"`, ErrOption)
}

// TargetsLatency returns the targets of output neurons that code the class by the time of their first spike: it
// passes one-hot vectors to [Latency], so that the correct class, a 1, fires first and the others, zeros, late, or with
// [Clip] never.
//
// targets [B] holds class indices from 0 to numClasses-1. The result is [T x B x C]. The caller keeps targets and
// owns the result.
//
// Options and errors: those of [Latency], and targets that are no class indices.
// snnTorch: spikegen.targets_latency.
func TargetsLatency(targets *ts.Tensor, numClasses int, opts ...LatencyOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.TargetsLatency")
	return targetsLatency(targets, numClasses, opts)
}

func targetsLatency(targets *ts.Tensor, numClasses int, opts []LatencyOption) (*ts.Tensor, error) {
	classes, device, err := classIndices(targets, numClasses)
	if err != nil {
		return nil, err
	}
	oneHot, err := toOneHot(classes, numClasses, device)
	if err != nil {
		return nil, err
	}
	defer oneHot.MustDrop()
	return latency(oneHot, opts)
}
