package snn

import (
	"math"

	"gosnn/snn/internal/loop"

	"github.com/sugarme/gotch/ts"
)

type poissonOptions struct {
	maxRate    float64
	timeStep   float64
	refractory int
}

func poissonDefaults() options {
	return options{poissonOptions: poissonOptions{maxRate: 100, timeStep: 1}}
}

// MaxRate sets the firing rate of the value 1, in Hz, above 0.
func MaxRate(hz float64) Option {
	return Option{"MaxRate", func(o *options) { o.maxRate = hz }}
}

// TimeStep sets the length of a time step, in milliseconds, above 0.
func TimeStep(ms float64) Option {
	return Option{"TimeStep", func(o *options) { o.timeStep = ms }}
}

// Refractory sets for how many time steps after a spike a neuron cannot fire, at least 0.
func Refractory(steps int) Option {
	return Option{"Refractory", func(o *options) { o.refractory = steps }}
}

// checkPoisson checks rate, time step and refractory time.
func (o *options) checkPoisson(fn string) error {
	if err := checkPositive(fn, "MaxRate", o.maxRate, "Hz"); err != nil {
		return err
	}
	if err := checkPositive(fn, "TimeStep", o.timeStep, "ms"); err != nil {
		return err
	}
	if o.refractory < 0 {
		return argError(fn, "Refractory", o.refractory, ">= 0 (time steps)", ErrRange)
	}
	return nil
}

// meanSpikes is the number of spikes that the value 1 has in a time step, on average: rate in Hz times step in seconds.
func (o *options) meanSpikes() float64 { return o.maxRate * o.timeStep / 1000 }

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
// data [...] in [0, 1], any tensormem.Numeric dtype; the result is [T x ...], 0 or 1. The caller keeps data and owns the
// result.
//
// Options: [NumSteps] (required), [MaxRate] (100 Hz), [TimeStep] (dt = 1 ms), [Refractory] (0 time steps),
// [Seed], [SeedUsed], [SampleIndex] (0), [DType] (float32).
// Errors: NumSteps missing or below 1, MaxRate or TimeStep <= 0, Refractory below 0, data outside [0, 1].
// Source: P. Dayan, L. F. Abbott, "Theoretical Neuroscience", MIT Press, 2001, section 1.4.
func PoissonIntervals(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "PoissonIntervals"
	o, err := parseOptions(fn, poissonDefaults(), opts, "NumSteps", "MaxRate", "TimeStep", "Refractory", "Seed",
		"SeedUsed", "SampleIndex", "DType")
	if err != nil {
		return nil, err
	}
	if err := o.checkNumSteps(fn); err != nil {
		return nil, err
	}
	if err := o.checkPoisson(fn); err != nil {
		return nil, err
	}
	if o.sampleIndex < 0 {
		return nil, argError(fn, "SampleIndex", o.sampleIndex, ">= 0", ErrRange)
	}
	info, err := checkTensor(fn, "data", data, 0)
	if err != nil {
		return nil, err
	}
	first := uint64(o.sampleIndex) * uint64(sampleSize(info.Shape))
	r := loop.NewRandom(o.resolveSeed(), loop.StreamPoisson)
	return o.encode(fn, data, [2]float64{0, 1}, 0, func(s *spikeTrains, i int, x float64) {
		if x == 0 {
			return
		}
		mean := x * o.meanSpikes()
		end := float64(o.numSteps)
		t := 0.0
		for draw := uint32(0); ; draw++ {
			t += math.Floor(-math.Log1p(-r.Uniform(draw, first+uint64(i))) / mean)
			if !(t < end) { // also NaN, of a rate that is next to nothing
				return
			}
			s.fire(int(t), i)
			t += 1 + float64(o.refractory)
		}
	})
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
// spikes [T x ...], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [MaxRate] (100 Hz), [TimeStep] (dt = 1 ms), [Refractory] (R = 0 time steps), as they were encoded with.
// Errors: MaxRate or TimeStep <= 0, Refractory below 0, a value other than 0 or 1.
// Source: Dayan and Abbott 2001, as [PoissonIntervals].
func DecodePoisson(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "DecodePoisson"
	o, err := parseOptions(fn, poissonDefaults(), opts, "MaxRate", "TimeStep", "Refractory")
	if err != nil {
		return nil, err
	}
	if err := o.checkPoisson(fn); err != nil {
		return nil, err
	}
	in, err := spikesOf(fn, spikes)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return in.decode(nil, func(s spikeTrain) float64 {
		if s.count == 0 {
			return 0
		}
		free := float64(in.steps) - float64(s.count)*float64(o.refractory)
		if float64(s.count) >= free {
			return 1
		}
		return min(1, -math.Log1p(-float64(s.count)/free)/o.meanSpikes())
	})
}
