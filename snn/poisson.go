package snn

import (
	"cmp"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// A PoissonIntervalsOption is an option of [PoissonIntervals].
type PoissonIntervalsOption interface{ poissonIntervals(*poissonConfig) }

// A DecodePoissonOption is an option of [DecodePoisson].
type DecodePoissonOption interface{ decodePoisson(*poissonConfig) }

type poissonConfig struct {
	steps      timeSteps
	maxRate    float64
	timeStep   float64
	refractory int
	dtype      spikeType
	draws
}

func poissonDefaults() poissonConfig { return poissonConfig{maxRate: 100, timeStep: 1} }

// MaxRate sets the firing rate of the value 1, in Hz, above 0.
//
// Taken by [DecodePoisson], [DecodeSignedPoisson], [PoissonIntervals], [SignedPoisson].
type MaxRate float64

// TimeStep sets the length of a time step, in milliseconds, above 0.
//
// Taken by [DecodePoisson], [DecodeSignedPoisson], [PoissonIntervals], [SignedPoisson].
type TimeStep float64

// Refractory sets for how many time steps after a spike a neuron cannot fire, at least 0.
//
// Taken by [DecodePoisson], [PoissonIntervals].
type Refractory int

func (n NumSteps) poissonIntervals(c *poissonConfig)   { c.steps.set(n) }
func (r MaxRate) poissonIntervals(c *poissonConfig)    { c.maxRate = float64(r) }
func (t TimeStep) poissonIntervals(c *poissonConfig)   { c.timeStep = float64(t) }
func (n Refractory) poissonIntervals(c *poissonConfig) { c.refractory = int(n) }
func (d DType) poissonIntervals(c *poissonConfig)      { c.dtype.set(d) }

func (r MaxRate) decodePoisson(c *poissonConfig)    { c.maxRate = float64(r) }
func (t TimeStep) decodePoisson(c *poissonConfig)   { c.timeStep = float64(t) }
func (n Refractory) decodePoisson(c *poissonConfig) { c.refractory = int(n) }

// check checks rate, time step and refractory time.
func (c poissonConfig) check() error {
	if err := cmp.Or(argument.Positive("MaxRate", c.maxRate, "Hz"), argument.Positive("TimeStep", c.timeStep, "ms")); err != nil {
		return err
	}
	if c.refractory < 0 {
		return argument.New("Refractory", c.refractory, ">= 0 (time steps)", ErrRange)
	}
	return nil
}

// meanSpikes returns the number of spikes that the value 1 has in a time step, on average: rate in Hz times step in seconds.
func (c poissonConfig) meanSpikes() float64 { return c.maxRate * c.timeStep / 1000 }

// PoissonIntervals codes a value by the rate in Hz of a Poisson process, made from its intervals: after each spike, and
// at the start, the time to the next one is drawn from the exponential distribution,
//
//	rate     = x MaxRate
//	interval = -ln(1 - u) / rate,   u uniform in [0, 1)
//
// and then rounded down to whole time steps, which start anew after the spike and the refractory steps. A step so has a
// spike with probability 1 - exp(-rate dt), and no more than one; [Rate] takes a probability in its place. One random
// number is drawn for each spike, not for each step. x = 0 never fires.
//
// data [...] in [0, 1], any numeric dtype; the result is [T x ...], 0 or 1, of data's dtype if that is a floating-point
// one, else float32. The caller keeps data and owns the result.
//
// Options: [NumSteps] (required), [MaxRate] (100 Hz), [TimeStep] (dt = 1 ms), [Refractory] (0 time steps),
// [Seed], [SeedUsed], [SampleIndex] (0), [DType].
// Errors: NumSteps missing or below 1, MaxRate or TimeStep <= 0, Refractory below 0, data outside [0, 1].
// Source: P. Dayan, L. F. Abbott, "Theoretical Neuroscience", MIT Press, 2001, section 1.4.
func PoissonIntervals(data *ts.Tensor, opts ...PoissonIntervalsOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.PoissonIntervals")
	c := poissonDefaults()
	if err := argument.Apply(opts, func(o PoissonIntervalsOption) { o.poissonIntervals(&c) }); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.steps.check(), c.check(), c.draws.check()); err != nil {
		return nil, err
	}
	info, err := tensormem.Check("data", data, 0)
	if err != nil {
		return nil, err
	}
	first, random := c.firstElement(info.Shape), loop.NewRandom(c.seed.Resolve(), loop.StreamPoisson)
	return code{steps: c.steps.n, high: 1, dtype: c.dtype, fire: func(r *raster, i int, x float64) {
		if x == 0 {
			return
		}
		mean := x * c.meanSpikes()
		end := float64(c.steps.n)
		t := 0.0
		for draw := uint32(0); ; draw++ {
			t += math.Floor(-math.Log1p(-random.Uniform(draw, first+uint64(i))) / mean)
			if !(t < end) { // also NaN, of a rate that is next to nothing
				return
			}
			r.fire(int(t), i)
			t += 1 + float64(c.refractory)
		}
	}}.encode(data)
}

// DecodePoisson estimates values from the number n of spikes of each neuron, out of the T - n R steps in which it
// could fire:
//
//	p    = n / (T - n R)             probability of a spike in a step
//	rate = -ln(1 - p) / dt
//	x    = rate / MaxRate, held to 1
//
// Its standard deviation is about sqrt(x / (MaxRate T dt)): four times the time for half the error.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [MaxRate] (100 Hz), [TimeStep] (dt = 1 ms), [Refractory] (R = 0 time steps), as they were encoded with.
// Errors: MaxRate or TimeStep <= 0, Refractory below 0, a value other than 0 or 1.
// Source: Dayan and Abbott 2001, as [PoissonIntervals].
func DecodePoisson(spikes *ts.Tensor, opts ...DecodePoissonOption) (values *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodePoisson")
	c := poissonDefaults()
	if err := argument.Apply(opts, func(o DecodePoissonOption) { o.decodePoisson(&c) }); err != nil {
		return nil, err
	}
	if err := c.check(); err != nil {
		return nil, err
	}
	r, err := openRecording(spikes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.decode(nil, func(one response) float64 {
		if one.count == 0 {
			return 0
		}
		free := float64(r.steps) - float64(one.count)*float64(c.refractory)
		if float64(one.count) >= free {
			return 1
		}
		return min(1, -math.Log1p(-float64(one.count)/free)/c.meanSpikes())
	})
}
