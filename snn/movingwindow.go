package snn

import (
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// A MovingWindowOption is an option of [MovingWindow].
type MovingWindowOption interface{ movingWindow(*windowConfig) }

type windowConfig struct {
	threshold float64
	window    int
	dtype     spikeType
}

// Window sets how many time steps before the present one a mean is taken over, at least 1.
//
// Taken by [MovingWindow].
type Window int

func (x Threshold) movingWindow(c *windowConfig) { c.threshold = float64(x) }
func (w Window) movingWindow(c *windowConfig)    { c.window = int(w) }
func (d DType) movingWindow(c *windowConfig)     { c.dtype.set(d) }

// MovingWindow codes a series by where it leaves the mean of the window before:
//
//	s[t] =  1   if x[t] > base + threshold,   base = mean(x[t-window], ..., x[t-1])
//	s[t] = -1   if x[t] < base - threshold
//	s[t] =  0   else, and at t = 0
//
// At first the window has only the steps that there are. The mean takes out noise that [Delta], which compares neighbours, spikes for.
// [DecodeDelta] with the same threshold gives a series back, from 0 on: each spike is a change by one threshold.
//
// data [T x ...], any numeric dtype, finite; the result has the same shape, and data's dtype if that is a floating-point one, else
// float32. The caller keeps data and owns the result.
//
// Options: [Threshold] (0.1, in the units of the data), [Window] (3 time steps), [DType] (a signed one).
// Errors: threshold <= 0, a window below 1, no time dimension, NaN or infinities, a dtype without -1.
// Source: N. Kasabov et al., "Evolving spatio-temporal data machines based on the NeuCube neuromorphic framework: Design methodology
// and selected applications", Neural Networks 78, 2016; decoding: Petro, Kasabov and Kiss, as [TemporalContrast].
func MovingWindow(data *ts.Tensor, opts ...MovingWindowOption) (spikes *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.MovingWindow")
	c := windowConfig{threshold: 0.1, window: 3}
	if err := argument.Apply(opts, func(o MovingWindowOption) { o.movingWindow(&c) }); err != nil {
		return nil, err
	}
	if err := argument.Positive("Threshold", c.threshold, "in the units of the data"); err != nil {
		return nil, err
	}
	if c.window < 1 {
		return nil, argument.New("Window", c.window, ">= 1 (time steps)", ErrRange)
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
	at := func(t, n int) float64 { return float64(values[t*r.neurons+n]) }
	for n := range r.neurons {
		for t := 1; t < int(v.Shape[0]); t++ {
			sum, first := 0.0, max(0, t-c.window)
			for k := first; k < t; k++ { // anew, so that no rounding adds up
				sum += at(k, n)
			}
			switch off := at(t, n) - sum/float64(t-first); {
			case off > c.threshold:
				r.write(t, n, r.spike.On)
			case off < -c.threshold:
				r.write(t, n, r.spike.Off)
			}
		}
	}
	return tensormem.ToDevice(out, v.Device)
}
