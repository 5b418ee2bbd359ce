package snn

import (
	"math"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/ops"
	"gosnn/snn/internal/torchrand"
	"gosnn/snn/tensormem"
)

// TorchSeed draws the random numbers that PyTorch draws after torch.manual_seed: the spikes are, bit for bit, those of snnTorch's function on
// the CPU, so that a notebook in Python and one in Go can lie side by side. Each call begins anew with the seed.
//
// It is slower than [Seed], and tied to libtorch 2.1's generator: spikes depend on the batch, which [Seed]'s do not. Of Seed and
// TorchSeed the last given counts.
//
// Taken by [Rand], [Rate], [RateConv], [TargetRateCode], [TargetsConvert], [TargetsRate].
type TorchSeed int64

func (s TorchSeed) rate(c *rateConfig)                     { c.torch = (*int64)(&s) }
func (s TorchSeed) rateConv(c *rateConfig)                 { c.torch = (*int64)(&s) }
func (s TorchSeed) rand(c *randConfig)                     { c.torch = (*int64)(&s) }
func (s TorchSeed) targetRateCode(c *targetsRateConfig)    { c.torch = (*int64)(&s) }
func (s TorchSeed) targetsRate(c *targetsRateConfig)       { c.torch = (*int64)(&s) }
func (s TorchSeed) targetsConvert(c *targetsConvertConfig) { c.rateOnly("TorchSeed", s) }

// torchDraw runs f with libtorch's generator at the seed, and reports the seed.
func (d draws) torchDraw(f func(s *ops.Scope) error) error {
	if d.seed.Used != nil {
		*d.seed.Used = uint64(*d.torch)
	}
	return torchrand.Do(*d.torch, f)
}

// torchBernoulli returns the spikes of Rate and RateConv as snnTorch draws them: one number for each element, in the order of memory, step by
// step, those of the steps before the first spike time too. shape is that of the result.
func (c *rateConfig) torchBernoulli(data *ts.Tensor, v *tensormem.View, shape []int64) (*ts.Tensor, error) {
	dtype := c.dtype.of(v.DType)
	out, err := tensormem.Make(func(out *lib.Ctensor) {
		lib.AtgZeros(out, tensormem.Dims(shape), len(shape), dtype.CInt(), tensormem.CPU)
	})
	if err != nil {
		return nil, err
	}
	err = c.torchDraw(func(s *ops.Scope) error {
		p := s.Op(func(out *lib.Ctensor) { lib.AtgTo(out, s.Detach(s.In(data)), tensormem.CPU) })
		if !isFloat(v.DType) {
			p = s.Op(func(out *lib.Ctensor) { lib.AtgTotype(out, p, gotch.Float.CInt()) })
		}
		if c.gain != 1 || c.offset != 0 {
			p = s.Scale(p, c.gain)
			p = s.Scalar(c.offset, func(out *lib.Ctensor, offset lib.Cscalar) { lib.AtgAddScalar(out, p, offset) })
		}
		p = s.Scalar(0, func(out *lib.Ctensor, low lib.Cscalar) { lib.AtgClampMin(out, p, low) })
		p = s.Scalar(1, func(out *lib.Ctensor, high lib.Cscalar) { lib.AtgClampMax(out, p, high) })
		part := func(from, length int64) lib.Ctensor {
			return s.Op(func(to *lib.Ctensor) { lib.AtgNarrow(to, tensormem.C(out), 0, from, length) })
		}
		draw := func(to lib.Ctensor) {
			spikes := s.Op(func(out *lib.Ctensor) { lib.AtgBernoulli(out, p) })
			if to != nil {
				s.Call(func() { lib.AtCopy_(to, spikes) })
			}
			s.Free(spikes)
		}
		switch {
		case c.steps.given:
			p = s.Contiguous(p)
			for t := range int64(c.steps.n) {
				var to lib.Ctensor
				if t >= int64(c.firstSpikeTime) {
					to = s.Reshape(part(t, 1), v.Shape...)
				}
				draw(to)
			}
		case c.timeVarInput:
			draw(part(int64(c.firstSpikeTime), v.Shape[0]))
		default:
			draw(tensormem.C(out))
		}
		return nil
	})
	if err != nil {
		out.MustDrop()
		return nil, err
	}
	return tensormem.ToDevice(out, v.Device)
}

// torchRand returns n numbers as torch.rand draws them.
func torchRand(s *ops.Scope, n int) []float32 {
	x := s.Op(func(out *lib.Ctensor) {
		lib.AtgRand(out, tensormem.Dims([]int64{int64(n)}), 1, gotch.Float.CInt(), tensormem.CPU)
	})
	return s.Values(x)
}

// torchTrains returns the time steps of the spikes of trains of some rates, which snnTorch draws one after the other.
func (c *targetsRateConfig) torchTrains(rates ...float64) ([][]int, error) {
	trains := make([][]int, len(rates))
	err := c.torchDraw(func(s *ops.Scope) error {
		for i, rate := range rates {
			trains[i] = c.torchTrain(s, rate)
		}
		return nil
	})
	return trains, err
}

func (c *targetsRateConfig) torchTrain(s *ops.Scope, rate float64) (steps []int) {
	first, end := c.firstSpikeTime, c.steps.n
	switch {
	case rate == 0:
		return nil
	case c.pattern == PoissonPattern:
		p := make([]float32, end)
		for t := first; t < end; t++ {
			p[t] = float32(rate)
		}
		spikes := s.Op(func(out *lib.Ctensor) { lib.AtgBernoulli(out, s.Floats(p, int64(end))) })
		for t, x := range s.Values(spikes) {
			if x == 1 {
				steps = append(steps, t)
			}
		}
		return steps
	case c.pattern == UniformPattern:
		n := int(math.Ceil(float64(end-first) / (1 / rate)))
		for _, u := range torchRand(s, n) {
			steps = append(steps, min(int(u*float32(end-first)+float32(first)), end-1))
		}
		return sorted(steps)
	}
	return c.regular(rate)
}
