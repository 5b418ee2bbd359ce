package snn

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"unsafe"

	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

func ExampleIndex() {
	x := ts.MustArange(ts.IntScalar(24), gotch.Int64, gotch.CPU).MustView([]int64{2, 3, 4}, true)
	defer x.MustDrop()
	row := Must(Index(x, "1, -1"))
	defer row.MustDrop()
	Print(row)
	column := Must(Index(x, "..., 0"))
	defer column.MustDrop()
	Print(column)
	// Output:
	// tensor([20, 21, 22, 23])
	// tensor([[ 0,  4,  8],
	//         [12, 16, 20]])
}

func TestIndex(t *testing.T) {
	x := ts.MustArange(ts.IntScalar(24), gotch.Int64, gotch.CPU).MustView([]int64{2, 3, 4}, true)
	defer x.MustDrop()
	for _, c := range []struct {
		at    string
		shape []int64
		want  []int64
	}{
		{"1", []int64{3, 4}, []int64{12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}},
		{":, 0, 0", []int64{2}, []int64{0, 12}},
		{":,-1,2:", []int64{2, 2}, []int64{10, 11, 22, 23}},
		{"0, ::2, 1:3", []int64{2, 2}, []int64{1, 2, 9, 10}},
		{"..., 3", []int64{2, 3}, []int64{3, 7, 11, 15, 19, 23}},
		{"0, 0, ...", []int64{4}, []int64{0, 1, 2, 3}},
		{"0, 1, 2, ...", nil, []int64{6}},
		{"1, 2, -100:2", []int64{2}, []int64{20, 21}},
		{"0, 2:1, 0", []int64{0}, nil},
		{" : ", []int64{2, 3, 4}, []int64{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23}},
	} {
		y, err := Index(x, c.at)
		if err != nil {
			t.Errorf("%q: %v", c.at, err)
			continue
		}
		v, err := tensormem.Open("y", y, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := append([]int64(nil), unsafe.Slice((*int64)(v.Data()), v.Numel())...)
		if fmt.Sprint(v.Shape) != fmt.Sprint(c.shape) || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%q is %v of shape %v, want %v of shape %v", c.at, got, v.Shape, c.want, c.shape)
		}
		v.Close()
		y.MustDrop()
	}
}

func TestIndexRefuses(t *testing.T) {
	x := ts.MustZeros([]int64{2, 3}, gotch.Float, gotch.CPU)
	defer x.MustDrop()
	for at, kind := range map[string]error{
		"2": ErrRange, "-3": ErrRange, "0,3": ErrRange, "": ErrRange, "a": ErrRange, "1.5": ErrRange, "::0": ErrRange, "::-1": ErrRange,
		"1:2:3:4": ErrRange, "...,...": ErrRange, "0,0,0": ErrShape, ":,:,...,:": ErrShape, "99999999999999999999": ErrRange,
	} {
		y, err := Index(x, at)
		if !errors.Is(err, kind) {
			t.Errorf("%q gives %v, %v, want an error of kind %v", at, y, err, kind)
		}
	}
	if _, err := Index(nil, "0"); !errors.Is(err, ErrTensor) {
		t.Errorf("nil: %v", err)
	}
}

// FuzzIndex looks for a text that parseIndex takes but that leads out of the tensor.
func FuzzIndex(f *testing.F) {
	for _, at := range []string{"0", ":, 1", "-1:, ...", "::2,0", "1:99", "...,...", ",", ":::"} {
		f.Add(at)
	}
	shape := []int64{2, 3, 4}
	f.Fuzz(func(t *testing.T, at string) {
		parts, err := parseIndex(at, shape)
		if err != nil {
			return
		}
		if len(parts) > len(shape) {
			t.Fatalf("%q gives %d parts of %d dimensions", at, len(parts), len(shape))
		}
		for i, p := range parts {
			inside := p.start >= 0 && p.start <= p.stop && p.stop <= shape[i] && p.step >= 1
			if p.single {
				inside = p.start >= 0 && p.start < shape[i]
			}
			if !inside {
				t.Errorf("%q: %+v leads out of a dimension of %d", at, p, shape[i])
			}
		}
	})
}
