package neuron_test

import (
	"bytes"
	"fmt"
	"os"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/neuron"
)

// resident is the memory that the process holds, in bytes.
func resident(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile("/proc/self/status")
	check(t, err)
	kib := 0
	_, rest, _ := bytes.Cut(text, []byte("VmRSS:"))
	_, err = fmt.Sscan(string(rest), &kib)
	check(t, err)
	return kib << 10
}

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
	before := resident(t)
	for range 20 {
		iterate()
	}
	if grown := resident(t) - before; grown > 20*400<<10 {
		t.Errorf("%d layers, 20 times: grown by %d KB", len(all), grown>>10)
	}
}
