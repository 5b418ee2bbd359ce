package dataset

import (
	"fmt"
	"math"

	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
)

// A SubsetOption is an option of [Subset].
type SubsetOption interface{ subset(*subsetConfig) }

type subsetConfig struct{ index int }

// SubsetIndex chooses which of the parts is returned: 0, the first, unless given.
//
// Taken by [Subset].
type SubsetIndex int

func (i SubsetIndex) subset(c *subsetConfig) { c.index = int(i) }

// Subset returns the first 1/parts of a dataset, Len/parts images rounded down, as they lie: contiguous,
// neither shuffled nor balanced. parts is 1 to Len. Unlike snnTorch's, it leaves its argument as it is.
//
// Options: [SubsetIndex] (0), for a later part.
// Source: snntorch.utils.data_subset.
func Subset(d *Dataset, parts int, opts ...SubsetOption) (s *Dataset, err error) {
	defer argument.Name(&err, "dataset.Subset")
	var c subsetConfig
	if err := argument.Apply(opts, func(o SubsetOption) { o.subset(&c) }); err != nil {
		return nil, err
	}
	if err := d.check(0); err != nil {
		return nil, err
	}
	if parts < 1 || parts > d.Len() {
		return nil, argument.New("parts", parts, fmt.Sprintf("1 to %d (images)", d.Len()), argument.ErrRange)
	}
	if c.index < 0 || c.index >= parts {
		return nil, argument.New("SubsetIndex", c.index, fmt.Sprintf("0 to %d", parts-1), argument.ErrRange)
	}
	step := d.Len() / parts
	return &Dataset{d.source, d.selection.part(step*c.index, step), d.transform}, nil
}

// Split is a dataset in two: images to train on, and others to validate with.
type Split struct{ Train, Valid *Dataset }

// A SplitOption is an option of [ValidSplit].
type SplitOption interface{ split(*splitConfig) }

type splitConfig struct {
	seed      uint64
	transform transformConfig
}

// ValidSplit takes int(Len*split) images, chosen at random, out of a dataset for validation, and leaves the others
// for training: 0 < split < 1, at least one image in each. Both keep the dataset's order. Unlike snnTorch's, it leaves its argument as
// it is; its choice differs from NumPy's for the same seed.
//
// Options: [Seed] (0), [WithTransform] for the validation images alone.
// Source: snntorch.utils.valid_split.
func ValidSplit(d *Dataset, split float64, opts ...SplitOption) (s *Split, err error) {
	defer argument.Name(&err, "dataset.ValidSplit")
	var c splitConfig
	if err := argument.Apply(opts, func(o SplitOption) { o.split(&c) }); err != nil {
		return nil, err
	}
	if err := d.check(0); err != nil {
		return nil, err
	}
	transform := d.transform
	if c.transform.given {
		if transform, err = c.transform.checked(); err != nil {
			return nil, err
		}
	}
	if !(split > 0 && split < 1) {
		return nil, argument.New("split", split, "above 0 and below 1", argument.ErrRange)
	}
	n := int(math.Floor(float64(d.Len()) * split))
	if n < 1 { // the training part has at least one, as split < 1
		return nil, argument.New("split", split, fmt.Sprintf(">= 1/%d, for one image", d.Len()), argument.ErrRange)
	}
	valid := make([]bool, d.Len())
	order := newPermutation(d.Len(), loop.NewRandom(c.seed, loop.StreamSplit), 0)
	for range n {
		valid[order.next()] = true
	}
	s = &Split{&Dataset{source: d.source, transform: d.transform}, &Dataset{source: d.source, transform: transform}}
	for i := range d.Len() {
		to := &s.Train.selection
		if valid[i] {
			to = &s.Valid.selection
		}
		to.list, to.n = append(to.list, d.selection.at(i)), to.n+1
	}
	return s, nil
}
