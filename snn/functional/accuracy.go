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
	defer argument.Name(&err, "functional.AccuracyRate")
	b, err := read(config{}, opts, AccuracyOption.accuracy, "spikes", spikes, targets)
	if err != nil {
		return 0, err
	}
	return b.accuracy(func(s *ops.Scope) []float32 { return s.Values(b.counts(s)) })
}

// AccuracyTemporal returns the share of samples, from 0 to 1, whose first neuron to spike is that of their class. Of equal times the first neuron
// wins, and a silent neuron counts as one that spikes at the last step. spikes [T x B x N], targets [B] of int64.
// snnTorch: accuracy_temporal.
func AccuracyTemporal(spikes, targets *ts.Tensor) (share float64, err error) {
	defer argument.Name(&err, "functional.AccuracyTemporal")
	b, err := read(config{}, nil, AccuracyOption.accuracy, "spikes", spikes, targets)
	if err != nil {
		return 0, err
	}
	return b.accuracy(func(s *ops.Scope) []float32 { return s.Values(s.Scale(b.spikeTimes(s, 1), -1)) })
}

// accuracy is the share of samples of which the largest score, of [B x C], is that of their class.
func (b *batch) accuracy(scores func(*ops.Scope) []float32) (float64, error) {
	right := 0
	err := ops.Do(func(s *ops.Scope) error {
		x := scores(s)
		if s.Err() != nil {
			return nil
		}
		for i, y := range b.labels {
			row := x[i*int(b.classes) : (i+1)*int(b.classes)]
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
	return float64(right) / float64(len(b.labels)), err
}
