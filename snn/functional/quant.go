package functional

import (
	"fmt"
	"math"
	"slices"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/levels"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// quantConfig is how the levels of a [StateQuant] lie.
type quantConfig struct {
	bits                   int
	uniform, thrCentered   bool
	threshold              float64
	lowerLimit, upperLimit float64
	multiplier             float64
	hasMultiplier          bool
}

// A QuantOption is taken by [StateQuant]: [NumBits], [Uniform], [ThrCentered], [Threshold], [LowerLimit], [UpperLimit], [Multiplier].
type QuantOption interface{ quant(*quantConfig) }

// NumBits makes 2^NumBits levels: 8 if it is not given, 1 to 16. Taken by [StateQuant].
type NumBits int

// Uniform puts levels at equal distances: true if it is not given. Taken by [StateQuant].
type Uniform bool

// ThrCentered has levels that are not uniform crowd at the threshold, else at 0: true if it is not given. Taken by [StateQuant].
type ThrCentered bool

// Threshold is the neuron's, > 0: 1 if it is not given. Taken by [StateQuant].
type Threshold float64

// LowerLimit is how far below −Threshold the lowest level is, as a share of it, >= 0: 0 if it is not given. Taken by [StateQuant].
type LowerLimit float64

// UpperLimit is how far above Threshold the highest level is, as a share of it, >= 0: 0.2 if it is not given. Taken by [StateQuant].
type UpperLimit float64

// Multiplier is the ratio of neighbouring distances that are not uniform, > 0; if it is not given, one for the number of bits. Taken by [StateQuant].
type Multiplier float64

func (x NumBits) quant(c *quantConfig)     { c.bits = int(x) }
func (x Uniform) quant(c *quantConfig)     { c.uniform = bool(x) }
func (x ThrCentered) quant(c *quantConfig) { c.thrCentered = bool(x) }
func (x Threshold) quant(c *quantConfig)   { c.threshold = float64(x) }
func (x LowerLimit) quant(c *quantConfig)  { c.lowerLimit = float64(x) }
func (x UpperLimit) quant(c *quantConfig)  { c.upperLimit = float64(x) }
func (x Multiplier) quant(c *quantConfig)  { c.multiplier, c.hasMultiplier = float64(x), true }

// A Quantizer rounds a neuron's state to the nearest of few levels.
type Quantizer struct{ levels []float32 }

// StateQuant returns a quantizer of states for training with low precision in mind: forwards it takes the nearest of 2^NumBits levels,
// backwards the gradient goes through as it is (straight-through estimator).
//
// Uniform levels lie from −θ(1 + LowerLimit) to θ(1 + UpperLimit), θ the [Threshold]. Others crowd at θ or, without [ThrCentered], at 0:
// below it their distances are proportional to Multiplier^0, Multiplier^1, ..., from the lowest level up, above it the same from the highest level down.
// [Quantizer.Levels] are what neuron.StateQuant takes.
// snnTorch: functional.quant.state_quant, with 2^NumBits times the memory.
//
// Options: [NumBits] (8), [Uniform] (true), [ThrCentered] (true), [Threshold] (1), [LowerLimit] (0), [UpperLimit] (0.2), [Multiplier].
func StateQuant(opts ...QuantOption) (q *Quantizer, err error) {
	defer argument.Name(&err, "functional.StateQuant")
	c := quantConfig{bits: 8, uniform: true, thrCentered: true, threshold: 1, upperLimit: 0.2}
	if err := argument.Apply(opts, func(o QuantOption) { o.quant(&c) }); err != nil {
		return nil, err
	}
	if c.bits < 1 || c.bits > 16 {
		return nil, argument.New("NumBits", c.bits, "from 1 to 16", argument.ErrRange)
	}
	if !c.hasMultiplier {
		c.multiplier = []float64{.05, .1, .3, .5, .7, .9, .925, .95}[min(c.bits, 8)-1]
	}
	for _, n := range []struct {
		arg    string
		value  float64
		ok     bool
		wanted string
	}{
		{"Threshold", c.threshold, c.threshold > 0, "> 0"},
		{"LowerLimit", c.lowerLimit, c.lowerLimit >= 0, ">= 0"},
		{"UpperLimit", c.upperLimit, c.upperLimit >= 0, ">= 0"},
		{"Multiplier", c.multiplier, c.multiplier > 0, "> 0"},
	} {
		if !n.ok || math.IsInf(float64(float32(n.value)), 0) {
			return nil, argument.New(n.arg, n.value, n.wanted, argument.ErrRange)
		}
	}
	if c.uniform {
		uniform, err := c.uniformLevels()
		if err != nil {
			return nil, err
		}
		return &Quantizer{uniform}, nil
	}
	geometric := c.geometricLevels()
	if levels.Check("Multiplier", geometric) != nil { // beyond float64
		return nil, argument.New("Multiplier", c.multiplier, fmt.Sprintf("a ratio whose %d-th power is a number", len(geometric)), argument.ErrRange)
	}
	return &Quantizer{geometric}, nil
}

// Levels returns the levels, from the lowest to the highest.
func (q *Quantizer) Levels() []float32 { return slices.Clone(q.levels) }

// Quantize returns x, of any shape, with each value replaced by the nearest level; of two that are equally near the lower. The gradient goes through.
func (q *Quantizer) Quantize(x *ts.Tensor) (out *ts.Tensor, err error) {
	defer argument.Name(&err, "functional.Quantizer.Quantize")
	if _, err := tensormem.CheckCPU("x", x, 0, gotch.Float); err != nil {
		return nil, err
	}
	if err := levels.Check("Quantizer", q.levels); err != nil {
		return nil, err
	}
	return ops.Run(func(s *ops.Scope) lib.Ctensor { return levels.Quantize(s, "x", s.In(x), q.levels) })
}

// uniformLevels are PyTorch's linspace, to the bit.
func (c quantConfig) uniformLevels() (all []float32, err error) {
	err = ops.Do(func(s *ops.Scope) error {
		from, to := lib.AtsFloat(-c.threshold-c.threshold*c.lowerLimit), lib.AtsFloat(c.threshold+c.threshold*c.upperLimit)
		defer lib.AtsFree(from)
		defer lib.AtsFree(to)
		x := s.Op(func(out *lib.Ctensor) { lib.AtgLinspace(out, from, to, 1<<c.bits, gotch.Float.CInt(), tensormem.CPU) })
		all = slices.Clone(s.Values(x))
		return nil
	})
	return all, err
}

// geometricLevels are those that are not uniform. Sums go in snnTorch's order, so that they are equal to the bit.
func (c quantConfig) geometricLevels() []float32 {
	top, bottom, centre := c.threshold+c.threshold*c.upperLimit, -(c.threshold + c.threshold*c.lowerLimit), 0.0
	if c.thrCentered {
		centre = c.threshold
	}
	n := 1 << c.bits
	below := int(math.Floor(float64(n) * ((centre - bottom) / (top - bottom))))
	above := n - below
	sum := func(n int) (sum float64) {
		for j := n - 1; j >= 0; j-- {
			sum += math.Pow(c.multiplier, float64(j))
		}
		return sum
	}
	all := make([]float32, 0, n)
	room, at := sum(below)/(centre-bottom), bottom
	for j := range below {
		all = append(all, float32(at))
		at += math.Pow(c.multiplier, float64(j)) / room
	}
	room, at = sum(above)/(top-centre), centre
	for j := above - 1; j >= 0; j-- {
		at += math.Pow(c.multiplier, float64(j)) / room
		all = append(all, float32(at))
	}
	return all
}
