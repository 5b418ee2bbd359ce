package plots

import (
	"fmt"
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/plots/internal/axis"
	"gosnn/plots/internal/colors"
	"gosnn/plots/internal/still"
)

// maxLines bounds the lines of one figure: beyond that, nobody can distinguish them.
const maxLines = 64

// lines are functions of the same x.
type lines struct {
	x      []float64
	y      [][]float64 // one for each line; what is not finite is a gap
	names  []string    // one for each line, "" without a name
	byStep bool        // x is 0, 1, 2, ...
}

// readLines reads y, [T] or [T x N], its places x, [T], or nil for 0 to T-1, and the names in the options.
func readLines(arg string, x, y *ts.Tensor, o *options) (*lines, error) {
	l := &lines{byStep: x == nil}
	err := withValues(arg, y, func(shape []int, values []float64) error {
		n := 1
		if len(shape) == 2 {
			n = shape[1]
		}
		if len(shape) < 1 || len(shape) > 2 || n > maxLines {
			return wrongShape(arg, shape, fmt.Sprintf("[T] or [T x N], N <= %d", maxLines))
		}
		l.y = make([][]float64, n)
		for k := range l.y {
			l.y[k] = make([]float64, shape[0])
			for t := range l.y[k] {
				l.y[k][t] = values[t*n+k]
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if lo, hi := l.limits(); lo > hi {
		return nil, wrongValue(arg, "without a finite value", "at least one")
	}
	if err := o.checkNames(len(l.y)); err != nil {
		return nil, err
	}
	l.names = make([]string, len(l.y))
	copy(l.names, o.names)
	if x != nil {
		return l, l.readX(x)
	}
	l.x = make([]float64, l.steps())
	for t := range l.x {
		l.x[t] = float64(t)
	}
	return l, nil
}

func (l *lines) readX(x *ts.Tensor) error {
	return withValues("x", x, func(shape []int, values []float64) error {
		if len(shape) != 1 || shape[0] != l.steps() {
			return wrongShape("x", shape, fmt.Sprintf("[%d], a place for each point", l.steps()))
		}
		for t, v := range values {
			if !finite(v) {
				return wrongValue("x", fmt.Sprintf("%v at element %d", v, t), "finite values")
			}
		}
		l.x = append(l.x, values...)
		return nil
	})
}

func finite(v float64) bool { return v-v == 0 }

// steps is the number of points of each line.
func (l *lines) steps() int { return len(l.y[0]) }

// limits are the least and the greatest finite value of all lines.
func (l *lines) limits() (lo, hi float64) { return limits(false, l.y...) }

// limits are the least and the greatest finite value, or the least and the greatest above 0; without any lo > hi.
func limits(positive bool, of ...[]float64) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	for _, values := range of {
		for _, v := range values {
			if finite(v) && (v > 0 || !positive) {
				lo, hi = min(lo, v), max(hi, v)
			}
		}
	}
	return lo, hi
}

// axes show all of the lines, or what the limits in the options say.
func (l *lines) axes(o *options) (x, y axis.Axis, err error) {
	xLo, xHi := limits(o.logX, l.x)
	yLo, yHi := limits(o.logY, l.y...)
	for _, a := range []struct {
		arg   string
		empty bool
	}{{"LogX", xLo > xHi}, {"LogY", yLo > yHi}} {
		if a.empty {
			return x, y, wrongValue(a.arg, "true without a value above 0", "one at least")
		}
	}
	for _, r := range o.rules {
		if r.Value <= 0 && (o.logX && r.Upright || o.logY && !r.Upright) {
			return x, y, outOfRange(map[bool]string{true: "VLine", false: "HLine"}[r.Upright], r.Value, "> 0 along a logarithmic axis")
		}
	}
	x, y = o.axes(spaced(xLo, xHi, o.logX), spaced(yLo, yHi, o.logY))
	if x.Log && x.Lo <= 0 {
		return x, y, outOfRange("XLim", *o.xLim, "> 0 along a logarithmic axis")
	}
	if y.Log && y.Lo <= 0 {
		return x, y, outOfRange("YLim", *o.yLim, "> 0 along a logarithmic axis")
	}
	x.Whole = l.byStep
	return x, y, nil
}

// spaced gives limits with a little space around lo to hi, both above 0 along a logarithmic axis.
func spaced(lo, hi float64, log bool) [2]float64 {
	if log {
		lim := spaced(math.Log(lo), math.Log(hi), false)
		return [2]float64{max(math.Exp(lim[0]), math.SmallestNonzeroFloat64), min(math.Exp(lim[1]), math.MaxFloat64)}
	}
	space := 0.04 * math.Min(hi-lo, math.MaxFloat64)
	if lo == hi { // a line that is level, or a single point
		space = 0.5
		if most := math.Abs(lo); most > 1e4 || most < 0.05 && most > 0 {
			space = most / 2
		}
	}
	lim := [2]float64{max(lo-space, -math.MaxFloat64), min(hi+space, math.MaxFloat64)}
	if lim[0] == lim[1] { // the smallest number there is has no half
		lim[0], lim[1] = math.Nextafter(lo, math.Inf(-1)), math.Nextafter(hi, math.Inf(1))
	}
	return lim
}

// curve is line k in a panel.
func (l *lines) curve(k int, color string, dash []float64) *curve {
	return &curve{still.Curve{X: l.x, Y: l.y[k], Color: colors.RGB(color), Dash: dash}, l.names[k], l.byStep}
}

// words are number, length and range of the lines: "2 lines of 100 points, from -1 to 2.5".
func (l *lines) words(noun string) string {
	lo, hi := l.limits()
	return fmt.Sprintf("%s of %s, from %v to %v", count(len(l.y), noun), count(l.steps(), "point"), short(lo), short(hi))
}
