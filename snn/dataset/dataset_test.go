package dataset

import (
	"errors"
	"fmt"
	"image"
	"slices"
	"testing"

	"gosnn/snn"
	"gosnn/snn/argument"
	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/tensortest"
)

// squares makes a dataset of n grey images of 2 x 2, image i of value i, with label i.
func squares(t testing.TB, n int, opts ...ImagesOption) *Dataset {
	t.Helper()
	images, labels := make([]image.Image, n), make([]int64, n)
	for i := range images {
		img := image.NewGray(image.Rect(0, 0, 2, 2))
		for k := range img.Pix {
			img.Pix[k] = uint8(i)
		}
		images[i], labels[i] = img, int64(i)
	}
	d, err := New(images, labels, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func labelsOf(t testing.TB, d *Dataset) []int64 {
	t.Helper()
	var labels []int64
	for i := range d.Len() {
		_, label, err := d.Image(i)
		if err != nil {
			t.Fatal(err)
		}
		labels = append(labels, label)
	}
	return labels
}

func TestNewErrors(t *testing.T) {
	img := image.NewGray(image.Rect(0, 0, 2, 2))
	for name, c := range map[string]struct {
		images []image.Image
		labels []int64
		opts   []ImagesOption
		kind   error
	}{
		"none":        {nil, nil, nil, ErrCount},
		"no labels":   {[]image.Image{img}, nil, nil, ErrCount},
		"nil image":   {[]image.Image{img, nil}, []int64{1, 2}, nil, argument.ErrShape},
		"no pixels":   {[]image.Image{image.NewGray(image.Rectangle{})}, []int64{1}, nil, argument.ErrShape},
		"no ToTensor": {[]image.Image{img}, []int64{1}, []ImagesOption{WithTransform(Grayscale())}, argument.ErrOption},
	} {
		if d, err := New(c.images, c.labels, c.opts...); d != nil || !errors.Is(err, c.kind) {
			t.Errorf("%s: %v, want %q", name, err, c.kind)
		}
	}
}

func TestDatasetErrors(t *testing.T) {
	d := squares(t, 10)
	for _, i := range []int{-1, 10} {
		if _, _, err := d.Item(i); !errors.Is(err, argument.ErrRange) {
			t.Errorf("item %d: %v", i, err)
		}
		if _, _, err := d.Image(i); !errors.Is(err, argument.ErrRange) {
			t.Errorf("image %d: %v", i, err)
		}
	}
	for _, none := range []*Dataset{nil, {}} {
		if none.Len() != 0 {
			t.Error("length of none")
		}
		if _, _, err := none.Item(0); !errors.Is(err, argument.ErrOption) {
			t.Errorf("item of none: %v", err)
		}
		if _, err := Subset(none, 1); !errors.Is(err, argument.ErrOption) {
			t.Errorf("subset of none: %v", err)
		}
		if _, err := ValidSplit(none, 0.5); !errors.Is(err, argument.ErrOption) {
			t.Errorf("split of none: %v", err)
		}
		if _, err := NewLoader(none); !errors.Is(err, argument.ErrOption) {
			t.Errorf("loader of none: %v", err)
		}
	}
}

func TestSubset(t *testing.T) {
	d := squares(t, 10)
	for _, c := range []struct {
		subset int
		opts   []SubsetOption
		want   []int64
	}{
		{1, nil, []int64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{2, nil, []int64{0, 1, 2, 3, 4}},
		{3, nil, []int64{0, 1, 2}},
		{3, []SubsetOption{SubsetIndex(2)}, []int64{6, 7, 8}}, // image 9 is in none, as in snnTorch
		{10, []SubsetOption{SubsetIndex(9)}, []int64{9}},
	} {
		s, err := Subset(d, c.subset, c.opts...)
		if err != nil {
			t.Fatal(err)
		}
		if got := labelsOf(t, s); !slices.Equal(got, c.want) {
			t.Errorf("subset %d: %v, want %v", c.subset, got, c.want)
		}
		if d.Len() != 10 {
			t.Fatal("the argument was changed")
		}
	}
	half, err := Subset(d, 2, SubsetIndex(1))
	if err != nil {
		t.Fatal(err)
	}
	quarter, err := Subset(half, 2)
	if got := labelsOf(t, quarter); err != nil || !slices.Equal(got, []int64{5, 6}) {
		t.Errorf("subset of a subset: %v", got)
	}
	for _, c := range []struct {
		subset int
		opts   []SubsetOption
	}{{0, nil}, {-1, nil}, {11, nil}, {2, []SubsetOption{SubsetIndex(2)}}, {2, []SubsetOption{SubsetIndex(-1)}}} {
		if s, err := Subset(d, c.subset, c.opts...); s != nil || !errors.Is(err, argument.ErrRange) {
			t.Errorf("subset %d: %v", c.subset, err)
		}
	}
}

func TestValidSplit(t *testing.T) {
	d := squares(t, 200)
	sizes := map[string]bool{}
	for seed := range uint64(5) {
		s, err := ValidSplit(d, 0.1, Seed(seed))
		if err != nil {
			t.Fatal(err)
		}
		train, valid := labelsOf(t, s.Train), labelsOf(t, s.Valid)
		if len(train) != 180 || len(valid) != 20 || !slices.IsSorted(train) || !slices.IsSorted(valid) {
			t.Fatalf("%d and %d images: %v, %v", len(train), len(valid), train, valid)
		}
		all := slices.Sorted(slices.Values(append(train, valid...)))
		if !slices.Equal(all, labelsOf(t, d)) {
			t.Fatalf("images lost or doubled: %v", all)
		}
		sizes[fmt.Sprint(valid)] = true
		again, err := ValidSplit(d, 0.1, Seed(seed))
		if err != nil || !slices.Equal(labelsOf(t, again.Valid), valid) {
			t.Errorf("seed %d splits in two ways", seed)
		}
	}
	if len(sizes) != 5 {
		t.Errorf("5 seeds give %d splits", len(sizes))
	}
	zero, err := ValidSplit(d, 0.1)
	if err != nil || !sizes[fmt.Sprint(labelsOf(t, zero.Valid))] {
		t.Errorf("without a seed it is not that of 0: %v", err)
	}

	s, err := ValidSplit(d, 0.5, WithTransform(Compose(ToTensor(), Normalize(1, 1))))
	if err != nil {
		t.Fatal(err)
	}
	for part, low := range map[*Dataset]bool{s.Train: false, s.Valid: true} {
		x, _, err := part.Item(0)
		tensortest.Owned(t, x, err)
		if _, values := tensortest.Values(t, x); (values[0] < 0) != low {
			t.Errorf("value %v: not its own transform", values[0])
		}
	}
	for _, split := range []float64{0, -1, 1, 2, 0.001, float64(tensortest.NaN)} {
		if s, err := ValidSplit(d, split); s != nil || !errors.Is(err, argument.ErrRange) {
			t.Errorf("split %v: %v", split, err)
		}
	}
}

// Each order of four has one chance in 24.
func TestPermutation(t *testing.T) {
	const draws = 24000
	counts := map[[4]int]int{}
	for pass := range uint32(draws) {
		p := newPermutation(4, loop.NewRandom(7, loop.StreamShuffle), pass)
		counts[[4]int{p.next(), p.next(), p.next(), p.next()}]++
	}
	if len(counts) != 24 {
		t.Fatalf("%d orders, want 24", len(counts))
	}
	chi2 := 0.0
	for _, n := range counts {
		d := float64(n - draws/24)
		chi2 += d * d / (draws / 24)
	}
	if chi2 > 49.7 { // 0.999 of chi-square with 23 degrees of freedom
		t.Errorf("chi-square %v of the orders, want below 49.7", chi2)
	}
}

func ExampleSubset() {
	train := snn.Must(MNIST())
	subset := snn.Must(Subset(train, 10))
	last := snn.Must(Subset(train, 10, SubsetIndex(9)))
	fmt.Println("The size of the subset is", subset.Len())
	_, label, _ := last.Image(5999)
	fmt.Println(label, train.Len())
	// Output:
	// The size of the subset is 6000
	// 8 60000
}

func ExampleValidSplit() {
	split := snn.Must(ValidSplit(snn.Must(MNIST()), 0.1, Seed(1)))
	fmt.Println(split.Train.Len(), split.Valid.Len())
	// Output: 54000 6000
}

func ExampleNew() {
	light, dark := image.NewGray(image.Rect(0, 0, 8, 6)), image.NewGray(image.Rect(0, 0, 5, 7))
	for i := range light.Pix {
		light.Pix[i] = 255
	}
	photos := snn.Must(New([]image.Image{light, dark}, []int64{1, 0}, WithTransform(Compose(Resize(1, 3), ToTensor()))))
	loader := snn.Must(NewLoader(photos, BatchSize(2)))
	batch := snn.Must(loader.First())
	snn.Print(batch.Data.MustSqueeze(false)) // [2 x 1 x 1 x 3] without the ones
	snn.Print(batch.Targets)
	// Output:
	// tensor([[1., 1., 1.],
	//         [0., 0., 0.]])
	// tensor([1, 0])
}
