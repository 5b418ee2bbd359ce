package plots

import (
	"cmp"
	"fmt"
	"image/color"
	"math"
	"slices"
	"strings"

	"github.com/sugarme/gotch/ts"
	"gonum.org/v1/plot/vg/draw"

	"gosnn/plots/internal/live"
	"gosnn/plots/internal/still"
	"gosnn/snn/argument"
)

// maxLivePixels is how many pixels a figure of images has for a chart in the page. More stay a still picture.
const maxLivePixels = 1 << 16

// Image draws x, [H x W] or [1 x H x W], as a picture with a color bar: a decoded digit, a receptive field, weights. Row 0 is at
// the top. x stays the caller's: it is read and not kept.
//
// Options: [ColorMap] ("gray"), [ColorRange] (from the smallest to the largest value), [Title], [Size], [Alt].
//
// Pixels stay square.
//
// It returns an [ErrShape] for another shape, nothing in x, or more than 16,777,216 pixels; an [ErrValue] for NaN or an infinity.
// Above 65,536 pixels the figure is a still picture.
func Image(x *ts.Tensor, opts ...ImageOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.Image")
	o := &options{}
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	m, err := readImage("x", x)
	if err != nil {
		return nil, err
	}
	return newImages(o, []*picture{m}, 280)
}

// ImageGrid draws images, each [H x W] or [1 x H x W], side by side in one range of colors with one color bar, so that equal
// colors are equal values: what rate codes of different gain keep of a digit. images stay the caller's: they are read and not
// kept.
//
//	plots.Show(plots.ImageGrid([]*ts.Tensor{a, b}, plots.Names("Gain = 1", "Gain = 0.25")))
//
// Options: [Names] (one for each image), [Columns] (all in one row, but at most 5), [ColorMap] ("gray"), [ColorRange] (from the
// smallest to the largest value of all images), [Title], [Size], [Alt].
//
// Errors are those of [Image], and an [ErrOption] for no image at all or a number of names that is not that of images.
func ImageGrid(images []*ts.Tensor, opts ...ImageGridOption) (_ *Figure, err error) {
	defer argument.Name(&err, "plots.ImageGrid")
	o := &options{columns: 5}
	if err := parse(o, opts); err != nil {
		return nil, err
	}
	if len(images) == 0 {
		return nil, argument.New("images", "empty", "at least one image", ErrOption)
	}
	if err := o.checkNames(len(images)); err != nil {
		return nil, err
	}
	read := make([]*picture, len(images))
	for i, x := range images {
		if read[i], err = readImage(fmt.Sprintf("images[%d]", i), x); err != nil {
			return nil, err
		}
		if o.names != nil {
			read[i].name = o.names[i]
		}
	}
	return newImages(o, read, 180)
}

// newImages makes the figure of images, each side CSS pixels large if no size is given.
func newImages(o *options, images []*picture, side int) (*Figure, error) {
	o.columns = max(1, o.columns)
	o.colorMap = cmp.Or(o.colorMap, "gray")
	scaleImages(o, images)
	layout, err := layTiles(o, images, side)
	if err != nil {
		return nil, err
	}
	f := &Figure{alt: o.altOr(imageWords(images)), size: layout.size, model: o.imageShades()}
	if slices.ContainsFunc(images, (*picture).colored) {
		f.model = color.RGBAModel
	} else if layout.pixels <= maxLivePixels {
		c := live.NewChart(o.title, f.alt)
		layout.chart(c, o, images)
		f.kind, f.data = "chart", c.Done()
	}
	f.draw = func(c draw.Canvas) {
		still.Whiten(c)
		layout.draw(c, o, images)
	}
	return f, nil
}

// imageShades is the color model of still pictures with images in them: greys are data where the color map is grey.
func (o *options) imageShades() color.Model {
	if o.colorMap == "gray" {
		return color.RGBAModel
	}
	return still.FewGreys
}

// picture is an image by its values, row by row.
type picture struct {
	name          string
	channels      int // 1, or 3 for red, green and blue, one after the other
	height, width int
	values        []float64
	valueRange
}

// colored reports whether the image has colors of its own.
func (m *picture) colored() bool { return m.channels == 3 }

// scaled reports whether one of the images has the colors of its values, which a bar explains.
func scaled(images []*picture) bool {
	return slices.ContainsFunc(images, func(m *picture) bool { return !m.colored() })
}

// readImage checks x, [H x W], [1 x H x W] or, in color, [3 x H x W], and reads it.
func readImage(arg string, x *ts.Tensor) (*picture, error) {
	m := &picture{channels: 1, valueRange: noRange()}
	err := withValues(arg, x, func(shape []int, values []float64) error {
		if len(values) > maxPixels {
			return wrongShape(arg, shape, fmt.Sprintf("at most %d pixels", maxPixels))
		}
		if len(shape) == 3 && (shape[0] == 1 || shape[0] == 3) {
			m.channels, shape = shape[0], shape[1:]
		}
		if len(shape) != 2 {
			return wrongShape(arg, shape, "[H x W], [1 x H x W] or [3 x H x W]")
		}
		m.height, m.width = shape[0], shape[1]
		for i, v := range values {
			if !finite(v) {
				at := fmt.Sprintf("%v at row %d, column %d", v, i/m.width%m.height, i%m.width)
				return wrongValue(arg, at, "finite numbers")
			}
			if m.colored() && !(v >= 0 && v <= 1) {
				at := fmt.Sprintf("%v at channel %d, row %d, column %d", v, i/(m.width*m.height), i/m.width%m.height, i%m.width)
				return wrongValue(arg, at, "0 to 1 in an image with colors")
			}
			m.add(v)
		}
		m.values = slices.Clone(values)
		return nil
	})
	return m, err
}

// scaleImages sets the color range to that of all images without colors of their own, if none is given.
func scaleImages(o *options, images []*picture) {
	if o.colorRange != nil {
		return
	}
	all := noRange()
	for _, m := range images {
		if !m.colored() {
			all.lo, all.hi = min(all.lo, m.lo), max(all.hi, m.hi)
		}
	}
	if all.lo > all.hi { // every image has colors of its own
		all = valueRange{0, 1}
	}
	if all.lo == all.hi { // one value everywhere: the darkest color, unless it is the largest that is usual
		all.lo, all.hi = min(0, all.lo), max(1, all.hi)
	}
	o.colorRange = &[2]float64{all.lo, all.hi}
}

// imageWords are what there is to be seen.
func imageWords(images []*picture) string {
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
func (r valueRange) String() string { return short(r.lo) + " to " + short(r.hi) }
