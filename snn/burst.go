package snn

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"
)

type burstOptions struct {
	maxSpikes   int
	minInterval int
	maxInterval int // 0 means the longest that fits
}

func burstDefaults() options {
	return options{burstOptions: burstOptions{maxSpikes: 5, minInterval: 2}}
}

// MaxSpikes sets the number of spikes in the longest burst, at least 1.
func MaxSpikes(n int) Option {
	return Option{"MaxSpikes", func(o *options) { o.maxSpikes = n }}
}

// MinInterval sets the time from spike to spike in the fastest burst, in time steps, at least 1.
func MinInterval(steps int) Option {
	return Option{"MinInterval", func(o *options) { o.minInterval = steps }}
}

// MaxInterval sets the time from spike to spike in the slowest burst, in time steps, at least [MinInterval].
func MaxInterval(steps int) Option {
	return Option{"MaxInterval", func(o *options) { o.maxInterval = steps }}
}

// checkBurst checks the settings of a burst and fills in the longest interval.
func (o *options) checkBurst(fn string) error {
	if o.maxSpikes < 1 {
		return argError(fn, "MaxSpikes", o.maxSpikes, ">= 1", ErrRange)
	}
	longest := o.numSteps - 1
	if o.maxSpikes > 1 {
		longest /= o.maxSpikes - 1
	}
	if o.minInterval < 1 || (o.maxSpikes > 1 && o.minInterval > longest) {
		return argError(fn, "MinInterval", o.minInterval, fmt.Sprintf(
			">= 1 and <= %d (time steps), for %d spikes to fit", longest, o.maxSpikes), ErrRange)
	}
	if !o.has("MaxInterval") {
		o.maxInterval = max(longest, o.minInterval)
	}
	if o.maxInterval < o.minInterval || (o.maxSpikes > 1 && o.maxInterval > longest) {
		return argError(fn, "MaxInterval", o.maxInterval, fmt.Sprintf(
			">= MinInterval = %d and <= %d (time steps), for %d spikes to fit", o.minInterval, longest, o.maxSpikes), ErrRange)
	}
	return nil
}

// Burst codes a value by a burst of spikes from step 0 on: the larger the value, the more spikes and the shorter the
// interval between them.
//
//	spikes   = ceil(Nmax x)
//	interval = ceil(Tmax - (Tmax - Tmin) x)   time steps, of two spikes or more
//
// data [...] in [0, 1], any tensormem.Numeric dtype; the result is [T x ...], 0 or 1. The caller keeps data and owns the
// result.
//
// Options: [NumSteps] (required), [MaxSpikes] (Nmax = 5), [MinInterval] (Tmin = 2 time steps), [MaxInterval] (Tmax;
// the longest with which Nmax spikes fit, (T-1)/(Nmax-1)), [DType] (float32).
// Errors: NumSteps missing or below 1, MaxSpikes or MinInterval below 1, intervals with which Nmax spikes
// do not fit, data outside [0, 1].
// Source: W. Guo, M. E. Fouda, A. M. Eltawil, K. N. Salama, "Neural coding in spiking neural networks: A comparative
// study for robust neuromorphic systems", Frontiers in Neuroscience 15:638474, 2021.
func Burst(data *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "Burst"
	o, err := parseOptions(fn, burstDefaults(), opts, "NumSteps", "MaxSpikes", "MinInterval", "MaxInterval", "DType")
	if err != nil {
		return nil, err
	}
	if err := o.checkNumSteps(fn); err != nil {
		return nil, err
	}
	if err := o.checkBurst(fn); err != nil {
		return nil, err
	}
	return o.encode(fn, data, [2]float64{0, 1}, 0, func(s *spikeTrains, i int, x float64) {
		interval := ceil(float64(o.maxInterval) - float64(o.maxInterval-o.minInterval)*x)
		for k := range ceil(float64(o.maxSpikes) * x) {
			s.fire(k*interval, i)
		}
	})
}

// ceil rounds up, but not what only the rounding of float32 put above a whole number: 5 * float32(0.6) is 3.0000001.
func ceil(x float64) int { return int(math.Ceil(x - 1e-6)) }

// DecodeBurst turns bursts back into values, from the number n of spikes and the interval I from spike to spike. Both
// bound the value,
//
//	(n-1)/Nmax < x <= n/Nmax   and   (Tmax-I)/(Tmax-Tmin) <= x < (Tmax-I+1)/(Tmax-Tmin)
//
// the second for two spikes or more; the result is the middle of what both allow, within half the smaller of 1/Nmax and
// 1/(Tmax-Tmin) of what [Burst] was given. A silent neuron gives 0.
//
// spikes [T x ...], each 0 or 1, of any tensormem.Numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [MaxSpikes] (5), [MinInterval] (2), [MaxInterval] (as in [Burst]), as they were encoded with.
// Errors: as [Burst], and a value other than 0 or 1.
// Source: Guo et al. 2021, as [Burst].
func DecodeBurst(spikes *ts.Tensor, opts ...Option) (*ts.Tensor, error) {
	const fn = "DecodeBurst"
	o, err := parseOptions(fn, burstDefaults(), opts, "MaxSpikes", "MinInterval", "MaxInterval")
	if err != nil {
		return nil, err
	}
	in, err := spikesOf(fn, spikes)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	o.numSteps = in.steps
	if err := o.checkBurst(fn); err != nil {
		return nil, err
	}
	return in.decode(nil, o.burstValue)
}

// burstValue is the middle of the values that a burst allows.
func (o *options) burstValue(s spikeTrain) float64 {
	if s.count == 0 {
		return 0
	}
	low := float64(s.count-1) / float64(o.maxSpikes)
	high := float64(s.count) / float64(o.maxSpikes)
	if span := float64(o.maxInterval - o.minInterval); s.count > 1 && span > 0 {
		interval := float64(s.last-s.first) / float64(s.count-1)
		fast := (float64(o.maxInterval) - interval) / span
		low, high = max(low, fast), min(high, fast+1/span)
	}
	return min(1, max(0, (low+high)/2))
}
