package snn

import (
	"cmp"
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
)

// A BurstOption is an option of [Burst].
type BurstOption interface{ burst(*burstConfig) }

// A DecodeBurstOption is an option of [DecodeBurst].
type DecodeBurstOption interface{ decodeBurst(*burstConfig) }

type burstConfig struct {
	steps       timeSteps
	maxSpikes   int
	minInterval int
	maxInterval int // the longest that fits, unless given
	hasInterval bool
	dtype       spikeType
}

func burstDefaults() burstConfig { return burstConfig{maxSpikes: 5, minInterval: 2} }

// MaxSpikes sets the number of spikes in the longest burst, at least 1.
//
// Taken by [Burst], [DecodeBurst].
type MaxSpikes int

// MinInterval sets the time from spike to spike in the fastest burst, in time steps, at least 1.
//
// Taken by [Burst], [DecodeBurst].
type MinInterval int

// MaxInterval sets the time from spike to spike in the slowest burst, in time steps, at least [MinInterval].
//
// Taken by [Burst], [DecodeBurst].
type MaxInterval int

func (n NumSteps) burst(c *burstConfig)    { c.steps.set(n) }
func (n MaxSpikes) burst(c *burstConfig)   { c.maxSpikes = int(n) }
func (n MinInterval) burst(c *burstConfig) { c.minInterval = int(n) }
func (n MaxInterval) burst(c *burstConfig) { c.maxInterval, c.hasInterval = int(n), true }
func (d DType) burst(c *burstConfig)       { c.dtype.set(d) }

func (n MaxSpikes) decodeBurst(c *burstConfig)   { n.burst(c) }
func (n MinInterval) decodeBurst(c *burstConfig) { n.burst(c) }
func (n MaxInterval) decodeBurst(c *burstConfig) { n.burst(c) }

// check checks the settings of a burst and fills in the longest interval.
func (c *burstConfig) check() error {
	if c.maxSpikes < 1 {
		return argument.New("MaxSpikes", c.maxSpikes, ">= 1", ErrRange)
	}
	longest := c.steps.n - 1
	if c.maxSpikes > 1 {
		longest /= c.maxSpikes - 1
	}
	if c.minInterval < 1 || (c.maxSpikes > 1 && c.minInterval > longest) {
		return argument.New("MinInterval", c.minInterval,
			fmt.Sprintf(">= 1 and <= %d (time steps), for %d spikes to fit", longest, c.maxSpikes), ErrRange)
	}
	if !c.hasInterval {
		c.maxInterval = max(longest, c.minInterval)
	}
	if c.maxInterval < c.minInterval || (c.maxSpikes > 1 && c.maxInterval > longest) {
		return argument.New("MaxInterval", c.maxInterval, fmt.Sprintf(
			">= MinInterval = %d and <= %d (time steps), for %d spikes to fit", c.minInterval, longest, c.maxSpikes), ErrRange)
	}
	return nil
}

// Burst codes a value by a burst of spikes from step 0 on: the larger the value, the more spikes and the shorter the
// interval between them.
//
//	spikes   = ceil(Nmax x)
//	interval = ceil(Tmax - (Tmax - Tmin) x)   time steps, of two spikes or more
//
// data [...] in [0, 1], any numeric dtype; the result is [T x ...], 0 or 1, of data's dtype if that is a floating-point
// one, else float32. The caller keeps data and owns the result.
//
// Options: [NumSteps] (required), [MaxSpikes] (Nmax = 5), [MinInterval] (Tmin = 2 time steps), [MaxInterval] (Tmax;
// the longest with which Nmax spikes fit, (T-1)/(Nmax-1)), [DType].
// Errors: NumSteps missing or below 1, MaxSpikes or MinInterval below 1, intervals with which Nmax spikes
// do not fit, data outside [0, 1].
// Source: W. Guo, M. E. Fouda, A. M. Eltawil, K. N. Salama, "Neural coding in spiking neural networks: A comparative
// study for robust neuromorphic systems", Frontiers in Neuroscience 15:638474, 2021.
func Burst(data *ts.Tensor, opts ...BurstOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.Burst")
	c := burstDefaults()
	if err := argument.Apply(opts, func(o BurstOption) { o.burst(&c) }); err != nil {
		return nil, err
	}
	if err := cmp.Or(c.steps.check(), c.check()); err != nil {
		return nil, err
	}
	return code{steps: c.steps.n, high: 1, dtype: c.dtype, fire: func(r *raster, i int, x float64) {
		interval := ceil(float64(c.maxInterval) - float64(c.maxInterval-c.minInterval)*x)
		for k := range ceil(float64(c.maxSpikes) * x) {
			r.fire(k*interval, i)
		}
	}}.encode(data)
}

// DecodeBurst turns bursts back into values, from the number n of spikes and the interval I from spike to spike. Both
// bound the value,
//
//	(n-1)/Nmax < x <= n/Nmax   and   (Tmax-I)/(Tmax-Tmin) <= x < (Tmax-I+1)/(Tmax-Tmin)
//
// the second for two spikes or more; the result is the middle of what both allow, within half the smaller of 1/Nmax and
// 1/(Tmax-Tmin) of what [Burst] was given. A silent neuron gives 0.
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [...]. The caller keeps spikes and owns
// the result.
//
// Options: [MaxSpikes] (5), [MinInterval] (2), [MaxInterval] (as in [Burst]), as they were encoded with.
// Errors: as [Burst], and a value other than 0 or 1.
// Source: Guo et al. 2021, as [Burst].
func DecodeBurst(spikes *ts.Tensor, opts ...DecodeBurstOption) (values *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeBurst")
	c := burstDefaults()
	if err := argument.Apply(opts, func(o DecodeBurstOption) { o.decodeBurst(&c) }); err != nil {
		return nil, err
	}
	r, err := openRecording(spikes)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	c.steps.n = r.steps
	if err := c.check(); err != nil {
		return nil, err
	}
	return r.decode(nil, c.value)
}

// value returns the middle of the values that a burst allows.
func (c *burstConfig) value(one response) float64 {
	if one.count == 0 {
		return 0
	}
	low := float64(one.count-1) / float64(c.maxSpikes)
	high := float64(one.count) / float64(c.maxSpikes)
	if span := float64(c.maxInterval - c.minInterval); one.count > 1 && span > 0 {
		interval := float64(one.last-one.first) / float64(one.count-1)
		fast := (float64(c.maxInterval) - interval) / span
		low, high = max(low, fast), min(high, fast+1/span)
	}
	return min(1, max(0, (low+high)/2))
}
