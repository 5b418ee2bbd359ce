package snn

import (
	"fmt"
	"math"
	"slices"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// A TemporalContrastOption is an option of [TemporalContrast].
type TemporalContrastOption interface{ temporalContrast(*contrastConfig) }

// A ContrastThresholdsOption is an option of [ContrastThresholds].
type ContrastThresholdsOption interface{ contrastThresholds(*contrastConfig) }

type contrastConfig struct {
	factor float64
	dtype  spikeType
}

// Factor sets how many standard deviations of a series' changes its threshold is above their mean.
//
// Taken by [ContrastThresholds], [TemporalContrast].
type Factor float64

func (f Factor) temporalContrast(c *contrastConfig)   { c.factor = float64(f) }
func (f Factor) contrastThresholds(c *contrastConfig) { c.factor = float64(f) }
func (d DType) temporalContrast(c *contrastConfig)    { c.dtype.set(d) }

// TemporalContrast codes a series by its large changes, with a threshold of the series' own, from the mean and the standard deviation
// of its changes d[t] = x[t] - x[t-1]:
//
//	s[t] =  1   if d[t] >  threshold,   threshold = mean(d) + factor * std(d)
//	s[t] = -1   if d[t] < -threshold
//	s[t] =  0   else, and at t = 0
//
// It is the threshold-based representation; [Delta] is the same with a threshold that is given. A threshold below 0, of a series that
// falls for most of the time, counts as 0.
//
// data [T x ...], any numeric dtype, finite; the result has the same shape, and data's dtype if that is a floating-point one, else
// float32. The caller keeps data and owns the result. [ContrastThresholds] returns the thresholds, [DecodeTemporalContrast] the series.
//
// Options: [Factor] (1), [DType] (a signed one).
// Errors: a factor that is not finite, no time dimension, NaN or infinities, a dtype without -1.
// Source: B. Petro, N. Kasabov, R. M. Kiss, "Selection and optimization of temporal spike encoding methods for spiking neural
// networks", IEEE Transactions on Neural Networks and Learning Systems 31(2), 2020.
func TemporalContrast(data *ts.Tensor, opts ...TemporalContrastOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.TemporalContrast")
	c := contrastConfig{factor: 1}
	if err := argument.Apply(opts, func(o TemporalContrastOption) { o.temporalContrast(&c) }); err != nil {
		return nil, err
	}
	if err := argument.Finite("Factor", c.factor); err != nil {
		return nil, err
	}
	values, v, err := openFloat32("data", data, 1, math.Inf(-1), math.Inf(1))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	out, r, err := newRaster(v.Shape, c.dtype.of(v.DType), -1)
	if err != nil {
		return nil, err
	}
	for n, threshold := range c.thresholds(values, r.neurons) {
		for i := n + r.neurons; i < len(values); i += r.neurons {
			switch d := float64(values[i]) - float64(values[i-r.neurons]); {
			case d > threshold:
				r.write(i/r.neurons, n, r.spike.On)
			case d < -threshold:
				r.write(i/r.neurons, n, r.spike.Off)
			}
		}
	}
	return tensormem.ToDevice(out, v.Device)
}

// thresholds returns that of each series.
func (c contrastConfig) thresholds(values []float32, neurons int) []float64 {
	all := make([]float64, neurons)
	changes := float64(len(values)/max(1, neurons) - 1)
	if changes < 1 {
		return all
	}
	for n := range all {
		sum, squares := 0.0, 0.0
		for i := n + neurons; i < len(values); i += neurons {
			sum += float64(values[i]) - float64(values[i-neurons])
		}
		mean := sum / changes
		for i := n + neurons; i < len(values); i += neurons {
			d := float64(values[i]) - float64(values[i-neurons]) - mean
			squares += d * d
		}
		all[n] = max(0, mean+c.factor*math.Sqrt(squares/changes))
	}
	return all
}

// ContrastThresholds returns the threshold that [TemporalContrast] has for each series, in the units of the data.
//
// data [T x ...], any numeric dtype, finite; the result is float32 [...]. The caller keeps data and owns the result.
//
// Options: [Factor] (1), as they were encoded with.
// Errors: those of [TemporalContrast].
func ContrastThresholds(data *ts.Tensor, opts ...ContrastThresholdsOption) (thresholds *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.ContrastThresholds")
	c := contrastConfig{factor: 1}
	if err := argument.Apply(opts, func(o ContrastThresholdsOption) { o.contrastThresholds(&c) }); err != nil {
		return nil, err
	}
	if err := argument.Finite("Factor", c.factor); err != nil {
		return nil, err
	}
	values, v, err := openFloat32("data", data, 1, math.Inf(-1), math.Inf(1))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	out, all, err := tensormem.New[float32](v.Shape[1:])
	if err != nil {
		return nil, err
	}
	for n, threshold := range c.thresholds(values, len(all)) {
		all[n] = float32(threshold)
	}
	return tensormem.ToDevice(out, v.Device)
}

// DecodeTemporalContrast adds up spikes over time, each worth its series' threshold:
//
//	x[t] = threshold * (s[0] + ... + s[t])
//
// so that a series starts from 0, and changes that were below the threshold, or what was above it, are lost.
//
// spikes [T x ...], each -1, 0 or 1, of any signed dtype; thresholds [...], as of [ContrastThresholds], at least 0; the result is
// float32 [T x ...]. The caller keeps both and owns the result.
//
// Errors: thresholds of another shape, below 0 or not finite; no time step, a value other than -1, 0 or 1.
// Source: Petro, Kasabov and Kiss, as [TemporalContrast].
func DecodeTemporalContrast(spikes, thresholds *ts.Tensor) (series *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeTemporalContrast")
	s, err := openSigned(spikes)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	worth, v, err := openFloat32("thresholds", thresholds, 0, 0, math.Inf(1))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	if !slices.Equal(v.Shape, s.Shape[1:]) {
		return nil, argument.New("thresholds", fmt.Sprintf("of shape %v", v.Shape), fmt.Sprintf("%v, one for each series", s.Shape[1:]), ErrShape)
	}
	out, values, err := tensormem.New[float32](s.Shape)
	if err != nil {
		return nil, err
	}
	sums := make([]float64, s.neurons) // whole numbers, so that no rounding adds up
	for t := range s.steps {
		for n := range sums {
			sums[n] += float64(s.at(t, n))
			values[t*s.neurons+n] = float32(float64(worth[n]) * sums[n])
		}
	}
	return tensormem.ToDevice(out, s.Device)
}
