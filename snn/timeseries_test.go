package snn

import (
	"errors"
	"fmt"
	"testing"
)

func TestDataToTimeSeries(t *testing.T) {
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
			l, err := NewDataLoader(d, BatchSize(size))
			if err != nil {
				t.Fatal(err)
			}
			x, err := DataToTimeSeries(l, SampleFactor(factor))
			if factor < 1 {
				wantArgError(t, x, err, "DataToTimeSeries", "SampleFactor", ErrRange)
				continue
			}
			owned(t, x, err)
			wantTensor(t, x, []int64{int64(len(want))}, want, 0)
		}
	}
	mixed, err := NewDataLoader(squares(t, 10, WithTransform(Compose(ToTensor(), NormalizeRGB([3]float64{}, [3]float64{1, 1, 1})))))
	if err != nil {
		t.Fatal(err)
	}
	if x, err := DataToTimeSeries(mixed); x != nil || !errors.Is(err, ErrShape) {
		t.Errorf("images that cannot be read: %v", err)
	}
}

func ExampleDataToTimeSeries() {
	transform := Compose(Resize(14, 14), Grayscale(), ToTensor(), NormalizePixels(0, 1))
	subset := Must(DataSubset(Must(MNIST(WithTransform(transform))), 10000)) // six images
	loader := Must(NewDataLoader(subset, BatchSize(128)))
	series := Must(DataToTimeSeries(loader, SampleFactor(2)))
	fmt.Println(subset.Len(), series.MustSize())
	// Output: 6 [588]
}
