// Package axis has the axes of figures: limits, and the numbers beside them. Still pictures and live charts share them.
package axis

import (
	"cmp"
	"math"
)

// Axis is one axis of a plot area. Its limits are finite, and Lo < Hi; on a logarithmic one 0 < Lo.
type Axis struct {
	Label  string
	Lo, Hi float64
	Hide   bool     // no ticks and numbers
	Ends   bool     // numbers at the very ends, too: they are not just where the space around the data ends
	Whole  bool     // only whole numbers mean something
	Log    bool     // equal ratios are equally far apart
	Every  float64  // ticks at multiples of it; 0 leaves them open
	About  int      // how many numbers there is room for; 0 is 6
	Names  []string // words at the places 0, 1, ... instead of numbers
	Plain  bool     // these are numbers, which a still picture writes as along any axis
	Turned bool     // these words are written upward
	Skip   int      // how many of them are left out after each that is written
}

// Norm is the place of v along the axis: 0 at Lo, 1 at Hi. It is NaN for what has no place, such as 0 on a logarithmic axis. It
// holds for limits of any size: half their difference is finite where the difference is not.
func (a Axis) Norm() func(v float64) float64 {
	lo, span := a.Lo, a.Hi-a.Lo
	switch {
	case a.Log && a.Hi < 2*a.Lo: // where the logarithms are nearly the same
		return func(v float64) float64 { return math.Log1p((v-lo)/lo) / math.Log1p(span/lo) }
	case a.Log:
		lo = math.Log(a.Lo)
		span = math.Log(a.Hi) - lo
		return func(v float64) float64 { return (math.Log(v) - lo) / span }
	case math.IsInf(span, 0):
		lo, span = lo/2, a.Hi/2-lo/2
		return func(v float64) float64 { return (v/2 - lo) / span }
	}
	return func(v float64) float64 { return (v - lo) / span }
}

// At is the value at a part of the axis: Lo at 0, Hi at 1.
func (a Axis) At(part float64) float64 {
	v := a.Lo*(1-part) + a.Hi*part
	if a.Log {
		v = math.Exp(math.Log(a.Lo)*(1-part) + math.Log(a.Hi)*part)
	}
	return math.Max(-math.MaxFloat64, math.Min(math.MaxFloat64, v))
}

// Unit is how the numbers along an axis are written: (value - Offset) / 10^Exp, with the offset beside the axis' label and the
// power of ten in each number.
type Unit struct {
	Offset float64
	Exp    int
	Power  bool // numbers are written as powers of ten: 2e6
}

// Number is the value in the unit.
func (u Unit) Number(v float64) float64 { return shift(v-u.Offset, -u.Exp) }

// offsetDigits is how many digits a number may need until those that are the same all along the axis go into the offset.
const offsetDigits = 6

// Unit returns how numbers along the axis are written. With them, any part of the axis is some numbers of sane size apart, which
// ECharts needs to place its ticks.
func (a Axis) Unit() Unit {
	if a.Log || a.Names != nil && !a.Plain {
		return Unit{Power: true}
	}
	var u Unit
	span, most := a.span(), math.Max(math.Abs(a.Lo), math.Abs(a.Hi))
	if most/span >= math.Pow10(offsetDigits-1) {
		u.Offset = rounded(a.Lo, span)
		most = math.Max(math.Abs(a.Lo-u.Offset), math.Abs(a.Hi-u.Offset))
	}
	e := exponent(most)
	if e >= 15 || e <= -15 {
		u.Exp = e
	}
	u.Power = e >= 6 || e < -3
	return u
}

// Title is the axis' label with the offset of its numbers: "Time (s)  +1,700,000,000".
func (a Axis) Title() string {
	u := a.Unit()
	if a.Hide || u.Offset == 0 {
		return a.Label
	}
	offset := "+" + plain(u.Offset)
	if u.Offset < 0 {
		offset = plain(u.Offset)
	}
	if a.Label == "" {
		return offset
	}
	return a.Label + "  " + offset
}

// span is Hi - Lo, or half of the largest number where that is no number.
func (a Axis) span() float64 { return math.Min(a.Hi-a.Lo, math.MaxFloat64/2) }

func (a Axis) about() int { return cmp.Or(a.About, 6) }

// exponent is that of v's first digit; of 0 it is 0.
func exponent(v float64) int {
	if v == 0 {
		return 0
	}
	return int(math.Floor(math.Log10(math.Abs(v))))
}

// shift returns v * 10^e, for results of any size: 10^e alone may be too large or too small.
func shift(v float64, e int) float64 {
	for ; e > 300; e -= 300 {
		v *= 1e300
	}
	for ; e < -300; e += 300 {
		v *= 1e-300
	}
	if e < 0 {
		return v / math.Pow10(-e)
	}
	return v * math.Pow10(e)
}
