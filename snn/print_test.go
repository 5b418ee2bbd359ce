package snn

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"
	"unsafe"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/tensormem"
)

var dtypes = map[string]gotch.DType{"float32": gotch.Float, "float64": gotch.Double, "float16": gotch.Half, "bfloat16": gotch.BFloat16,
	"uint8": gotch.Uint8, "int8": gotch.Int8, "int16": gotch.Int16, "int32": gotch.Int, "int64": gotch.Int64, "bool": gotch.Bool}

// makeTensor returns a tensor of any shape, empty ones too, and any dtype, which the test drops at its end.
func makeTensor(t testing.TB, values []float64, shape []int64, dtype gotch.DType) *ts.Tensor {
	t.Helper()
	x, p, err := tensormem.Empty(shape, gotch.Double)
	if err != nil {
		t.Fatal(err)
	}
	defer x.MustDrop()
	copy(unsafe.Slice((*float64)(p), len(values)), values)
	y, err := tensormem.Make(func(out *lib.Ctensor) { lib.AtgTotype(out, tensormem.C(x), dtype.CInt()) })
	return tensortest.Owned(t, y, err)
}

func TestSprintLikePyTorch(t *testing.T) {
	var cases []struct {
		Name, DType, Text string
		Shape             []int64
		Data              []string
	}
	readJSON(t, "testdata/print.json", &cases)
	for _, c := range cases {
		values := make([]float64, len(c.Data))
		for i, s := range c.Data {
			values[i], _ = strconv.ParseFloat(s, 64)
		}
		x := makeTensor(t, values, c.Shape, dtypes[c.DType])
		if got := Sprint(x); got != c.Text {
			t.Errorf("%s:\n%s\nwant\n%s", c.Name, got, c.Text)
		}
	}
}

func TestSprintView(t *testing.T) {
	x := tensortest.Of(t, []float32{1, 2, 3, 4, 5, 6}, 2, 3)
	y := tensortest.Owned(t, x.MustTranspose(0, 1, false), nil)
	if got, want := Sprint(y), "tensor([[1., 4.],\n        [2., 5.],\n        [3., 6.]])"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A tensor of 10^12 elements that share one place in memory: nothing of that size may be made to print it.
func TestSprintHuge(t *testing.T) {
	x := tensortest.Of(t, []float32{7}, 1, 1)
	y := tensortest.Owned(t, x.MustExpand([]int64{1e6, 1e6}, true, false), nil)
	row := "[7., 7., 7.,  ..., 7., 7., 7.]"
	want := "tensor([" + strings.Join([]string{row, row, row, "...", row, row, row}, ",\n        ") + "])"
	if got := Sprint(y); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSprintNoTensor(t *testing.T) {
	dropped := ts.MustOfSlice([]float32{7})
	dropped.MustDrop()
	complexes := tensortest.Owned(t, ts.MustZeros([]int64{2}, gotch.ComplexFloat, gotch.CPU), nil)
	for want, x := range map[string]*ts.Tensor{
		"tensor(<nil>)":                 nil,
		"tensor(<a dropped tensor>)":    dropped,
		"tensor(<an undefined tensor>)": ts.NewTensor(),
		"tensor(<complex64>)":           complexes,
	} {
		if got := Sprint(x); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func ExamplePrint() {
	x := ts.MustOfSlice([]float32{0, 0.5, 1, 0.25})
	Print(x)
	Print(x.MustMean(gotch.Float, false))
	// Output:
	// tensor([0.0000, 0.5000, 1.0000, 0.2500])
	// tensor(0.4375)
}

func ExampleSprint() {
	labels := ts.MustOfSlice([]int64{5, 0, 4})
	fmt.Println("labels: " + Sprint(labels))
	// Output: labels: tensor([5, 0, 4])
}
