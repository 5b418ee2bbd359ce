package dataset

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"gosnn/snn"
	"gosnn/snn/argument"
)

func TestTransformErrors(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 4, 4))
	same := func(img image.Image) (image.Image, error) { return img, nil }
	ours := errors.New("ours")
	for _, c := range []struct {
		name string
		t    Transform
		img  image.Image
		kind error
		text string // in the message
	}{
		{"no steps", Transform{}, img, argument.ErrOption, "ToTensor"},
		{"no ToTensor", Compose(Resize(2, 2)), img, argument.ErrOption, "ToTensor"},
		{"Resize last", Compose(ToTensor(), Resize(2, 2)), img, argument.ErrOption, "step 1"},
		{"twice", Compose(ToTensor(), ToTensor()), img, argument.ErrOption, "step 1"},
		{"numbers first", Compose(Lambda(same), Normalize(0, 1), ToTensor()), img, argument.ErrOption, "step 1"},
		{"nested", Compose(Compose(ToTensor()), Compose(Grayscale())), img, argument.ErrOption, "step 1"},
		{"height", Compose(Resize(0, 2), ToTensor()), img, argument.ErrRange, "height is 0"},
		{"width", Compose(Resize(2, 5000), ToTensor()), img, argument.ErrRange, "width is 5000"},
		{"std 0", Compose(ToTensor(), Normalize(0, 0)), img, argument.ErrRange, "std is 0"},
		{"std NaN", Compose(ToTensor(), Normalize(0, math.NaN())), img, argument.ErrRange, "std"},
		{"mean Inf", Compose(ToTensor(), Normalize(math.Inf(1), 1)), img, argument.ErrNotFinite, "mean"},
		{"rgb on grey", Compose(ToTensor(), NormalizeRGB([3]float64{}, [3]float64{1, 1, 1})), img, argument.ErrShape, "3 channels"},
		{"nil Lambda", Compose(Lambda(nil), ToTensor()), img, argument.ErrOption, "nil"},
		{"nil image", ToTensor(), nil, argument.ErrShape, "nil"},
		{"no pixels", ToTensor(), image.NewGray(image.Rectangle{}), argument.ErrShape, "0 x 0"},
		{"too large", ToTensor(), image.NewUniform(color.White), argument.ErrShape, "4096"},
		{"error", Compose(Lambda(func(image.Image) (image.Image, error) { return nil, ours }), ToTensor()), img, ours, "ours"},
		{"nil from Lambda", Compose(Lambda(func(image.Image) (image.Image, error) { return nil, nil }), ToTensor()), img, argument.ErrShape, "nil"},
	} {
		x, err := c.t.Apply(c.img)
		if x != nil || !errors.Is(err, c.kind) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v, %v, want kind %q and %q in it", c.name, x, err, c.kind, c.text)
		}
	}
	boom := Compose(Lambda(func(image.Image) (image.Image, error) { panic("boom") }), ToTensor())
	if _, err := boom.Apply(img); err == nil || !strings.Contains(err.Error(), "boom") {
		t.Errorf("a panic gives %v", err)
	}
	bad := &image.Gray{Pix: make([]uint8, 3), Stride: 4, Rect: image.Rect(0, 0, 4, 4)} // fewer pixels than it says
	if _, err := ToTensor().Apply(bad); err == nil {
		t.Error("an image with too few pixels is taken")
	}
}

func TestNormalize(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 2, 1))
	copy(img.Pix, []byte{0, 51, 102, 255, 255, 204, 153, 255})
	got, _, err := Compose(ToTensor(), NormalizeRGB([3]float64{0.5, 0, 1}, [3]float64{0.5, 2, 1})).apply(img, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float32{-1, 1, 0.1, 0.4, 0.4 - 1, 0.6 - 1} {
		if d := got[i] - want; d > 1e-6 || d < -1e-6 {
			t.Errorf("value %d is %v, want %v", i, got[i], want)
		}
	}
}

func ExampleTransform_Apply() {
	img := image.NewGray(image.Rect(0, 0, 2, 2))
	copy(img.Pix, []byte{0, 51, 102, 255})
	snn.Print(snn.Must(ToTensor().Apply(img)))
	// Output:
	// tensor([[[0.0000, 0.2000],
	//          [0.4000, 1.0000]]])
}

func ExampleCompose() {
	img := image.NewRGBA(image.Rect(0, 0, 30, 40))
	transform := Compose(Resize(28, 28), Grayscale(), ToTensor(), Normalize(0, 1))
	fmt.Println(snn.Must(transform.Apply(img)).MustSize())
	// Output: [1 28 28]
}

func ExampleNormalizeRGB() {
	img := image.NewUniform(color.White)
	crop := func(img image.Image) (image.Image, error) {
		out := image.NewRGBA(image.Rect(0, 0, 1, 1))
		out.Set(0, 0, img.At(0, 0))
		return out, nil
	}
	white, _ := crop(img)
	transform := Compose(Lambda(crop), ToTensor(), NormalizeRGB([3]float64{0.5, 0.5, 0}, [3]float64{0.5, 0.25, 1}))
	snn.Print(snn.Must(transform.Apply(white)))
	// Output:
	// tensor([[[1.]],
	//
	//         [[2.]],
	//
	//         [[1.]]])
}
