package snn

import "gosnn/snn/seed"

// resolveSeed returns the seed given by [Seed], or a fresh one, and tells [SeedUsed] which.
func (o *options) resolveSeed() uint64 {
	var used uint64
	if o.seed != nil {
		used = *o.seed
	} else {
		used = seed.Fresh()
	}
	if o.seedUsed != nil {
		*o.seedUsed = used
	}
	return used
}
