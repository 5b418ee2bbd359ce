package snn

import (
	"fmt"
	"image"
	"math"
	"slices"

	"github.com/sugarme/gotch/ts"
)

// Dataset is a list of labelled images with the [Transform] that makes numbers of them. [MNIST], [FashionMNIST], [IdxFiles]
// and [NewDataset] make one; [DataSubset] and [ValidSplit] select from one without changing it. A Dataset does not change,
// and may be used by several goroutines at once.
type Dataset struct {
	source    source
	index     []int // positions in the source
	transform Transform
}

// source gives labelled images by position; what it gives is shared, not to be changed.
type source interface {
	image(i int) (image.Image, error)
	target(i int) (int64, error)
}

// dataOptions are the settings of datasets and loaders.
type dataOptions struct {
	train        bool
	folder       string
	transform    *Transform
	subsetIndex  int
	batchSize    int
	shuffle      bool
	dropLast     bool
	prefetch     int
	progress     func(done, total int)
	sampleFactor int
}

// WithTransform sets what is made of each image; without it, [ToTensor] alone.
func WithTransform(t Transform) Option {
	return Option{"WithTransform", func(o *options) { o.transform = &t }}
}

// SubsetIndex chooses which of the parts [DataSubset] returns: 0, the first, unless given.
func SubsetIndex(i int) Option {
	return Option{"SubsetIndex", func(o *options) { o.subsetIndex = i }}
}

// checkTransform returns the transform that was asked for.
func (o *options) checkTransform(fn string) (Transform, error) {
	if o.transform == nil {
		return ToTensor(), nil
	}
	return *o.transform, o.transform.check(fn)
}

// NewDataset makes a dataset of images in memory, such as one's own photos, and their labels, one an image. It keeps
// the images, which must not be changed from then on. Takes [WithTransform], which must bring images of different sizes
// to one for a [DataLoader].
func NewDataset(images []image.Image, targets []int64, opts ...Option) (*Dataset, error) {
	const fn = "NewDataset"
	o, err := parseOptions(fn, options{}, opts, "WithTransform")
	if err != nil {
		return nil, err
	}
	transform, err := o.checkTransform(fn)
	if err != nil {
		return nil, err
	}
	if len(images) == 0 || len(images) != len(targets) {
		return nil, &ArgError{fn, "targets", fmt.Sprintf("%d for %d images", len(targets), len(images)), "one an image, >= 1", ErrCount}
	}
	for i, img := range images {
		if err := checkImage(fn, fmt.Sprintf("images[%d]", i), img); err != nil {
			return nil, err
		}
	}
	return newDataset(memory{slices.Clone(images), slices.Clone(targets)}, len(images), transform), nil
}

func newDataset(s source, n int, t Transform) *Dataset {
	index := make([]int, n)
	for i := range index {
		index[i] = i
	}
	return &Dataset{s, index, t}
}

// memory is a source of images that are already there.
type memory struct {
	images  []image.Image
	targets []int64
}

func (m memory) image(i int) (image.Image, error) { return m.images[i], nil }
func (m memory) target(i int) (int64, error)      { return m.targets[i], nil }

// Len is the number of images.
func (d *Dataset) Len() int {
	if d == nil {
		return 0
	}
	return len(d.index)
}

// Item returns image i, 0 <= i < Len, transformed to [C x H x W], float32, and its label. The caller owns the tensor.
func (d *Dataset) Item(i int) (*ts.Tensor, int64, error) {
	if err := d.check("Dataset.Item", i); err != nil {
		return nil, 0, err
	}
	x, shape, target, err := d.read(i, nil)
	if err != nil {
		return nil, 0, err
	}
	t, err := copyTensor("Dataset.Item", x, shape[:])
	return t, target, err
}

// Image returns image i, 0 <= i < Len, as it is before the transform, and its label. It is shared: not to be changed.
func (d *Dataset) Image(i int) (image.Image, int64, error) {
	if err := d.check("Dataset.Image", i); err != nil {
		return nil, 0, err
	}
	img, err := d.source.image(d.index[i])
	if err != nil {
		return nil, 0, err
	}
	target, err := d.source.target(d.index[i])
	return img, target, err
}

// check refuses a dataset that was not made by this package, and an index that it does not have.
func (d *Dataset) check(fn string, i int) error {
	if d == nil || len(d.index) == 0 {
		return &ArgError{fn, "dataset", "nil or empty", "one made by this package's functions", ErrOption}
	}
	if i < 0 || i >= len(d.index) {
		return &ArgError{fn, "i", i, fmt.Sprintf("0 to %d", len(d.index)-1), ErrRange}
	}
	return nil
}

// read returns the numbers [C x H x W] of image i, in dst if there is room, and its label.
func (d *Dataset) read(i int, dst []float32) ([]float32, [3]int64, int64, error) {
	img, target, err := d.Image(i)
	if err != nil {
		return nil, [3]int64{}, 0, err
	}
	x, shape, err := d.transform.apply(img, dst)
	return x, shape, target, err
}

// DataSubset returns the first 1/subset of a dataset, Len/subset images rounded down, as they lie: contiguous, neither shuffled
// nor balanced. [SubsetIndex] chooses a later part. subset is 1 to Len. Unlike snnTorch's, it leaves its argument as it is.
// Source: snntorch.utils.data_subset.
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

// ValidSplit takes int(Len*split) images, chosen at random, out of a dataset for validation, and leaves the others for training:
// 0 < split < 1, at least one image in each. Both keep the dataset's order. Options: [Seed] (0 unless given),
// [WithTransform] for the validation images alone. Unlike snnTorch's, it leaves its argument as it is; its
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

// copyTensor makes a tensor of numbers, which it copies; the caller owns it.
func copyTensor(fn string, x []float32, shape []int64) (*ts.Tensor, error) {
	t, data, err := newFloats(fn, shape)
	if err == nil {
		copy(data, x)
	}
	return t, err
}
