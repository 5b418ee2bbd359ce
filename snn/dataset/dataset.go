package dataset

import (
	"fmt"
	"image"
	"slices"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// Dataset is a list of labelled images with the [Transform] that makes numbers of them. [MNIST], [FashionMNIST],
// [IdxFiles] and [New] make one; [Subset] and [ValidSplit] select from one without changing it. A
// Dataset does not change, and may be used by several goroutines at once.
type Dataset struct {
	source    source
	selection selection
	transform Transform
}

// source returns labelled images by position; what it returns is shared, not to be changed.
type source interface {
	image(i int) (image.Image, error)
	target(i int) (int64, error)
}

// An ImagesOption is an option of [New] and [IdxFiles].
type ImagesOption interface{ images(*imagesConfig) }

type imagesConfig struct{ transform transformConfig }

// New makes a dataset of images in memory, such as one's own photos, and their labels, one an image. It keeps
// the images, which must not be changed from then on.
//
// Options: [WithTransform], which must bring images of different sizes to one for a [Loader].
func New(images []image.Image, targets []int64, opts ...ImagesOption) (d *Dataset, err error) {
	defer argument.Name(&err, "dataset.New")
	var c imagesConfig
	if err := argument.Apply(opts, func(o ImagesOption) { o.images(&c) }); err != nil {
		return nil, err
	}
	transform, err := c.transform.checked()
	if err != nil {
		return nil, err
	}
	if len(images) == 0 || len(images) != len(targets) {
		counts := fmt.Sprintf("%d for %d images", len(targets), len(images))
		return nil, argument.New("targets", counts, "one an image, >= 1", ErrCount)
	}
	for i, img := range images {
		if err := checkImage(fmt.Sprintf("images[%d]", i), img); err != nil {
			return nil, err
		}
	}
	return newDataset(memory{slices.Clone(images), slices.Clone(targets)}, len(images), transform), nil
}

func newDataset(s source, n int, t Transform) *Dataset {
	return &Dataset{s, selection{n: n}, t}
}

// selection is n positions in a source: those from first on, or those in a list.
type selection struct {
	first, n int
	list     []int
}

// at returns position i, 0 <= i < n.
func (s selection) at(i int) int {
	if s.list != nil {
		return s.list[i]
	}
	return s.first + i
}

// part returns n positions from first on.
func (s selection) part(first, n int) selection {
	if s.list != nil {
		return selection{n: n, list: s.list[first : first+n]}
	}
	return selection{first: s.first + first, n: n}
}

// memory is a source of images that are already there.
type memory struct {
	images  []image.Image
	targets []int64
}

func (m memory) image(i int) (image.Image, error) { return m.images[i], nil }
func (m memory) target(i int) (int64, error)      { return m.targets[i], nil }

// Len returns the number of images.
func (d *Dataset) Len() int {
	if d == nil {
		return 0
	}
	return d.selection.n
}

// Item returns image i, 0 <= i < Len, transformed to [C x H x W], float32, and its label. The caller owns the tensor.
func (d *Dataset) Item(i int) (x *ts.Tensor, target int64, err error) {
	defer argument.Name(&err, "dataset.Dataset.Item")
	if err := d.check(i); err != nil {
		return nil, 0, err
	}
	values, shape, target, err := d.read(i, nil)
	if err != nil {
		return nil, 0, err
	}
	x, err = tensormem.Of(values, shape[:])
	return x, target, err
}

// Image returns image i, 0 <= i < Len, as it is before the transform, and its label. It is shared: not to be changed.
func (d *Dataset) Image(i int) (img image.Image, target int64, err error) {
	defer argument.Name(&err, "dataset.Dataset.Image")
	if err := d.check(i); err != nil {
		return nil, 0, err
	}
	return d.at(i)
}

// check refuses a dataset that was not made by this package, and an index that it does not have.
func (d *Dataset) check(i int) error {
	if d.Len() == 0 {
		return argument.New("dataset", "nil or empty", "one made by this package's functions", argument.ErrOption)
	}
	if i < 0 || i >= d.Len() {
		return argument.New("i", i, fmt.Sprintf("0 to %d", d.Len()-1), argument.ErrRange)
	}
	return nil
}

// at returns image i and its label.
func (d *Dataset) at(i int) (image.Image, int64, error) {
	i = d.selection.at(i)
	img, err := d.source.image(i)
	if err != nil {
		return nil, 0, err
	}
	target, err := d.source.target(i)
	return img, target, err
}

// read returns the numbers [C x H x W] of image i, in dst if there is room, and its label.
func (d *Dataset) read(i int, dst []float32) ([]float32, [3]int64, int64, error) {
	img, target, err := d.at(i)
	if err != nil {
		return nil, [3]int64{}, 0, err
	}
	x, shape, err := d.transform.apply(img, dst)
	return x, shape, target, err
}
