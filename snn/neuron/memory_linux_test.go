package neuron_test

import (
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
)

// A loop of forward and backward passes, all at once and step by step, holds no more at its end than at its beginning, if it drops
// what it owns: a leak of one tensor of a pass would be 400 KB in each.
func TestNoGrowth(t *testing.T) {
	x := ts.MustRand([]int64{10, 10, 1000}, gotch.Float, gotch.CPU).MustSetRequiresGrad(true, true)
	defer x.MustDrop()
	all := layers(t, 1000)
	all["DeltaLeaky"] = newDeltaLeaky(t)
	iterate := func() {
		for _, l := range all {
			out, err := l.Forward(x, neuron.KeepState(true))
			check(t, err)
			loss := out.Membrane.MustSum(gotch.Float, false)
			out.Drop()
			loss.MustBackward()
			loss.MustDrop()
			var state neuron.State
			current := x.MustSelect(0, 0, false)
			for range 3 {
				spikes, next, err := l.Step(current, state)
				check(t, err)
				spikes.MustDrop()
				state.Drop()
				state = next
			}
			state.Drop()
			current.MustDrop()
		}
	}
	for range 5 {
		iterate()
	}
	tensortest.NoGrowth(t, 20*400<<10, func() {
		for range 20 {
			iterate()
		}
	})
}
