package dataset

// Seed makes randomness reproducible: equal seeds give equal orders and choices.
//
// Taken by [NewLoader], [ValidSplit].
type Seed uint64

func (s Seed) loader(c *loaderConfig) { c.seed.Given = (*uint64)(&s) }
func (s Seed) split(c *splitConfig)   { c.seed = uint64(s) }

// SeedUsed stores the seed that was used in *seed: the one given by [Seed], or the fresh one drawn without it.
//
// Taken by [NewLoader].
func SeedUsed(seed *uint64) LoaderOption { return seedUsed{seed} }

type seedUsed struct{ to *uint64 }

func (s seedUsed) loader(c *loaderConfig) { c.seed.Used = s.to }
