package tensormem_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/tensormem"
)

func TestCheck(t *testing.T) {
	dropped := ts.MustOfSlice([]float32{1})
	dropped.MustDrop()
	undefined := ts.NewTensor()
	defer undefined.MustDrop()
	ints := ts.MustOfSlice([]int64{1, 2})
	defer ints.MustDrop()
	complexes := ints.MustTotype(gotch.ComplexFloat, false)
	defer complexes.MustDrop()
	for _, c := range []struct {
		name   string
		x      *ts.Tensor
		dims   int
		dtypes []gotch.DType
		kind   error
		text   string
	}{
		{"nil", nil, 0, nil, argument.ErrTensor, ": data is nil, want a tensor"},
		{"dropped", dropped, 0, nil, argument.ErrTensor, ": data is a dropped tensor, want a tensor that is still alive"},
		{"undefined", undefined, 0, nil, argument.ErrTensor, ": data is an undefined tensor, want a tensor"},
		{"dimensions", ints, 2, nil, argument.ErrShape, ": data is of shape [2], want at least 2 dimension(s)"},
		{"dtype", ints, 1, []gotch.DType{gotch.Float, gotch.Double}, argument.ErrDType, ": data is int64, want float32, float64"},
		{"complex", complexes, 1, nil, argument.ErrDType, ": data is complex64, want float32"},
	} {
		_, err := tensormem.Check("data", c.x, c.dims, c.dtypes...)
		if !errors.Is(err, c.kind) || !strings.HasPrefix(err.Error(), c.text) {
			t.Errorf("%s: %v, want %q", c.name, err, c.text)
		}
	}
}

func TestOpenFloats(t *testing.T) {
	x := ts.MustOfSlice([]float64{0, 1, 2, 3, 4, 5}).MustView([]int64{2, 3}, true)
	defer x.MustDrop()
	transposed := x.MustT(false)
	defer transposed.MustDrop()
	for range 2 { // the second time shows that the first left the tensor alone
		got, v, err := tensormem.OpenFloats("data", transposed, 1)
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []float32{0, 3, 1, 4, 2, 5} {
			if got[i] != want {
				t.Errorf("element %d is %v, want %v", i, got[i], want)
			}
		}
		v.Close()
	}
}

func TestNew(t *testing.T) {
	for _, shape := range [][]int64{{}, {0}, {2, 3}, {4, 0, 5}} {
		x, data, err := tensormem.New[float32](shape)
		if err != nil {
			t.Fatal(err)
		}
		info, err := tensormem.Check("x", x, 0)
		if err != nil || info.Numel() != len(data) || len(info.Shape) != len(shape) {
			t.Errorf("%v: %v %v, %d elements", shape, info, err, len(data))
		}
		x.MustDrop()
	}
	for _, shape := range [][]int64{{math.MaxInt64, 2}, {1 << 40, 1 << 30}, {1 << 50}} {
		if x, _, err := tensormem.New[float32](shape); err == nil {
			x.MustDrop()
			t.Errorf("%v was allocated", shape)
		}
	}
}
