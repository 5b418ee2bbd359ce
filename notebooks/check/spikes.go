package check

import (
	"fmt"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn"
)

// spikeTimes is the step of each neuron's first spike, or the number of steps for a silent one; it is an error if these are not spikes [T x ...].
func spikeTimes(spikes *ts.Tensor) ([]float64, error) {
	times, err := snn.FirstSpikes(spikes)
	if err != nil {
		return nil, err
	}
	return take(times), nil
}

// take is the elements of a tensor, which it drops.
func take(x *ts.Tensor) []float64 {
	defer x.MustDrop()
	return copied(x)
}

// copied is the elements of a tensor that stays as it is. It must have been found to be one.
func copied(x *ts.Tensor) []float64 { return snn.Must(snn.Values(x)) }

// sum adds up.
func sum(values []float64) (total float64) {
	for _, v := range values {
		total += v
	}
	return total
}

func sameShape(a, b *ts.Tensor) bool { return fmt.Sprint(a.MustSize()) == fmt.Sprint(b.MustSize()) }
