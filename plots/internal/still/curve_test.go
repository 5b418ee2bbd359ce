package still

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/plot/vg"
)

// TestThin: what is left out of many points is nothing that would be seen: extremes and ends of each column of dots stay.
func TestThin(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	points := make([]vg.Point, 100_000)
	for i := range points {
		points[i] = vg.Point{X: vg.Length(i) / 250, Y: vg.Length(r.Float64())}
	}
	kept := thin(points)
	if len(kept) > 5*2*400*4 {
		t.Errorf("%d points are left", len(kept))
	}
	if kept[0] != points[0] || kept[len(kept)-1] != points[len(points)-1] {
		t.Error("the ends are gone")
	}
	highest := slices.MaxFunc(points, func(a, b vg.Point) int { return int(math.Copysign(1, float64(a.Y-b.Y))) })
	if !slices.Contains(kept, highest) {
		t.Error("the highest point is gone")
	}
	if few := points[:100]; &thin(few)[0] != &few[0] {
		t.Error("few points are not left as they are")
	}
}
