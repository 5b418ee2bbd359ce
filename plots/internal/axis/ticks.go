package axis

import "math"

// Tick is a number beside the axis.
type Tick struct {
	Value float64
	Label string
}

// Ticks places numbers along the axis at multiples of 1, 2 or 5 times a power of ten, or of Every, and at powers of ten along a
// logarithmic one. There are always some, and never many more than there is room for.
func (a Axis) Ticks() []Tick {
	switch {
	case a.Hide:
		return nil
	case a.Names != nil && !a.Plain:
		return a.names()
	case a.Log:
		return a.decades()
	case a.Every > 0:
		if marks := a.multiples(); len(marks) > 0 {
			return marks
		}
	}
	u := a.Unit()
	lo, hi := u.Number(a.Lo), u.Number(a.Hi)
	if a.span() < a.Hi-a.Lo { // the difference is no number
		lo, hi = shift(a.Lo, -u.Exp), shift(a.Hi, -u.Exp)
	}
	step, power := a.step(hi - lo)
	for range 4 {
		size := shift(float64(step), power)
		first, last := math.Ceil(lo/size), math.Floor(hi/size)
		if last-first >= 1 {
			var marks []Tick
			for k := int64(first); k <= int64(last); k++ {
				v := shift(shift(float64(k*step), power), u.Exp) + u.Offset
				marks = append(marks, Tick{v, number(k*step, power+u.Exp, u.Power)})
			}
			return marks
		}
		switch step { // fewer than two numbers, as between 0.2 and 0.8 where these are whole: finer ones
		case 1:
			step, power = 5, power-1
		case 2:
			step = 1
		default:
			step = 2
		}
	}
	return nil
}

// step is the distance of two numbers, step * 10^power, of a range in which there is room for about so many.
func (a Axis) step(span float64) (step int64, power int) {
	about := float64(a.about())
	power = exponent(span / about)
	size := shift(1, power)
	step = 1
	for _, factor := range []int64{10, 5, 2} {
		if span/(size*float64(factor)) >= 0.7*about {
			step = factor
			break
		}
	}
	if step == 10 {
		step, power = 1, power+1
	}
	if a.Whole && power < 0 {
		step, power = 1, 0
	}
	return step, power
}

// multiples are ticks at multiples of Every, or, where these are more than there is room for, of 2, 5, 10 ... times as much.
func (a Axis) multiples() []Tick {
	size := a.everyShown()
	if math.Max(math.Abs(a.Lo), math.Abs(a.Hi))/size > 1<<50 { // the multiples cannot be distinguished
		return nil
	}
	var marks []Tick
	for k := math.Ceil(a.Lo / size); k*size <= a.Hi; k++ {
		v := k * size
		if v == 0 {
			v = 0 // not -0
		}
		marks = append(marks, Tick{v, plain(v)})
	}
	return marks
}

// everyShown is Every, or that many times as much for which there is room.
func (a Axis) everyShown() float64 {
	size := a.Every
	many := func() bool { return a.Hi/size-a.Lo/size > 5*float64(a.about()) }
	for many() {
		for _, factor := range []float64{2, 2.5, 2} {
			if many() {
				size *= factor
			}
		}
	}
	return size
}

// names are the words at 0, 1, ...
func (a Axis) names() []Tick {
	var marks []Tick
	for i := 0; i < len(a.Names); i += a.Skip + 1 {
		marks = append(marks, Tick{float64(i), a.Names[i]})
	}
	return marks
}

// decades are powers of ten, with 2 and 5 times these where they are few, and some of them where they are many. Where there is none
// between the limits, the ticks are those of a linear axis.
func (a Axis) decades() []Tick {
	first, last := math.Floor(math.Log10(a.Lo)), math.Ceil(math.Log10(a.Hi))
	every := max(1, int(math.Ceil((last-first)/float64(2*a.about()))))
	factors := []int64{1}
	if last-first <= 3 {
		factors = []int64{1, 2, 5}
	}
	var marks []Tick
	for e := int(first); e <= int(last); e++ {
		if e%every != 0 {
			continue
		}
		for _, f := range factors {
			if v := shift(float64(f), e); a.Lo <= v && v <= a.Hi {
				marks = append(marks, Tick{v, number(f, e, e >= 6 || e < -3)})
			}
		}
	}
	if len(marks) < 2 {
		a.Log = false
		return a.Ticks()
	}
	return marks
}
