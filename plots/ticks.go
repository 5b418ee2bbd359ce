package plots

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// ticks places numbers along an axis at multiples of 1, 2 or 5 times a power of ten, about six of them; gonum's own may
// be fractions where only whole numbers mean something.
type ticks struct{ whole bool }

// Ticks implements gonum's plot.Ticker.
func (t ticks) Ticks(lo, hi float64) []plot.Tick {
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/6)))
	for _, factor := range []float64{5, 2} {
		if (hi-lo)/(step*factor) >= 4 {
			step *= factor
			break
		}
	}
	if t.whole {
		step = math.Max(1, step)
	}
	decimals := max(0, int(-math.Floor(math.Log10(step)+1e-9)))
	var marks []plot.Tick
	for k := math.Ceil(lo / step); k*step <= hi; k++ {
		v := k * step
		if v == 0 {
			v = 0 // not -0
		}
		marks = append(marks, plot.Tick{Value: v, Label: strconv.FormatFloat(v, 'f', decimals, 64)})
	}
	return marks
}
