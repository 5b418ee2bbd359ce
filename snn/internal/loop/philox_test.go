package loop

import "testing"

// The known-answer vectors that the Random123 library publishes for philox4x32-10 (its file kat_vectors).
func TestPhiloxKnownAnswers(t *testing.T) {
	for _, c := range []struct {
		counter [4]uint32
		key     [2]uint32
		want    [4]uint32
	}{
		{[4]uint32{}, [2]uint32{},
			[4]uint32{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
		{[4]uint32{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, [2]uint32{0xffffffff, 0xffffffff},
			[4]uint32{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
		{[4]uint32{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0},
			[4]uint32{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
	} {
		if got := philox(c.counter, c.key); got != c.want {
			t.Errorf("philox(%08x, %08x) = %08x, want %08x", c.counter, c.key, got, c.want)
		}
	}
}

// Each part of an address reaches its own word of the counter or the key.
func TestRandomAddress(t *testing.T) {
	r := NewRandom(0x299f31d0a4093822, 0x03707344)
	n := uint64(0x05a308d3_243f6a88) * 4
	want := philox([4]uint32{0x243f6a88, 0x05a308d3, 0x13198a2e, 0x03707344}, [2]uint32{0xa4093822, 0x299f31d0})
	for i := range uint64(4) {
		if got := r.Word(0x13198a2e, n+i); got != want[i] {
			t.Errorf("word %d of the block is %08x, want %08x", i, got, want[i])
		}
	}
}

func TestBernoulliEnds(t *testing.T) {
	r := NewRandom(7, StreamRate)
	for n := range uint64(100_000) {
		if r.Bernoulli(0, n, 0) || r.Bernoulli(0, n, -3) {
			t.Fatal("probability 0 gave a spike")
		}
		if !r.Bernoulli(0, n, 1) || !r.Bernoulli(0, n, 9) {
			t.Fatal("probability 1 gave no spike")
		}
	}
}
