package tensormem

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"
)

func TestSize(t *testing.T) {
	for _, c := range []struct {
		shape []int64
		dtype gotch.DType
		want  int64 // -1 for an error
	}{
		{nil, gotch.Float, 4},
		{[]int64{2, 3}, gotch.Double, 48},
		{[]int64{math.MaxInt64, 0, math.MaxInt64}, gotch.Float, 0},
		{[]int64{math.MaxInt64, 2}, gotch.Uint8, -1},
		{[]int64{math.MaxInt64}, gotch.Float, -1},
		{[]int64{-1}, gotch.Float, -1},
		{[]int64{1}, gotch.QInt8, -1},
		{slices.Repeat([]int64{1}, MaxDims), gotch.Uint8, 1},
		{slices.Repeat([]int64{1}, MaxDims+1), gotch.Uint8, -1},
		{slices.Repeat([]int64{0}, 1_000_000), gotch.Uint8, -1},
	} {
		got, err := Size(c.shape, c.dtype)
		if (err != nil) != (c.want < 0) || err == nil && got != c.want {
			t.Errorf("Size(%v, %v) is %d, %v, want %d", c.shape, c.dtype, got, err, c.want)
		}
	}
}

func TestFill(t *testing.T) {
	broken := errors.New("broken")
	before := len(ts.ExistingTensors)
	if x, err := Fill([]int64{2}, gotch.Float, func([]byte) error { return broken }); x != nil || !errors.Is(err, broken) {
		t.Errorf("got %v, %v", x, err)
	}
	if len(ts.ExistingTensors) != before {
		t.Error("the tensor is left")
	}
	if _, err := Fill([]int64{1 << 50}, gotch.Float, func([]byte) error { return nil }); err == nil {
		t.Error("more memory than there is: no error")
	}
}

func TestMap(t *testing.T) {
	file := filepath.Join(t.TempDir(), "x")
	if err := os.WriteFile(file, []byte{1, 0, 0, 0, 2, 0, 0, 0}, 0o600); err != nil {
		t.Fatal(err)
	}
	x, err := Map(file, []int64{2, 1}, gotch.Int, false)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(file); err != nil { // the mapping stays
		t.Fatal(err)
	}
	x.MustAdd_(x)
	if got := x.Int64Values(); len(got) != 2 || got[0] != 2 || got[1] != 4 {
		t.Errorf("got %v", got)
	}
	x.MustDrop()
	for _, shape := range [][]int64{{0}, {2}} {
		if _, err := Map(file, shape, gotch.Int, false); err == nil {
			t.Errorf("%v of no file: no error", shape)
		}
	}
	if err := os.WriteFile(file, []byte{1}, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Map(file, []int64{2}, gotch.Int, false); err == nil {
		t.Error("file too short: no error")
	}
}

// TestFirstMap wants the next map to find libtorch ready, and nothing left of the first.
func TestFirstMap(t *testing.T) {
	before := len(ts.ExistingTensors)
	for range 3 {
		FirstMap()
	}
	if after := len(ts.ExistingTensors); after != before {
		t.Errorf("gotch knows of %d tensors, before of %d", after, before)
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		return // not Linux
	}
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(maps)) {
		if strings.HasSuffix(line, program+"\n") && strings.Contains(line, " rw-p 00000000 ") {
			t.Errorf("still mapped: %s", line)
		}
	}
}
