package dataset

import (
	"math/bits"

	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/torchrand"
)

// permutation draws the numbers 0 to n-1 in random order, one by one (R. Durstenfeld, "Algorithm 235", CACM 1964),
// so that the first of them cost no more than themselves. It depends on the seed, the stream and the pass alone.
type permutation struct {
	rest []int // drawn, then still to draw
	done int
	all  bool // whether all are drawn
	rnd  loop.Random
	pass uint32
}

// torchPermutation is the order in which PyTorch's loader takes n samples.
func torchPermutation(seed int64, n int, pass uint32) (*permutation, error) {
	order, err := torchrand.Shuffled(seed, n, pass)
	p := &permutation{all: true}
	for _, i := range order {
		p.rest = append(p.rest, int(i))
	}
	return p, err
}

func newPermutation(n int, rnd loop.Random, pass uint32) *permutation {
	p := &permutation{rest: make([]int, n), rnd: rnd, pass: pass}
	for i := range p.rest {
		p.rest[i] = i
	}
	return p
}

// next is called at most n times.
func (p *permutation) next() int {
	i := p.done
	p.done++
	if p.all {
		return p.rest[i]
	}
	// 64 random bits, scaled to what is left: none is likelier than another by more than n/2^64.
	w := uint64(p.rnd.Word(p.pass, uint64(2*i)))<<32 | uint64(p.rnd.Word(p.pass, uint64(2*i+1)))
	j, _ := bits.Mul64(w, uint64(len(p.rest)-i))
	k := i + int(j)
	p.rest[i], p.rest[k] = p.rest[k], p.rest[i]
	return p.rest[i]
}
