package seed

// Choice is how a call gets its seed: the one that is given, or else a fresh one.
type Choice struct {
	Given *uint64 // nil: none
	Used  *uint64 // where the seed is reported, or nil
}

// Resolve returns the seed, and reports it.
func (c Choice) Resolve() uint64 {
	var used uint64
	if c.Given != nil {
		used = *c.Given
	} else {
		used = Fresh()
	}
	if c.Used != nil {
		*c.Used = used
	}
	return used
}
