package dataset

import (
	"errors"
	"fmt"
	"testing"

	"gosnn/snn"
	"gosnn/snn/argument"
	"gosnn/snn/internal/tensortest"
)

func TestToTimeSeries(t *testing.T) {
	d, err := MNIST(Folder(idxFolder(t, "train", 4, 1, 5))) // rows 0..4, 5..9, 10..14, 15..19
	if err != nil {
		t.Fatal(err)
	}
	for factor, want := range map[int][]float32{
		1:  {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19},
		2:  {0, 2, 4, 5, 7, 9, 10, 12, 14, 15, 17, 19}, // from the first pixel of each image
		9:  {0, 5, 10, 15},
		-1: nil, 0: nil,
	} {
		for i := range want {
			want[i] /= 255
		}
		for _, size := range []int{1, 3, 10} { // batches make no difference
			l, err := NewLoader(d, BatchSize(size))
			if err != nil {
				t.Fatal(err)
			}
			x, err := ToTimeSeries(l, SampleFactor(factor))
			if factor < 1 {
				tensortest.WantError(t, x, err, "dataset.ToTimeSeries", "SampleFactor", argument.ErrRange)
				continue
			}
			tensortest.Owned(t, x, err)
			tensortest.Want(t, x, []int64{int64(len(want))}, want, 0)
		}
	}
	mixed, err := NewLoader(squares(t, 10, WithTransform(Compose(ToTensor(), NormalizeRGB([3]float64{}, [3]float64{1, 1, 1})))))
	if err != nil {
		t.Fatal(err)
	}
	if x, err := ToTimeSeries(mixed); x != nil || !errors.Is(err, argument.ErrShape) {
		t.Errorf("images that cannot be read: %v", err)
	}
}

func ExampleToTimeSeries() {
	transform := Compose(Resize(14, 14), Grayscale(), ToTensor(), Normalize(0, 1))
	subset := snn.Must(Subset(snn.Must(MNIST(WithTransform(transform))), 10000)) // six images
	loader := snn.Must(NewLoader(subset, BatchSize(128)))
	series := snn.Must(ToTimeSeries(loader, SampleFactor(2)))
	fmt.Println(subset.Len(), series.MustSize())
	// Output: 6 [588]
}
