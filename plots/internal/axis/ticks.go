package axis

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// Ticks places numbers along an axis at multiples of 1, 2 or 5 times a power of ten; gonum's own may be fractions where
// only whole numbers mean something.
type Ticks struct {
	Whole bool
	About int // how many there are, more or less
}

// Ticks implements gonum's plot.Ticker.
func (t Ticks) Ticks(lo, hi float64) []plot.Tick {
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/float64(t.About))))
	for _, factor := range []float64{10, 5, 2} {
		if (hi-lo)/(step*factor) >= 0.7*float64(t.About) {
			step *= factor
			break
		}
	}
	if t.Whole {
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
