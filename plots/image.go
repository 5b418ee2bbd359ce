package plots

import (
	"fmt"
	"math"
	"strings"

	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg/draw"
)

// maxLivePixels is how many pixels a figure of images has for a chart in the page. More stay a still picture.
const maxLivePixels = 1 << 16

// Image draws x, [H x W] or [1 x H x W], as a picture with a color bar: a decoded digit, a receptive field, weights. Row 0 is at
// the top. x stays the caller's: it is read and not kept.
//
// It takes ColorMap ("gray" without it), ColorRange (from the smallest to the largest value without it), and those of every
// figure: Title, Size, Alt. Pixels stay square.
//
// An [ErrShape] tells of another shape, nothing in x, or more than 16,777,216 pixels; an [ErrValue] of NaN or an infinity.
// Above 65,536 pixels the figure is a still picture.
func Image(x *ts.Tensor, opts ...Option) (*Figure, error) {
	return newImages("Image", []*ts.Tensor{x}, 280, opts)
}

// ImageGrid draws images, each [H x W] or [1 x H x W], side by side in one range of colors with one color bar, so that equal
// colors are equal values: what rate codes of different gain keep of a digit. images stay the caller's: they are read and not
// kept.
//
//	plots.Show(plots.ImageGrid([]*ts.Tensor{a, b}, plots.Names("Gain = 1", "Gain = 0.25")))
//
// It takes Names (one for each image), Columns (all in one row, but at most 5, without it), ColorMap ("gray" without it),
// ColorRange (from the smallest to the largest value of all images without it), and those of every figure: Title, Size, Alt.
//
// Errors are those of [Image], and an [ErrOption] for no image at all or a number of names that is not that of images.
func ImageGrid(images []*ts.Tensor, opts ...Option) (*Figure, error) {
	return newImages("ImageGrid", images, 180, opts, "Names", "Columns")
}

// newImages makes the figure of images, each side CSS pixels large if no size is given.
func newImages(fn string, tensors []*ts.Tensor, side int, opts []Option, takes ...string) (*Figure, error) {
	o, err := parseOptions(fn, options{colorMap: "gray", columns: min(5, max(1, len(tensors)))}, opts,
		append(takes, "ColorMap", "ColorRange")...)
	if err != nil {
		return nil, err
	}
	if len(tensors) == 0 {
		return nil, &ArgError{fn, "images", "empty", "at least one image", ErrOption}
	}
	if err := o.checkNames(fn, len(tensors)); err != nil {
		return nil, err
	}
	var images []*grayImage
	for i, x := range tensors {
		arg := "x"
		if fn == "ImageGrid" {
			arg = fmt.Sprintf("images[%d]", i)
		}
		m, err := readImage(fn, arg, x)
		if err != nil {
			return nil, err
		}
		if o.names != nil {
			m.name = o.names[i]
		}
		images = append(images, m)
	}
	scaleImages(&o, images)
	layout := layTiles(&o, images, side)
	f := &Figure{alt: o.altOr(imageWords(images)), width: layout.width, height: layout.height, greys: o.colorMap == "gray"}
	if layout.pixels <= maxLivePixels {
		c := newChart(&o, f.alt)
		layout.chart(c, &o, images)
		f.kind, f.data = "chart", c.done()
	}
	f.draw = func(c draw.Canvas) {
		whiten(c)
		writeTitle(draw.Crop(c, 0, 0, 0, -8*cssPixel), o.title)
		layout.draw(c, &o, images)
	}
	return f, nil
}

// grayImage is an image by its values, row by row.
type grayImage struct {
	name          string
	height, width int
	values        []float32
	valueRange
}

// readImage checks x, [H x W] or [1 x H x W], and reads it.
func readImage(fn, arg string, x *ts.Tensor) (*grayImage, error) {
	m := &grayImage{valueRange: noRange()}
	err := withValues(fn, arg, x, func(shape []int, values []float32) error {
		if len(shape) == 3 && shape[0] == 1 {
			shape = shape[1:]
		}
		if len(shape) != 2 {
			return &ArgError{fn, arg, fmt.Sprintf("of shape %v", shape), "[H x W] or [1 x H x W]", ErrShape}
		}
		if len(values) > maxPixels {
			return &ArgError{fn, arg, fmt.Sprintf("of shape %v", shape), fmt.Sprintf("at most %d pixels", maxPixels), ErrShape}
		}
		m.height, m.width = shape[0], shape[1]
		for i, v := range values {
			if !finite(v) {
				at := fmt.Sprintf("%v at row %d, column %d", v, i/m.width, i%m.width)
				return &ArgError{fn, arg, at, "finite numbers", ErrValue}
			}
			m.add(float64(v))
		}
		m.values = append([]float32(nil), values...)
		return nil
	})
	return m, err
}

// scaleImages sets the color range to that of all images, if none is given.
func scaleImages(o *options, images []*grayImage) {
	if o.has("ColorRange") {
		return
	}
	all := images[0].valueRange
	for _, m := range images {
		all.lo, all.hi = min(all.lo, m.lo), max(all.hi, m.hi)
	}
	if all.lo == all.hi { // one value everywhere: the darkest color, unless it is the largest that is usual
		all.lo, all.hi = min(0, all.lo), max(1, all.hi)
	}
	o.colorRange = [2]float64{all.lo, all.hi}
}

// imageWords tells what there is to be seen.
func imageWords(images []*grayImage) string {
	var words []string
	for _, m := range images {
		name := m.name
		if name == "" {
			name = "image"
		}
		words = append(words, fmt.Sprintf("%s of %d x %d pixels, values %v", name, m.height, m.width, m.valueRange))
	}
	return strings.Join(words, "; ")
}

// valueRange is the smallest and the largest of finite values.
type valueRange struct{ lo, hi float64 }

// noRange is the range of no value.
func noRange() valueRange { return valueRange{math.Inf(1), math.Inf(-1)} }

func (r *valueRange) add(v float64) { r.lo, r.hi = min(r.lo, v), max(r.hi, v) }

// String reads "-20 to 8.5".
func (r valueRange) String() string { return fmt.Sprintf("%.4g to %.4g", r.lo, r.hi) }
