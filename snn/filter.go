package snn

import (
	"math"
	"slices"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/tensormem"
)

// A DecodeFilterOption is an option of [DecodeFilter].
type DecodeFilterOption interface{ decodeFilter(*filterConfig) }

type filterConfig struct {
	filter    []float64
	threshold float64
	dtype     spikeType
}

// Filter sets the response h to one spike: its values h[0], h[1], ... in the time steps from the spike on, in the units of the data.
//
// Taken by [BSA], [DecodeFilter], [HSA].
type Filter []float64

// filterDefaults has a raised cosine of 12 steps whose sum is 1: a spike in every step is the constant series 1.
func filterDefaults() filterConfig {
	const steps = 12
	h := make([]float64, steps)
	for k := range h {
		h[k] = (1 - math.Cos(2*math.Pi*float64(k+1)/(steps+1))) / (steps + 1)
	}
	return filterConfig{filter: h, threshold: 0.9}
}

func (f Filter) decodeFilter(c *filterConfig) { c.filter = f }

func (c filterConfig) check() error {
	if len(c.filter) == 0 {
		return argument.New("Filter", "empty", "at least one value", ErrOption)
	}
	for _, h := range c.filter {
		if err := argument.Finite("Filter", h); err != nil {
			return err
		}
	}
	if !slices.ContainsFunc(c.filter, func(h float64) bool { return h != 0 }) {
		return argument.New("Filter", c.filter, "a value that is not 0", ErrRange)
	}
	return nil
}

// encode spikes at each step of each series where fits says so of what is left of it, and takes the filter from that. The rest is at
// least as long as the filter: beyond the series' end it is 0.
func (c filterConfig) encode(data *ts.Tensor, fits func(rest []float64) bool) (*ts.Tensor, error) {
	values, v, err := openFloat32("data", data, 1, math.Inf(-1), math.Inf(1))
	if err != nil {
		return nil, err
	}
	defer v.Close()
	out, r, err := newRaster(v.Shape, c.dtype.of(v.DType), 0)
	if err != nil {
		return nil, err
	}
	steps := int(v.Shape[0])
	loop.Split(r.neurons, 16).Each(func(lo, hi int) {
		rest := make([]float64, steps+len(c.filter))
		for n := lo; n < hi; n++ {
			clear(rest)
			for t := range steps {
				rest[t] = float64(values[t*r.neurons+n])
			}
			for t := range steps {
				if !fits(rest[t:]) {
					continue
				}
				r.fire(t, n)
				for k, h := range c.filter {
					rest[t+k] -= h
				}
			}
		}
	})
	return tensormem.ToDevice(out, v.Device)
}

// DecodeFilter turns the spikes of [BSA] or [HSA] back into a series: the sum of a filter's responses to them,
//
//	x[t] = s[t]*h[0] + s[t-1]*h[1] + ...
//
// spikes [T x ...], each 0 or 1, of any numeric dtype; the result is float32 [T x ...]. The caller keeps spikes and owns the result.
//
// Options: [Filter] (that of [BSA]), as they were encoded with.
// Errors: an empty filter, one that is not finite or all 0, no time step, a value other than 0 or 1.
// Source: B. Schrauwen, J. Van Campenhout, "BSA, a fast and accurate spike train encoding scheme", IJCNN 2003.
func DecodeFilter(spikes *ts.Tensor, opts ...DecodeFilterOption) (series *ts.Tensor, err error) {
	defer argument.Name(&err, "snn.DecodeFilter")
	c := filterDefaults()
	if err := argument.Apply(opts, func(o DecodeFilterOption) { o.decodeFilter(&c) }); err != nil {
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
	if slices.Contains(s.data, -1) {
		return nil, argument.New("spikes", "-1 among them", "0 or 1", ErrRange)
	}
	out, values, err := tensormem.New[float32](s.Shape)
	if err != nil {
		return nil, err
	}
	for t := range s.steps {
		for n := range s.neurons {
			sum := 0.0
			for k := 0; k < len(c.filter) && k <= t; k++ {
				sum += float64(s.at(t-k, n)) * c.filter[k]
			}
			values[t*s.neurons+n] = float32(sum)
		}
	}
	return tensormem.ToDevice(out, s.Device)
}
