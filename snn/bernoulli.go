package snn

import "math"

// spikeThreshold turns a probability into the largest 31-bit random number that gives a spike: -1, which none reaches,
// for p <= 0, and 2^31-1, which none exceeds, for p >= 1. An integer comparison is the same on every machine.
func spikeThreshold(p float64) int32 {
	return int32(int64(math.RoundToEven(min(max(p, 0), 1)*(1<<31))) - 1)
}
