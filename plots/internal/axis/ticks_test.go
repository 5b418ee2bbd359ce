package axis

import (
	"fmt"
	"math"
	"testing"
)

func labels(a Axis) string {
	var got []string
	for _, tick := range a.Ticks() {
		got = append(got, tick.Label)
	}
	return fmt.Sprint(got)
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		Axis
		want, title string
	}{
		{Axis{Lo: -0.2, Hi: 5.1}, "[0 1 2 3 4 5]", ""},
		{Axis{Lo: -21, Hi: 22}, "[-20 -10 0 10 20]", ""},
		{Axis{Lo: -1.2, Hi: 3.2, About: 3}, "[0 2]", ""},
		{Axis{Lo: -0.5, Hi: 2.5, Whole: true}, "[0 1 2]", ""},
		{Axis{Lo: 0.2, Hi: 0.8, Whole: true}, "[0.2 0.4 0.6 0.8]", ""},
		{Axis{Lo: 0, Hi: 0.011}, "[0 0.002 0.004 0.006 0.008 0.01]", ""},
		{Axis{Lo: 0, Hi: 52000}, "[0 10,000 20,000 30,000 40,000 50,000]", ""},
		{Axis{Lo: 0, Hi: 3.1e6}, "[0 5e5 1e6 1.5e6 2e6 2.5e6 3e6]", ""},
		{Axis{Lo: 0, Hi: 5.3e-9}, "[0 1e-9 2e-9 3e-9 4e-9 5e-9]", ""},
		{Axis{Lo: 0, Hi: 1e38}, "[0 2e37 4e37 6e37 8e37 1e38]", ""},
		{Axis{Lo: 1_700_000_000, Hi: 1_700_000_003, Label: "Time (s)"}, "[0 0.5 1 1.5 2 2.5 3]", "Time (s)  +1,700,000,000"},
		{Axis{Lo: 1e16, Hi: 1e16 + 8}, "[0 1 2 3 4 5 6 7 8]", "+1e16"},
		{Axis{Lo: -3e15 - 1, Hi: -3e15 + 1}, "[-1 -0.8 -0.6 -0.4 -0.2 0 0.2 0.4 0.6 0.8 1]", "-3e15"},
		{Axis{Lo: 1, Hi: math.Nextafter(1, 2)}, "[0 5e-17 1e-16 1.5e-16 2e-16]", "+1"},
		{Axis{Lo: -math.MaxFloat64, Hi: math.MaxFloat64}, "[-1.5e308 -1e308 -5e307 0 5e307 1e308 1.5e308]", ""},
		{Axis{Lo: 0, Hi: 2e-310}, "[0 2e-311 4e-311 6e-311 8e-311 1e-310 1.2e-310 1.4e-310 1.6e-310 1.8e-310]", ""},
		{Axis{Lo: -10, Hi: 800, Every: 28}, "", ""},
		{Axis{Lo: 0.5, Hi: 2e5, Log: true}, "[1 10 100 1,000 10,000 100,000]", ""},
		{Axis{Lo: 2, Hi: 60, Log: true}, "[2 5 10 20 50]", ""},
		{Axis{Lo: 3, Hi: 4, Log: true}, "[3 3.2 3.4 3.6 3.8 4]", ""},
	} {
		got := labels(c.Axis)
		if c.Every == 0 && got != c.want || c.Title() != c.title {
			t.Errorf("%v to %v: %v, want %s; title %q, want %q", c.Lo, c.Hi, got, c.want, c.Title(), c.title)
		}
	}
	if got := labels(Axis{Lo: -10, Hi: 170, Every: 28}); got != "[0 28 56 84 112 140 168]" {
		t.Error(got)
	}
}

// FuzzTicks: any limits have some numbers beside them, in order and between the limits, and each has a place on the axis.
func FuzzTicks(f *testing.F) {
	for _, c := range [][2]float64{{0, 1}, {3e15, 3e15 + 1}, {1, math.Nextafter(1, 2)}, {-1e308, 1.7e308}, {0, 5e-324}, {-5e-324, 5e-324}, {1e300, 1e301}} {
		f.Add(c[0], c[1], 6, false, false, 0.0)
	}
	f.Fuzz(func(t *testing.T, lo, hi float64, about int, whole, log bool, every float64) {
		if !(lo < hi) || math.IsInf(lo, 0) || math.IsInf(hi, 0) || log && !(lo > 0) {
			t.Skip()
		}
		a := Axis{Lo: lo, Hi: hi, Whole: whole, Log: log, About: 1 + about&7}
		if every > 0 && !math.IsInf(every, 0) {
			a.Every = every
		}
		norm := a.Norm()
		if norm(lo) != 0 || norm(hi) != 1 {
			t.Errorf("%v to %v: the ends are at %v and %v", lo, hi, norm(lo), norm(hi))
		}
		ticks := a.Ticks()
		if len(ticks) > 100 {
			t.Errorf("%v to %v: %d ticks", lo, hi, len(ticks))
		}
		for i, tick := range ticks {
			if at := norm(tick.Value); !(at > -0.01 && at < 1.01) || len(tick.Label) > 24 {
				t.Errorf("%v to %v: tick %q is at %v", lo, hi, tick.Label, at)
			}
			if i > 0 && !(tick.Value >= ticks[i-1].Value) {
				t.Errorf("%v to %v: %v after %v", lo, hi, tick, ticks[i-1])
			}
		}
		u := a.Unit()
		if at := u.Number(hi); math.IsNaN(at) || math.IsInf(at, 0) && !math.IsInf(hi-lo, 0) {
			t.Errorf("%v to %v: %v in %+v", lo, hi, at, u)
		}
	})
}
