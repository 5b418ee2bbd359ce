package dataset

import (
	"fmt"
	"image"
	"io"
	"sync/atomic"

	_ "image/gif" // the formats that OpenImage reads
	_ "image/jpeg"
	_ "image/png"

	"golang.org/x/image/draw"

	"gosnn/snn/argument"
	"gosnn/snn/internal/regular"
)

// OpenImage reads a picture from a PNG, JPEG or GIF file, of at most 4096 x 4096 pixels; the size is checked before the
// pixels are read. A JPEG's rotation (EXIF) is left as it is. [Transform.Apply] makes a tensor of the picture.
func OpenImage(path string) (img image.Image, err error) {
	defer argument.Name(&err, "dataset.OpenImage")
	file, _, err := regular.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	const want = "a PNG, JPEG or GIF picture"
	config, _, err := image.DecodeConfig(file)
	if err != nil {
		return nil, &FileError{path, err.Error(), want, ErrFormat}
	}
	if config.Width < 1 || config.Height < 1 || config.Width > maxItem/config.Height {
		size := fmt.Sprintf("%d x %d pixels", config.Height, config.Width)
		return nil, &FileError{path, size, "1 to 4096 x 4096", ErrFormat}
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	img, _, err = image.Decode(file)
	if err != nil {
		return nil, &FileError{path, err.Error(), want, ErrCorrupt}
	}
	return img, nil
}

// Grayscale makes an image of one channel, by the luma of ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B, with Pillow's
// weights and rounding. Grey images pass unchanged; what is transparent counts as black. Source:
// torchvision.transforms.Grayscale.
func Grayscale() Transform {
	return Transform{pixels: []imageStep{func(img image.Image) (image.Image, error) {
		return toGray(img), nil
	}}}
}

// Transpose swaps an image's rows and columns: EMNIST's files hold letters mirrored along the diagonal.
func Transpose() Transform {
	return Transform{pixels: []imageStep{func(img image.Image) (image.Image, error) {
		size := img.Bounds().Size()
		to := image.Rect(0, 0, size.Y, size.X)
		if gray, ok := img.(*image.Gray); ok {
			out := image.NewGray(to)
			for y := range size.Y {
				for x, v := range gray.Pix[y*gray.Stride:][:size.X] {
					out.Pix[x*out.Stride+y] = v
				}
			}
			return out, nil
		}
		rgb, out := toRGBA(img), image.NewRGBA(to)
		for y := range size.Y {
			for x := range size.X {
				copy(out.Pix[x*out.Stride+4*y:][:4], rgb.Pix[y*rgb.Stride+4*x:])
			}
		}
		return out, nil
	}}}
}

// Resize scales an image to height x width pixels, each 1 to 4096, whatever its shape: linear interpolation, and a
// mean over the area (antialias) when it shrinks. An image of that size passes unchanged. As Pillow does, it scales
// the width and then the height, rounding to 8 bits each time: fewer than 2% of values differ from Pillow's, by
// 1/255. Source: torchvision.transforms.Resize((height, width), antialias=True).
func Resize(height, width int) Transform {
	for _, side := range []struct {
		name string
		n    int
	}{{"height", height}, {"width", width}} {
		if side.n < 1 || side.n > 4096 {
			return Transform{err: &argument.Error{Func: "dataset.Resize", Arg: side.name, Value: side.n,
				Want: "1 to 4096 (pixels)", Kind: argument.ErrRange}}
		}
	}
	// The weights depend on the sizes alone, and all images of a dataset are of one size as a rule.
	type scalers struct {
		from     image.Point
		row, col draw.Scaler
	}
	var last atomic.Pointer[scalers]
	return Transform{pixels: []imageStep{func(img image.Image) (image.Image, error) {
		from := img.Bounds().Size()
		if from == image.Pt(width, height) {
			return img, nil
		}
		s := last.Load()
		if s == nil || s.from != from {
			s = &scalers{
				from: from,
				row:  draw.BiLinear.NewScaler(width, from.Y, from.X, from.Y),
				col:  draw.BiLinear.NewScaler(width, height, width, from.Y),
			}
			last.Store(s)
		}
		if from.X != width {
			img = scale(img, width, from.Y, s.row)
		}
		if from.Y != height {
			img = scale(img, width, height, s.col)
		}
		return img, nil
	}}}
}

// scale draws img at 16 bits a channel and rounds to 8: drawn at 8 bits, x/image cuts off instead.
func scale(img image.Image, width, height int, s draw.Scaler) image.Image {
	to := image.Rect(0, 0, width, height)
	if gray, ok := img.(*image.Gray); ok {
		deep, out := image.NewGray16(to), image.NewGray(to)
		s.Scale(deep, to, gray, gray.Bounds(), draw.Src, nil)
		round8(out.Pix, deep.Pix)
		return out
	}
	deep, out, rgba := image.NewRGBA64(to), image.NewRGBA(to), toRGBA(img)
	s.Scale(deep, to, rgba, rgba.Bounds(), draw.Src, nil)
	round8(out.Pix, deep.Pix)
	return out
}

func round8(to, deep []uint8) {
	for i := range to {
		to[i] = uint8((int(deep[2*i])<<8 + int(deep[2*i+1]) + 128) / 257)
	}
}

// toRGBA returns img as red, green and blue from (0, 0) on, drawn over black.
func toRGBA(img image.Image) *image.RGBA {
	if rgba, ok := img.(*image.RGBA); ok && rgba.Rect.Min == (image.Point{}) {
		return rgba
	}
	out := image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}

func toGray(img image.Image) *image.Gray {
	if gray, ok := img.(*image.Gray); ok {
		return gray
	}
	rgb := toRGBA(img)
	out := image.NewGray(rgb.Rect)
	for y := range rgb.Rect.Dy() {
		row := rgb.Pix[y*rgb.Stride:]
		for x := range rgb.Rect.Dx() {
			r, g, b := int(row[4*x]), int(row[4*x+1]), int(row[4*x+2])
			out.Pix[y*out.Stride+x] = uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16)
		}
	}
	return out
}

// checkImage refuses an image that is nil, empty, or larger than a file may hold. An image of 16 bits of grey is
// taken as RGB: make it 8 bits by [Grayscale].
func checkImage(arg string, img image.Image) error {
	if img == nil {
		return argument.New(arg, "nil", "an image", argument.ErrShape)
	}
	size := img.Bounds().Size()
	if size.X < 1 || size.Y < 1 || size.X > maxItem/size.Y {
		return argument.New(arg, fmt.Sprintf("%d x %d", size.Y, size.X), "1 to 4096 x 4096 (pixels)", argument.ErrShape)
	}
	return nil
}
