package functional

import (
	lib "github.com/sugarme/gotch/libtch"

	"gosnn/snn/internal/ops"
)

// spikeTimes returns the time steps of the first n spikes of each neuron, [n x B x N]; a spike that there is not counts as one of the
// last step. Time has no slope in a spike: what goes back is −1 at the step of each, so that a higher membrane means an earlier
// spike. (snnTorch's MultiSpike wipes the steps that it has found for all samples and neurons alike, so that its second times are right for a
// single neuron only; where two missing spikes share the last step it keeps one of the two gradients, here they add up.)
func (o output) spikeTimes(s *ops.Scope, n int64) lib.Ctensor {
	values := s.Values(s.In(o.x))
	if s.Err() != nil {
		return nil
	}
	neurons := o.samples * o.n
	steps, times := make([]int64, n*neurons), make([]float32, n*neurons)
	for i := range steps {
		steps[i] = o.steps - 1
	}
	for i := range neurons {
		found := int64(0)
		for t := int64(0); t < o.steps && found < n; t++ {
			if values[t*neurons+i] != 0 {
				steps[found*neurons+i] = t
				found++
			}
		}
	}
	for i, t := range steps {
		times[i] = float32(t)
	}
	index := s.Int64s(steps, n, o.samples, o.n)
	slope := s.Op(func(out *lib.Ctensor) {
		lib.AtgNeg(out, s.Op(func(out *lib.Ctensor) { lib.AtgGather(out, s.In(o.x), 0, index, 0) }))
	})
	return s.Through(slope, s.Floats(times, n, o.samples, o.n))
}
