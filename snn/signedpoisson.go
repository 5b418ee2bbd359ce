package snn

import (
	"cmp"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// A SignedPoissonOption is an option of [SignedPoisson].
type SignedPoissonOption interface{ signedPoisson(*poissonConfig) }

// A DecodeSignedPoissonOption is an option of [DecodeSignedPoisson].
type DecodeSignedPoissonOption interface{ decodeSignedPoisson(*poissonConfig) }

func (n NumSteps) signedPoisson(c *poissonConfig)       { c.steps.set(n) }
func (r MaxRate) signedPoisson(c *poissonConfig)        { c.maxRate = float64(r) }
func (t TimeStep) signedPoisson(c *poissonConfig)       { c.timeStep = float64(t) }
func (d DType) signedPoisson(c *poissonConfig)          { c.dtype.set(d) }
func (r MaxRate) decodeSignedPoisson(c *poissonConfig)  { c.maxRate = float64(r) }
func (t TimeStep) decodeSignedPoisson(c *poissonConfig) { c.timeStep = float64(t) }

// SignedPoisson codes a value by the rate of spikes of its own sign: in each time step, independently of all others, a spike
//
//	sign(x)   with probability |x| * MaxRate * dt, at most 1
//
// 0 never fires.
//
// data [...] in [-1, 1], any numeric dtype; the result is [T x ...], -1, 0 or 1, of data's dtype if that is a floating-point
// one, else float32. The caller keeps data and owns the result. Random numbers depend on what those of [Rate] depend on.
//
// Options: [NumSteps] (required), [MaxRate] (100 Hz), [TimeStep] (dt = 1 ms), [DType] (a signed one), [Seed] (a fresh one), [SeedUsed],
// [SampleIndex] (0).
// Errors: NumSteps missing or below 1, MaxRate or TimeStep <= 0, data outside [-1, 1], a dtype without -1.
// Norse: functional.signed_poisson_encode.
func SignedPoisson(data *ts.Tensor, opts ...SignedPoissonOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.SignedPoisson")
	c := poissonDefaults()
	if err := argument.Apply(opts, func(o SignedPoissonOption) { o.signedPoisson(&c) }); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.steps.check(), c.check(), c.draws.check()); err != nil {
		return nil, err
	}
	values, v, err := openFloat32("data", data, 0, -1, 1)
	if err != nil {
		return nil, err
	}
	defer v.Close()
	out, r, err := newRaster(append([]int64{int64(c.steps.n)}, v.Shape...), c.dtype.of(v.DType), -1)
	if err != nil {
		return nil, err
	}
	first, random := c.firstElement(v.Shape), loop.NewRandom(c.seed.Resolve(), loop.StreamSigned)
	const perTask = 4096 // values that are worth another processor
	loop.Split(len(values), perTask).Each(func(lo, hi int) {
		for i := lo; i < hi; i++ {
			p, bits := float64(values[i])*c.meanSpikes(), r.spike.On
			if p < 0 {
				p, bits = -p, r.spike.Off
			}
			for t := range c.steps.n {
				if random.Bernoulli(uint32(t), first+uint64(i), min(p, 1)) {
					r.write(t, i, bits)
				}
			}
		}
	})
	return tensormem.ToDevice(out, v.Device)
}

// DecodeSignedPoisson turns signed spikes back into values: their mean over time, in units of the mean that the value 1 has, within
// [-1, 1]. The error is random, and falls with the root of the number of time steps.
//
// spikes [T x ...], each -1, 0 or 1, of any signed dtype; the result is float32 [...]. The caller keeps spikes and owns the result.
//
// Options: [MaxRate] (100 Hz), [TimeStep] (1 ms), as they were encoded with.
// Errors: MaxRate or TimeStep <= 0, no time step, a value other than -1, 0 or 1.
// Source: P. Dayan, L. F. Abbott, "Theoretical Neuroscience", MIT Press, 2001, section 1.2, on the spike-count rate.
func DecodeSignedPoisson(spikes *ts.Tensor, opts ...DecodeSignedPoissonOption) (values *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeSignedPoisson")
	c := poissonDefaults()
	if err := argument.Apply(opts, func(o DecodeSignedPoissonOption) { o.decodeSignedPoisson(&c) }); err != nil {
		return nil, err
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	s, err := openSigned(spikes)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	out, means, err := tensormem.New[float32](s.Shape[1:])
	if err != nil {
		return nil, err
	}
	perStep := math.Min(1, c.meanSpikes())
	for n := range means {
		sum := 0.0
		for t := range s.steps {
			sum += float64(s.at(t, n))
		}
		means[n] = float32(max(-1, min(1, sum/float64(s.steps)/perStep)))
	}
	return tensormem.ToDevice(out, s.Device)
}
