package axis

import (
	"fmt"
	"testing"
)

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		Ticks
		lo, hi float64
		want   string
	}{
		{Ticks{About: 6}, -0.2, 5.1, "[0 1 2 3 4 5]"},
		{Ticks{About: 6}, -21, 22, "[-20 -10 0 10 20]"},
		{Ticks{About: 3}, -1.2, 3.2, "[0 2]"},
		{Ticks{true, 6}, -0.5, 2.5, "[0 1 2]"},
		{Ticks{About: 6}, 0, 0.011, "[0.000 0.002 0.004 0.006 0.008 0.010]"},
	} {
		var got []string
		for _, tick := range c.Ticks.Ticks(c.lo, c.hi) {
			got = append(got, tick.Label)
		}
		if fmt.Sprint(got) != c.want {
			t.Errorf("%v to %v: %v, want %s", c.lo, c.hi, got, c.want)
		}
	}
}
