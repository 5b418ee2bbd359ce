package snn

import (
	"fmt"
	"math"
)

// DataSubset returns the first 1/subset of a dataset, Len/subset images rounded down, as they lie: contiguous,
// neither shuffled nor balanced. [SubsetIndex] chooses a later part. subset is 1 to Len. Unlike snnTorch's, it
// leaves its argument as it is. Source: snntorch.utils.data_subset.
func DataSubset(d *Dataset, subset int, opts ...Option) (*Dataset, error) {
	const fn = "DataSubset"
	o, err := parseOptions(fn, options{}, opts, "SubsetIndex")
	if err != nil {
		return nil, err
	}
	if err := d.check(fn, 0); err != nil {
		return nil, err
	}
	if subset < 1 || subset > d.Len() {
		return nil, &ArgError{fn, "subset", subset, fmt.Sprintf("1 to %d (images)", d.Len()), ErrRange}
	}
	if o.subsetIndex < 0 || o.subsetIndex >= subset {
		return nil, &ArgError{fn, "SubsetIndex", o.subsetIndex, fmt.Sprintf("0 to %d", subset-1), ErrRange}
	}
	step := d.Len() / subset
	part := d.index[step*o.subsetIndex : step*(o.subsetIndex+1)]
	return &Dataset{d.source, part, d.transform}, nil
}

// Split is a dataset in two: images to train on, and others to validate with.
type Split struct{ Train, Valid *Dataset }

// ValidSplit takes int(Len*split) images, chosen at random, out of a dataset for validation, and leaves the others
// for training: 0 < split < 1, at least one image in each. Both keep the dataset's order. Options: [Seed] (0 unless
// given), [WithTransform] for the validation images alone. Unlike snnTorch's, it leaves its argument as it is; its
// choice differs from NumPy's for the same seed. Source: snntorch.utils.valid_split.
func ValidSplit(d *Dataset, split float64, opts ...Option) (*Split, error) {
	const fn = "ValidSplit"
	o, err := parseOptions(fn, options{seed: new(uint64)}, opts, "Seed", "WithTransform")
	if err != nil {
		return nil, err
	}
	if err := d.check(fn, 0); err != nil {
		return nil, err
	}
	transform := d.transform
	if o.transform != nil {
		if transform, err = o.checkTransform(fn); err != nil {
			return nil, err
		}
	}
	if !(split > 0 && split < 1) {
		return nil, &ArgError{fn, "split", split, "above 0 and below 1", ErrRange}
	}
	n := int(math.Floor(float64(d.Len()) * split))
	if n < 1 { // the training part has at least one, as split < 1
		return nil, &ArgError{fn, "split", split, fmt.Sprintf(">= 1/%d, for one image", d.Len()), ErrRange}
	}
	valid := make([]bool, d.Len())
	order := newPermutation(d.Len(), newRandom(o.resolveSeed(), streamSplit), 0)
	for range n {
		valid[order.next()] = true
	}
	s := &Split{&Dataset{source: d.source, transform: d.transform}, &Dataset{source: d.source, transform: transform}}
	for i, at := range d.index {
		to := s.Train
		if valid[i] {
			to = s.Valid
		}
		to.index = append(to.index, at)
	}
	return s, nil
}
