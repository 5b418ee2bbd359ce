package loop

import (
	"math"
	"math/bits"
)

// Philox-4x32-10 is a counter-based generator: a keyed bijection of 128-bit counters, so that any random number can be
// computed from its address alone, in any order and on any number of threads. Multipliers and key steps are those of
// J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11, 2011.
// Go's own math/rand/v2 has ChaCha8 and PCG, whose numbers have to be drawn in sequence.
const (
	philoxM0 = 0xD2511F53
	philoxM1 = 0xCD9E8D57
	philoxW0 = 0x9E3779B9
	philoxW1 = 0xBB67AE85
)

// philox returns the four random words at a counter, for a key.
func philox(c [4]uint32, key [2]uint32) [4]uint32 {
	for range 10 {
		hi0, lo0 := bits.Mul32(philoxM0, c[0])
		hi1, lo1 := bits.Mul32(philoxM1, c[2])
		c = [4]uint32{hi1 ^ c[1] ^ key[0], lo1, hi0 ^ c[3] ^ key[1], lo0}
		key[0] += philoxW0
		key[1] += philoxW1
	}
	return c
}

// Stream keeps apart the uses of one seed: equal seeds in different streams give unrelated numbers.
type Stream uint32

const (
	StreamRate    Stream = iota // Rate, RateConv
	StreamTargets               // targets with a random firing pattern
	StreamPoisson               // Poisson intervals
	StreamShuffle               // a dataset.Loader's order of samples
	StreamSplit                 // dataset.ValidSplit's choice of samples
	StreamRand                  // Rand
	StreamSigned                // SignedPoisson
)

// Random addresses the uniform 32-bit words of one seed and stream.
type Random struct {
	Key    [2]uint32
	Stream Stream
}

// NewRandom returns the words of a seed and stream.
func NewRandom(seed uint64, s Stream) Random {
	return Random{[2]uint32{uint32(seed), uint32(seed >> 32)}, s}
}

// Word returns the word of element n at time step t: philox(counter = {n/4 low, n/4 high, t, stream}, key = seed)[n%4].
// n counts the elements of the whole data set, sampleIndex*F + offset in a sample of F elements, and not those of
// a batch: a sample's spikes do not depend on the batch that it comes in. See [gosnn/snn.SampleIndex].
func (r Random) Word(t uint32, n uint64) uint32 {
	block := n / 4
	return philox([4]uint32{uint32(block), uint32(block >> 32), t, uint32(r.Stream)}, r.Key)[n%4]
}

// Uniform returns the word as a number in [0, 1).
func (r Random) Uniform(t uint32, n uint64) float64 { return float64(r.Word(t, n)) / (1 << 32) }

// Bernoulli is true with probability p, to the nearest 2^-31: never for p <= 0, always for p >= 1.
func (r Random) Bernoulli(t uint32, n uint64, p float64) bool {
	return int32(r.Word(t, n)>>1) <= spikeThreshold(p)
}

// spikeThreshold returns the largest 31-bit random number that gives a spike of probability p: -1, which none reaches,
// for p <= 0, and 2^31-1, which none exceeds, for p >= 1. An integer comparison is the same on every machine.
func spikeThreshold(p float64) int32 {
	return int32(int64(math.RoundToEven(min(max(p, 0), 1)*(1<<31))) - 1)
}
