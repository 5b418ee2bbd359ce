package plots

import "math"

// greyLevels are the levels of grey values and of means. An odd number has one for 0 amid -1 to 1.
const greyLevels = 255

// means gives the running mean: its frame t is the mean of the steps 0 to t, (x[0] + ... + x[t]) / (t + 1).
func (a *frames) means() *frames {
	m := &frames{steps: a.steps, height: a.height, width: a.width, level: make([]uint8, len(a.level)),
		value: grades(a.lo()), off: a.off}
	sum := make([]float64, a.size())
	for t := range a.steps {
		out := m.at(t)
		for i, level := range a.at(t) {
			sum[i] += a.value[level]
			out[i] = grade(sum[i]/float64(t+1), a.lo())
		}
	}
	return m
}

// sum is the sum over all steps as a single frame, the largest as bright as a spike.
func (a *frames) sum() *frames {
	s := &frames{steps: 1, height: a.height, width: a.width, level: make([]uint8, a.size()), value: grades(a.lo()), off: a.off}
	sums := make([]float64, a.size())
	for t := range a.steps {
		for i, level := range a.at(t) {
			sums[i] += a.value[level]
		}
	}
	most := math.SmallestNonzeroFloat64
	for _, v := range sums {
		most = math.Max(most, math.Abs(v))
	}
	for i, v := range sums {
		s.level[i] = grade(math.Max(v/most, a.lo()), a.lo())
	}
	return s
}

// beside joins two animations of one size and range, left and right of a gap of the ground's color.
func beside(left, right *frames) *frames {
	gap := max(1, left.width/14)
	j := &frames{steps: left.steps, height: left.height, width: left.width + gap + right.width,
		value: grades(left.lo()), off: left.off}
	j.level = make([]uint8, j.steps*j.size())
	for row := range j.steps * j.height {
		out := j.level[row*j.width : (row+1)*j.width]
		for x := range out {
			out[x] = grade(0, left.lo())
		}
		for x := range left.width {
			out[x] = grade(left.value[left.level[row*left.width+x]], left.lo())
			out[left.width+gap+x] = grade(right.value[right.level[row*right.width+x]], left.lo())
		}
	}
	return j
}

// grade is the grey level of a value between lo and 1.
func grade(v, lo float64) uint8 { return uint8(math.Round((v - lo) / (1 - lo) * (greyLevels - 1))) }

// grades are the values of the grey levels, lo to 1.
func grades(lo float64) []float64 {
	v := make([]float64, greyLevels)
	for i := range v {
		v[i] = lo + (1-lo)*float64(i)/(greyLevels-1)
	}
	return v
}
