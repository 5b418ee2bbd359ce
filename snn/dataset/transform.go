package dataset

import (
	"fmt"
	"image"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

// Transform turns an image into numbers, in steps, as torchvision's transforms do: steps on images ([Resize],
// [Grayscale], [Lambda]), then [ToTensor], then steps on numbers ([Normalize]). [Compose] joins them:
//
//	var transform = dataset.Compose(dataset.Resize(28, 28), dataset.Grayscale(), dataset.ToTensor(), dataset.Normalize(0, 1))
//
// A step with a wrong argument or in a wrong place is an error of the first function that takes the Transform: a
// dataset's, or Apply. A Transform may be used by several goroutines at once.
type Transform struct {
	pixels  []imageStep
	tensor  bool // ToTensor is among the steps
	numbers []numberStep
	err     error
}

// imageStep makes another image, and leaves the one that it gets as it is: it may be the data set's own.
type imageStep func(image.Image) (image.Image, error)

// numberStep changes the numbers of an image of c channels in place; it may refuse their count.
type numberStep func(x []float32, c int) error

// WithTransform sets what is made of each image; without it, [ToTensor] alone.
//
// Taken by [FashionMNIST], [IdxFiles], [MNIST], [New], [ValidSplit].
type WithTransform Transform

func (t WithTransform) images(c *imagesConfig) { c.transform.set(t) }
func (t WithTransform) mnist(c *mnistConfig)   { c.transform.set(t) }
func (t WithTransform) split(c *splitConfig)   { c.transform.set(t) }

type transformConfig struct {
	given bool
	t     Transform
}

func (c *transformConfig) set(t WithTransform) { c.given, c.t = true, Transform(t) }

// checked returns the transform that was asked for.
func (c transformConfig) checked() (Transform, error) {
	if !c.given {
		return ToTensor(), nil
	}
	return c.t, c.t.check()
}

// Compose joins transforms, first to last. Steps on images that come after ToTensor, and steps on numbers
// that come before it, are an [argument.ErrOption]. Source: torchvision.transforms.Compose.
func Compose(steps ...Transform) Transform {
	var all Transform
	for i, s := range steps {
		switch {
		case all.err != nil:
		case s.err != nil:
			all.err = s.err
		case all.tensor && (s.tensor || len(s.pixels) > 0):
			all.err = orderError(i, "a step on images, after ToTensor", "before ToTensor")
		case !all.tensor && !s.tensor && len(s.numbers) > 0:
			all.err = orderError(i, "a step on numbers, before ToTensor", "after ToTensor")
		}
		all.pixels = append(all.pixels, s.pixels...)
		all.numbers = append(all.numbers, s.numbers...)
		all.tensor = all.tensor || s.tensor
	}
	return all
}

func orderError(i int, value, want string) error {
	return &argument.Error{Func: "dataset.Compose", Arg: fmt.Sprintf("step %d", i), Value: value, Want: want,
		Kind: argument.ErrOption}
}

// ToTensor turns an image into numbers [C x H x W], each x/255 in [0, 1]: one channel if the image is grey, else
// the three of RGB. Source: torchvision.transforms.ToTensor.
func ToTensor() Transform { return Transform{tensor: true} }

// Normalize makes (x - mean) / std of each number, in all channels alike. std is > 0; mean 0 and std 1 change
// nothing. Source: torchvision.transforms.Normalize.
//
// Taken by [DecodeLatency], [Latency], [LatencyCode], [TargetsConvert], [TargetsLatency].
func Normalize(mean, std float64) Transform {
	return normalize("dataset.Normalize", []float64{mean}, []float64{std})
}

// NormalizeRGB is [Normalize] with a mean and a std for each of the three channels. Images of one channel are
// an [argument.ErrShape].
func NormalizeRGB(mean, std [3]float64) Transform {
	return normalize("dataset.NormalizeRGB", mean[:], std[:])
}

func normalize(fn string, mean, std []float64) Transform {
	for k := range mean {
		if math.IsNaN(mean[k]) || math.IsInf(mean[k], 0) {
			return Transform{err: &argument.Error{Func: fn, Arg: "mean", Value: mean[k], Want: "a finite number", Kind: argument.ErrNotFinite}}
		}
		if !(std[k] > 0) || math.IsInf(std[k], 0) {
			return Transform{err: &argument.Error{Func: fn, Arg: "std", Value: std[k], Want: "> 0 (units of the data)", Kind: argument.ErrRange}}
		}
	}
	return Transform{numbers: []numberStep{func(x []float32, c int) error {
		if len(mean) > 1 && len(mean) != c {
			return &argument.Error{Func: fn, Arg: "image", Value: "of 1 channel", Want: "3 channels", Kind: argument.ErrShape}
		}
		for k := range c {
			// In float32, as torch does, so that the values are torch's to the bit.
			m, s := float32(mean[k%len(mean)]), float32(std[k%len(std)])
			plane := x[k*len(x)/c : (k+1)*len(x)/c]
			for i := range plane {
				plane[i] = (plane[i] - m) / s
			}
		}
		return nil
	}}}
}

// Lambda makes a step out of f, which gets an image and returns another; it must not change the one that it gets
// and may be called by several goroutines at once. Its error is passed on; a panic becomes one. Source:
// torchvision.transforms.Lambda.
func Lambda(f func(image.Image) (image.Image, error)) Transform {
	if f == nil {
		return Transform{err: &argument.Error{Func: "dataset.Lambda", Arg: "f", Value: "nil", Want: "a function", Kind: argument.ErrOption}}
	}
	return Transform{pixels: []imageStep{f}}
}

// Apply turns one image into a tensor [C x H x W], float32, which the caller owns. An image without pixels, of more
// than 4096 x 4096, or nil is an error, and so is a Transform without [ToTensor].
//
//	photo, err := dataset.OpenImage("cat.jpg")
//	x, err := transform.Apply(photo)
func (t Transform) Apply(img image.Image) (x *ts.Tensor, err error) {
	defer argument.Name(&err, "dataset.Transform.Apply")
	if err := t.check(); err != nil {
		return nil, err
	}
	values, shape, err := t.apply(img, nil)
	if err != nil {
		return nil, err
	}
	return tensormem.Of(values, shape[:])
}

// check refuses a Transform that was made wrongly or does not make numbers.
func (t Transform) check() error {
	if t.err == nil && !t.tensor {
		return argument.New("Transform", "without ToTensor", "dataset.ToTensor() among its steps", argument.ErrOption)
	}
	return t.err
}

// apply returns the numbers [C x H x W] of img, in dst if there is room. A panic in the user's code, an image's
// method or a Lambda, becomes an error: it may happen on a loader's goroutine, where nobody could catch it.
func (t Transform) apply(img image.Image, dst []float32) (x []float32, shape [3]int64, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic in an image or Lambda: %v", r)
		}
	}()
	if err := checkImage("image", img); err != nil {
		return nil, shape, err
	}
	for _, step := range t.pixels {
		if img, err = step(img); err == nil {
			err = checkImage("image", img)
		}
		if err != nil {
			return nil, shape, err
		}
	}
	x, shape = toNumbers(img, dst)
	for _, step := range t.numbers {
		if err := step(x, int(shape[0])); err != nil {
			return nil, shape, err
		}
	}
	return x, shape, nil
}

// unit holds x/255 rounded to float32, as torch's division gives it.
var unit = func() (table [256]float32) {
	for i := range table {
		table[i] = float32(i) / 255
	}
	return table
}()

func toNumbers(img image.Image, dst []float32) ([]float32, [3]int64) {
	size := img.Bounds().Size()
	if gray, ok := img.(*image.Gray); ok {
		x := atLeast(dst, size.X*size.Y)
		for y := range size.Y {
			row := gray.Pix[y*gray.Stride:][:size.X]
			for i, v := range row {
				x[y*size.X+i] = unit[v]
			}
		}
		return x, [3]int64{1, int64(size.Y), int64(size.X)}
	}
	rgb, n := toRGBA(img), size.X*size.Y
	x := atLeast(dst, 3*n)
	for y := range size.Y {
		row := rgb.Pix[y*rgb.Stride:]
		for i := range size.X {
			for k := range 3 {
				x[k*n+y*size.X+i] = unit[row[4*i+k]]
			}
		}
	}
	return x, [3]int64{3, int64(size.Y), int64(size.X)}
}

func atLeast(dst []float32, n int) []float32 {
	if len(dst) < n {
		return make([]float32, n)
	}
	return dst[:n]
}
