package dataset

// Seed makes randomness reproducible: equal seeds give equal orders and choices.
//
// Taken by [NewLoader], [ValidSplit].
type Seed uint64

func (s Seed) loader(c *loaderConfig) { c.seed.Given, c.torch = (*uint64)(&s), nil }
func (s Seed) split(c *splitConfig)   { c.seed = uint64(s) }

// TorchSeed shuffles as PyTorch's DataLoader(shuffle=True) does, in its first pass and those that follow, after torch.manual_seed and if nothing
// else draws from PyTorch's generator. It is tied to libtorch 2.1's generator. Of Seed and TorchSeed the last given counts.
//
// Taken by [NewLoader].
type TorchSeed int64

func (s TorchSeed) loader(c *loaderConfig) { c.torch = (*int64)(&s) }

// SeedUsed stores the seed that was used in *seed: the one given by [Seed], or the fresh one drawn without it.
//
// Taken by [NewLoader].
func SeedUsed(seed *uint64) LoaderOption { return seedUsed{seed} }

type seedUsed struct{ to *uint64 }

func (s seedUsed) loader(c *loaderConfig) { c.seed.Used = s.to }
