package live

import (
	"reflect"
	"testing"

	"gosnn/plots/internal/axis"
)

// Numbers stand at the multiples that are asked for, wherever the axis begins: three neurons have 0, 1 and 2.
func TestAxisMultiples(t *testing.T) {
	x := newAxis(axis.Axis{Lo: -0.5, Hi: 2.5, Every: 1, Whole: true}, 0, 30)
	want := []float64{0, 1, 2}
	for name, got := range map[string]any{"labels": x.AxisLabel["customValues"], "lines": x.AxisTick["customValues"]} {
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s at %v, want %v", name, got, want)
		}
	}
	if x.AxisLabel["showMinLabel"] != true || x.AxisLabel["showMaxLabel"] != true {
		t.Error("the first or the last number is hidden")
	}
}
