package snn

import (
	"fmt"
	"image"
	"slices"

	"github.com/sugarme/gotch/ts"
)

// Dataset is a list of labelled images with the [Transform] that makes numbers of them. [MNIST], [FashionMNIST],
// [IdxFiles] and [NewDataset] make one; [DataSubset] and [ValidSplit] select from one without changing it. A
// Dataset does not change, and may be used by several goroutines at once.
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
		counts := fmt.Sprintf("%d for %d images", len(targets), len(images))
		return nil, &ArgError{fn, "targets", counts, "one an image, >= 1", ErrCount}
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

// copyTensor makes a tensor of numbers, which it copies; the caller owns it.
func copyTensor(fn string, x []float32, shape []int64) (*ts.Tensor, error) {
	t, data, err := newFloats(fn, shape)
	if err == nil {
		copy(data, x)
	}
	return t, err
}
