package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"gosnn/snn"
)

type imageCase struct {
	Name                    string
	Height, Width, Channels int
	ToHeight, ToWidth       int
	Pixels, Resized, Gray   []byte
}

func (c imageCase) image(pix []byte, height, width int) image.Image {
	rect := image.Rect(0, 0, width, height)
	if c.Channels == 1 {
		return &image.Gray{Pix: pix, Stride: width, Rect: rect}
	}
	img := image.NewNRGBA(rect)
	for i := range height * width {
		copy(img.Pix[4*i:], []byte{pix[3*i], pix[3*i+1], pix[3*i+2], 255})
	}
	return img
}

// readCases reads what Pillow made of some images.
func readCases(t *testing.T) (cases []imageCase) {
	t.Helper()
	text, err := os.ReadFile("testdata/image.json")
	if err == nil {
		err = json.Unmarshal(text, &cases)
	}
	if err != nil {
		t.Fatal(err)
	}
	return cases
}

// TestResize compares with Pillow, which torchvision calls.
func TestResize(t *testing.T) {
	values, differ := 0, 0
	for _, c := range readCases(t) {
		got, shape, err := Compose(Resize(c.ToHeight, c.ToWidth), ToTensor()).apply(c.image(c.Pixels, c.Height, c.Width), nil)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		want, wantShape, _ := ToTensor().apply(c.image(c.Resized, c.ToHeight, c.ToWidth), nil)
		if shape != wantShape {
			t.Fatalf("%s: shape %v, want %v", c.Name, shape, wantShape)
		}
		for i := range want {
			values++
			switch d := int(255*got[i]+.5) - int(255*want[i]+.5); d {
			case 0:
			case 1, -1:
				differ++
			default:
				t.Errorf("%s: value %d is %v/255, want %v/255", c.Name, i, 255*got[i], 255*want[i])
			}
		}
	}
	if differ*50 > values {
		t.Errorf("%d of %d values differ by 1/255 from Pillow's, want at most 2%%", differ, values)
	}
}

func TestGrayscale(t *testing.T) {
	for _, c := range readCases(t) {
		got, _, err := Compose(Grayscale(), ToTensor()).apply(c.image(c.Pixels, c.Height, c.Width), nil)
		if err != nil {
			t.Fatalf("%s: %v", c.Name, err)
		}
		for i, v := range c.Gray {
			if got[i] != float32(v)/255 {
				t.Fatalf("%s: value %d is %v, want %d/255", c.Name, i, got[i], v)
			}
		}
	}
}

// Images of every kind that Go has, not at (0, 0), and part of a larger one, give what the same pixels at (0, 0) give.
func TestImageKinds(t *testing.T) {
	rect := image.Rect(3, 5, 9, 12)
	fill := func(img interface {
		image.Image
		Set(x, y int, c color.Color)
	}) image.Image {
		for y := 0; y < 20; y++ {
			for x := 0; x < 20; x++ {
				img.Set(x, y, color.NRGBA{uint8(x * 9), uint8(y * 9), uint8(x * y), 255})
			}
		}
		return img.(interface {
			SubImage(image.Rectangle) image.Image
		}).SubImage(rect)
	}
	whole := image.Rect(0, 0, 20, 20)
	want := []float32{}
	for k := range 3 {
		for y := rect.Min.Y; y < rect.Max.Y; y++ {
			for x := rect.Min.X; x < rect.Max.X; x++ {
				want = append(want, float32([]uint8{uint8(x * 9), uint8(y * 9), uint8(x * y)}[k])/255)
			}
		}
	}
	for _, img := range []image.Image{fill(image.NewRGBA(whole)), fill(image.NewNRGBA(whole)), fill(image.NewRGBA64(whole)), fill(image.NewNRGBA64(whole))} {
		got, shape, err := ToTensor().apply(img, nil)
		if err != nil || shape != [3]int64{3, 7, 6} {
			t.Fatalf("%T: shape %v, error %v", img, shape, err)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Fatalf("%T: value %d is %v, want %v", img, i, got[i], want[i])
			}
		}
		small, _, err := Compose(Resize(3, 2), Grayscale(), ToTensor()).apply(img, nil)
		if err != nil || len(small) != 6 {
			t.Errorf("%T: %d values, error %v", img, len(small), err)
		}
	}
	gray := fill(image.NewGray(whole))
	got, shape, err := ToTensor().apply(gray, nil)
	if err != nil || shape != [3]int64{1, 7, 6} || got[7] != float32(gray.(*image.Gray).GrayAt(4, 6).Y)/255 {
		t.Errorf("Gray: shape %v, error %v, value %v", shape, err, got[7])
	}
}

func TestOpenImage(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, text []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	good := filepath.Join(dir, "good.png")
	file, err := os.Create(good)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(file, image.NewGray(image.Rect(0, 0, 5, 4))); err != nil {
		t.Fatal(err)
	}
	file.Close()
	img, err := OpenImage(good)
	if err != nil || img.Bounds() != image.Rect(0, 0, 5, 4) {
		t.Errorf("got %v, error %v", img, err)
	}

	text, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	huge := append([]byte{}, text...)
	copy(huge[16:], []byte{0, 1, 0, 0, 0, 1, 0, 0}) // 65536 x 65536 pixels, with a header checksum that does not fit
	for _, c := range []struct {
		path string
		kind error
	}{
		{filepath.Join(dir, "none.png"), fs.ErrNotExist},
		{write("text.png", []byte("no picture")), ErrFormat},
		{write("huge.png", huge), ErrFormat},
		{write("short.png", text[:len(text)-20]), ErrCorrupt},
	} {
		if _, err := OpenImage(c.path); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v, want %v", c.path, err, c.kind)
		}
	}
}

func BenchmarkResize(b *testing.B) {
	step := Compose(Resize(14, 14), ToTensor())
	img := image.NewGray(image.Rect(0, 0, 28, 28))
	for b.Loop() {
		if _, _, err := step.apply(img, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func ExampleOpenImage() {
	photo := snn.Must(OpenImage("testdata/digit.png"))
	transform := Compose(Resize(28, 28), Grayscale(), ToTensor())
	x := snn.Must(transform.Apply(photo))
	fmt.Println(x.MustSize())
	// Output: [1 28 28]
}
