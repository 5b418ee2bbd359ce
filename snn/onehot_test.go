package snn

import (
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
)

func TestToOneHot(t *testing.T) {
	want := []float32{0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1}
	for _, targets := range []*ts.Tensor{
		tensortest.Of(t, []int64{2, 0, 3}),
		tensortest.Of(t, []float32{2, 0, 3}),
		tensortest.Of(t, []uint8{2, 0, 3}),
	} {
		x, err := ToOneHot(targets, 4)
		tensortest.Want(t, tensortest.Owned(t, x, err), []int64{3, 4}, want, 0)
	}
	x, err := ToOneHot(tensortest.Of(t, []int64{}), 4)
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{0, 4}, nil, 0)
}

func TestToOneHotRefuses(t *testing.T) {
	for _, c := range []struct {
		targets *ts.Tensor
		classes int
		arg     string
		kind    error
	}{
		{nil, 4, "targets", ErrTensor},
		{tensortest.Of(t, []int64{4}), 4, "targets", ErrRange},
		{tensortest.Of(t, []int64{-1}), 4, "targets", ErrRange},
		{tensortest.Of(t, []float32{1.5}), 4, "targets", ErrRange},
		{tensortest.Of(t, []float32{tensortest.NaN}), 4, "targets", ErrNotFinite},
		{tensortest.Of(t, []int64{1}, 1, 1), 4, "targets", ErrShape},
		{tensortest.Of(t, []int64{1}), 0, "numClasses", ErrRange},
		{tensortest.Of(t, []int64{1}), 1<<24 + 1, "numClasses", ErrRange},
	} {
		x, err := ToOneHot(c.targets, c.classes)
		wantArgError(t, x, err, "ToOneHot", c.arg, c.kind)
	}
}

// FromOneHot undoes ToOneHot: labels, and not the numbers of the rows.
func TestFromOneHot(t *testing.T) {
	labels := []int64{3, 1, 1, 0}
	oneHot := tensortest.Owned(t, Must(ToOneHot(tensortest.Of(t, labels), 5)), nil)
	back := tensortest.Owned(t, Must(FromOneHot(oneHot)), nil)
	tensortest.Want(t, back, []int64{4}, []float32{3, 1, 1, 0}, 0)
	if d := back.DType(); d != gotch.Int64 {
		t.Errorf("dtype %v, want int64", d)
	}
	// A transposed view is not contiguous.
	view := tensortest.Owned(t, tensortest.Of(t, []uint8{0, 1, 1, 0}, 2, 2).MustT(false), nil)
	tensortest.Want(t, tensortest.Owned(t, Must(FromOneHot(view)), nil), []int64{2}, []float32{1, 0}, 0)
}

func TestFromOneHotRefuses(t *testing.T) {
	for _, c := range []struct {
		oneHot *ts.Tensor
		kind   error
	}{
		{tensortest.Of(t, []float32{0, 0}, 1, 2), ErrRange},
		{tensortest.Of(t, []float32{1, 1}, 1, 2), ErrRange},
		{tensortest.Of(t, []float32{0, 0.5}, 1, 2), ErrRange},
		{tensortest.Of(t, []float32{1, tensortest.NaN}, 1, 2), ErrRange},
		{tensortest.Of(t, []float32{0, 1}), ErrShape},
		{tensortest.Of(t, []float32{0, 1}, 1, 1, 2), ErrShape},
	} {
		x, err := FromOneHot(c.oneHot)
		wantArgError(t, x, err, "FromOneHot", "oneHot", c.kind)
	}
}

func TestToOneHotInverse(t *testing.T) {
	x, err := ToOneHotInverse(tensortest.Of(t, []float64{0, 0, 1, 0, 2, 0}, 2, 3))
	tensortest.Want(t, tensortest.Owned(t, x, err), []int64{2, 3}, []float32{1, 1, 0, 1, 0, 1}, 0)
	x, err = ToOneHotInverse(tensortest.Of(t, []float32{0, tensortest.NaN}))
	wantArgError(t, x, err, "ToOneHotInverse", "oneHot", ErrNotFinite)
}

func ExampleToOneHot() {
	labels := ts.MustOfSlice([]int64{2, 0})
	Print(Must(ToOneHot(labels, 4)))
	// Output:
	// tensor([[0., 0., 1., 0.],
	//         [1., 0., 0., 0.]])
}

func ExampleFromOneHot() {
	oneHot := ts.MustOfSlice([]float32{0, 0, 1, 1, 0, 0}).MustView([]int64{2, 3}, true)
	Print(Must(FromOneHot(oneHot)))
	// Output: tensor([2, 0])
}

func ExampleToOneHotInverse() {
	Print(Must(ToOneHotInverse(ts.MustOfSlice([]float32{0, 0, 0, 0, 1}))))
	// Output: tensor([1., 1., 1., 1., 0.])
}
