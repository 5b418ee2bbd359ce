package snn

import (
	"crypto/rand"
	"encoding/binary"

	"gosnn/kernel/drawn"
)

// resolveSeed returns the seed given by [Seed], or a fresh one, and tells [SeedUsed] which.
func (o *options) resolveSeed() uint64 {
	var seed uint64
	if o.seed != nil {
		seed = *o.seed
	} else {
		var b [8]byte
		rand.Read(b[:]) // never fails: Go ends the program if the system has no randomness
		seed = binary.LittleEndian.Uint64(b[:])
		drawn.Record(seed)
	}
	if o.seedUsed != nil {
		*o.seedUsed = seed
	}
	return seed
}
