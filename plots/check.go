package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// check refuses option values that are out of their range. Names of options stand for the options that were given, so
// that defaults are not looked at.
func (o *options) check(fn string) error {
	for _, name := range o.given {
		var err *ArgError
		switch name {
		case "Size":
			err = o.checkSize()
		case "Color":
			err = checkColor(o.color)
		case "OffColor":
			err = checkColor(o.offColor)
		case "Marker":
			err = checkName(o.marker, ".", "o", "s", "|")
		case "MarkerSize":
			if !(o.markerSize >= 0.5 && o.markerSize <= 400) {
				err = &ArgError{Value: o.markerSize, Want: "0.5 to 400 (CSS pixels)"}
			}
		case "XLim":
			err = checkLimits(o.xLim)
		case "YLim":
			err = checkLimits(o.yLim)
		case "ColorRange":
			err = checkLimits(o.colorRange)
		case "ColorMap":
			err = checkName(o.colorMap, colorMapNames()...)
		case "Columns":
			err = checkCount(o.columns)
		case "Bins":
			err = checkCount(o.bins)
		case "Interval":
			if o.interval < 10*time.Millisecond || o.interval > 10*time.Second {
				err = &ArgError{Value: o.interval, Want: "10 ms to 10 s"}
			}
		case "FPS":
			if !(o.fps >= 0.1 && o.fps <= 100) {
				err = &ArgError{Value: o.fps, Want: "0.1 to 100 (frames a second)"}
			}
		}
		if err != nil {
			err.Func, err.Arg, err.Kind = fn, name, ErrRange
			return err
		}
	}
	return nil
}

func (o *options) checkSize() *ArgError {
	if min(o.width, o.height) < 64 || max(o.width, o.height) > 4096 {
		return &ArgError{Value: fmt.Sprintf("%d x %d", o.width, o.height), Want: "64 to 4096 each (CSS pixels)"}
	}
	return nil
}

func checkColor(name string) *ArgError {
	if _, ok := parseColor(name); !ok {
		return &ArgError{Value: fmt.Sprintf("%q", name), Want: "#rrggbb or one of " + strings.Join(paletteNames(), ", ")}
	}
	return nil
}

func checkName(name string, allowed ...string) *ArgError {
	if !slices.Contains(allowed, name) {
		return &ArgError{Value: fmt.Sprintf("%q", name), Want: fmt.Sprintf("one of %q", allowed)}
	}
	return nil
}

func checkLimits(lim [2]float64) *ArgError {
	if !(lim[0] < lim[1]) || math.IsInf(lim[0], 0) || math.IsInf(lim[1], 0) {
		return &ArgError{Value: lim, Want: "lo < hi, both finite"}
	}
	return nil
}

func checkCount(n int) *ArgError {
	if n < 1 || n > 10_000 {
		return &ArgError{Value: n, Want: "1 to 10000"}
	}
	return nil
}

// checkNames refuses a number of names that is not the number of things to name.
func (o *options) checkNames(fn string, n int) error {
	if o.has("Names") && len(o.names) != n {
		return &ArgError{fn, "Names", fmt.Sprintf("%d names", len(o.names)), fmt.Sprintf("%d", n), ErrOption}
	}
	return nil
}
