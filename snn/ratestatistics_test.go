package snn

import (
	"math"
	"testing"

	"gosnn/snn/internal/tensortest"
)

// The seed is fixed, so that these tests always give the same numbers. Bounds are 4 standard deviations.

// Mean and variance over 10^7 draws are those of a Bernoulli process; 0 never spikes and 1 always.
func TestRateMoments(t *testing.T) {
	const steps, n = 1000, 10_000
	for _, p := range []float32{0, 1e-4, 0.1, 0.25, 0.5, 0.9, 0.9999, 1} {
		values := make([]float32, n)
		for i := range values {
			values[i] = p
		}
		ones := 0
		for _, s := range rateBytes(t, tensortest.Of(t, values), NumSteps(steps), Seed(20)) {
			ones += int(s)
		}
		const draws = steps * n
		exact := float64(p)
		mean := float64(ones) / draws
		if sigma := math.Sqrt(exact * (1 - exact) / draws); math.Abs(mean-exact) > 4*sigma {
			t.Errorf("p %v: mean %v is %.1f sigma off", p, mean, (mean-exact)/sigma)
		}
		// The estimate of the variance has variance v (1 - 4v)/draws, or 2 v^2/draws^2 where that vanishes, at p = 1/2.
		v := exact * (1 - exact)
		variance := mean * (1 - mean) * draws / (draws - 1)
		if sigma := math.Sqrt(v*(1-4*v)/draws + 2*v*v/draws/draws); math.Abs(variance-v) > 4*sigma+1e-12 {
			t.Errorf("p %v: variance %v is %.1f sigma off", p, variance, (variance-v)/sigma)
		}
	}
}

// Spikes of one step are independent of those at later steps, and those of one neuron of its neighbours: the correlation of
// pairs at any small distance is zero, and the four outcomes of a pair come as often as independence has it.
func TestRateIndependence(t *testing.T) {
	const steps, n, p = 1000, 10_000, 0.3
	values := make([]float32, n)
	for i := range values {
		values[i] = p
	}
	s := rateBytes(t, tensortest.Of(t, values), NumSteps(steps), Seed(21))
	for _, c := range []struct{ dt, dn int }{
		{1, 0}, {2, 0}, {3, 0}, {4, 0}, {10, 0}, {500, 0}, // time
		{0, 1}, {0, 2}, {0, 3}, {0, 4}, {0, 5}, {0, 8}, {0, 16}, {0, 32}, {0, 64}, {0, 2048}, // neurons: blocks, vectors, tiles
		{1, 1}, {1, 4}, {4, 1},
	} {
		var count [2][2]float64
		pairs := 0.0
		for at := 0; at+c.dt < steps; at++ {
			for i := 0; i+c.dn < n; i++ {
				count[s[at*n+i]][s[(at+c.dt)*n+i+c.dn]]++
				pairs++
			}
		}
		q := [2]float64{1 - p, p}
		chi2 := 0.0
		for a := range 2 {
			for b := range 2 {
				want := pairs * q[a] * q[b]
				chi2 += (count[a][b] - want) * (count[a][b] - want) / want
			}
		}
		// Three degrees of freedom, as p is given: mean 3, standard deviation sqrt(6). The pairs overlap, which doubles the
		// part of the mean (two of the three).
		if chi2 > 5+4*math.Sqrt(2*(1+4+4)) {
			t.Errorf("distance %v: chi-square %v of 3 degrees of freedom", c, chi2)
		}
		mean := (count[1][0] + count[1][1]) / pairs
		later := (count[0][1] + count[1][1]) / pairs
		correlation := (count[1][1]/pairs - mean*later) / (p * (1 - p))
		if math.Abs(correlation) > 4/math.Sqrt(pairs) {
			t.Errorf("distance %v: correlation %v is %.1f sigma", c, correlation, correlation*math.Sqrt(pairs))
		}
	}
}

// The numbers of spikes in blocks of steps follow the binomial distribution, over seeds too: chi-square.
func TestRateCounts(t *testing.T) {
	const steps, n, p = 8, 1000, 0.5
	values := make([]float32, n)
	for i := range values {
		values[i] = p
	}
	x := tensortest.Of(t, values)
	var count [steps + 1]float64
	const seeds = 50
	for seed := range uint64(seeds) {
		s := rateBytes(t, x, NumSteps(steps), Seed(seed))
		for i := range n {
			k := 0
			for at := range steps {
				k += int(s[at*n+i])
			}
			count[k]++
		}
	}
	chi2, choose := 0.0, 1.0
	for k := range count {
		want := seeds * n * choose * math.Pow(p, steps)
		chi2 += (count[k] - want) * (count[k] - want) / want
		choose = choose * float64(steps-k) / float64(k+1)
	}
	if chi2 > steps+4*math.Sqrt(2*steps) {
		t.Errorf("chi-square %v of %d degrees of freedom", chi2, steps)
	}
}

// Seeds that differ in one bit are unrelated.
func TestRateSeedsUnrelated(t *testing.T) {
	const n = 1_000_000
	values := make([]float32, n)
	for i := range values {
		values[i] = 0.5
	}
	x := tensortest.Of(t, values)
	base := rateBytes(t, x, NumSteps(1), Seed(0))
	for bit := range 64 {
		same := 0
		for i, s := range rateBytes(t, x, NumSteps(1), Seed(1<<bit)) {
			if s == base[i] {
				same++
			}
		}
		if z := (float64(same) - n/2) / math.Sqrt(n/4); math.Abs(z) > 4 {
			t.Errorf("seed bit %d: %d of %d spikes agree, %.1f sigma", bit, same, n, z)
		}
	}
}
