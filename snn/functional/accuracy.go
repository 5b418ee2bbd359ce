package functional

import (
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
)

// An AccuracyOption is taken by [AccuracyRate]: [PopulationCode].
type AccuracyOption interface{ accuracy(*config) }

// AccuracyRate returns the share of samples, from 0 to 1, whose neuron with the most spikes is that of their class. Of equal counts the first
// wins, so that a silent layer answers class 0. spikes [T x B x N], targets [B] of int64. snnTorch: accuracy_rate.
//
// Options: [PopulationCode].
func AccuracyRate(spikes, targets *ts.Tensor, opts ...AccuracyOption) (share float64, err error) {
	defer func() { err = argument.In("functional.AccuracyRate", err) }()
	c, err := configure(config{}, opts, AccuracyOption.accuracy)
	if err != nil {
		return 0, err
	}
	return c.accuracyOf(spikes, targets, func(o output, s *ops.Scope) []float32 { return s.Values(o.counts(s)) })
}

// AccuracyTemporal returns the share of samples, from 0 to 1, whose first neuron to spike is that of their class. Of equal times the first neuron
// wins, and a silent neuron counts as one that spikes at the last step. spikes [T x B x N], targets [B] of int64.
// snnTorch: accuracy_temporal.
func AccuracyTemporal(spikes, targets *ts.Tensor) (share float64, err error) {
	defer func() { err = argument.In("functional.AccuracyTemporal", err) }()
	return new(config).accuracyOf(spikes, targets, func(o output, s *ops.Scope) []float32 {
		early := s.Values(s.Scale(o.spikeTimes(s, 1), -1))
		return early
	})
}

// accuracyOf is the share of samples of which the largest score, of [B x C], is that of their class.
func (c *config) accuracyOf(spikes, targets *ts.Tensor, scores func(output, *ops.Scope) []float32) (float64, error) {
	o, err := c.output("spikes", spikes)
	if err != nil {
		return 0, err
	}
	labels, _, err := o.labels(targets, false)
	if err != nil {
		return 0, err
	}
	right := 0
	err = ops.Do(func(s *ops.Scope) error {
		x := scores(o, s)
		if s.Err() != nil {
			return nil
		}
		for b, y := range labels {
			row := x[b*int(o.classes) : (b+1)*int(o.classes)]
			best := 0
			for k, v := range row {
				if v > row[best] {
					best = k
				}
			}
			if int64(best) == y {
				right++
			}
		}
		return nil
	})
	return float64(right) / float64(len(labels)), err
}
