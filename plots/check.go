package plots

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"gosnn/plots/internal/colors"
	"gosnn/snn/argument"
)

func outOfRange(arg string, value any, want string) error {
	return argument.New(arg, value, want, ErrRange)
}

func checkColor(arg, name string) error {
	if _, ok := colors.Parse(name); !ok {
		return outOfRange(arg, fmt.Sprintf("%q", name), "#rrggbb or one of "+strings.Join(colors.Names(), ", "))
	}
	return nil
}

func checkName(arg, name string, allowed ...string) error {
	if !slices.Contains(allowed, name) {
		return outOfRange(arg, fmt.Sprintf("%q", name), fmt.Sprintf("one of %q", allowed))
	}
	return nil
}

func checkLimits(arg string, lim [2]float64) error {
	if !(lim[0] < lim[1]) || math.IsInf(lim[0], 0) || math.IsInf(lim[1], 0) {
		return outOfRange(arg, lim, "lo < hi, both finite")
	}
	return nil
}

func checkStep(arg string, step float64) error {
	if !(step > 0) || math.IsInf(step, 0) {
		return outOfRange(arg, step, "> 0 and finite")
	}
	return nil
}

func checkCount(arg string, n int) error {
	if n < 1 || n > 10_000 {
		return outOfRange(arg, n, "1 to 10000")
	}
	return nil
}

// checkNames refuses a number of names that is not the number of things to name.
func (o *options) checkNames(n int) error {
	if o.names != nil && len(o.names) != n {
		return argument.New("Names", fmt.Sprintf("%d names", len(o.names)), fmt.Sprint(n), ErrOption)
	}
	return nil
}
