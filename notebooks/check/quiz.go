package check

import (
	"math"

	"github.com/sugarme/gotch/ts"

	"gosnn/notebooks/internal/verdict"
	"gosnn/snn"
)

// Quiz prints which answers, "a", "b" or "c" and one for each question, are right, and reports whether all are. "" is no answer.
func Quiz(answers ...string) bool {
	return verdict.Quiz(answers, moreSteps, black, belowThreshold, lostSpike, slowRise)
}

// greys are values from 0.1 to 1.
func greys() *ts.Tensor {
	return snn.Must(snn.Arange(0.1, 1, 0.001))
}

// moreSteps: twice as many steps double the number of spikes of (a) the rate code, (b) the latency code, (c) both.
func moreSteps() (string, error) {
	x := greys()
	defer x.MustDrop()
	doubles := func(encode func(steps snn.NumSteps) (*ts.Tensor, error)) (bool, error) {
		var n [2]float64
		for i, steps := range []snn.NumSteps{50, 100} {
			spikes, err := encode(steps)
			if err != nil {
				return false, err
			}
			n[i] = sum(take(spikes))
		}
		return math.Abs(n[1]/n[0]-2) < 0.1, nil
	}
	rate, err := doubles(func(steps snn.NumSteps) (*ts.Tensor, error) { return snn.Rate(x, steps, snn.Seed(1)) })
	if err != nil {
		return "", err
	}
	latency, err := doubles(func(steps snn.NumSteps) (*ts.Tensor, error) {
		return snn.Latency(x, steps, snn.Linear(true), snn.Normalize(true))
	})
	if err != nil {
		return "", err
	}
	switch {
	case rate && latency:
		return "c", nil
	case latency:
		return "b", nil
	}
	return "a", nil
}

// black: with gain 1, a black pixel of the rate code fires (a) at each step, (b) now and then, (c) never.
func black() (string, error) {
	zero := snn.Must(snn.Zeros([]int64{1000}))
	defer zero.MustDrop()
	spikes, err := snn.Rate(zero, snn.NumSteps(100), snn.Seed(1))
	if err != nil {
		return "", err
	}
	switch n := sum(take(spikes)); n {
	case 0:
		return "c", nil
	case 100 * 1000:
		return "a", nil
	}
	return "b", nil
}

// belowThreshold: in the logarithmic latency code of MNIST without Clip, Tau 5 and 100 steps, a black pixel fires (a) at the last step, (b) before
// it, but long after all others, (c) never. The darkest grey above the threshold is 3/255.
func belowThreshold() (string, error) {
	const steps, threshold = 100, 0.01
	opts := []snn.LatencyOption{snn.NumSteps(steps), snn.Tau(5), snn.Threshold(threshold)}
	black, err := firesAt(0, opts...)
	if err != nil {
		return "", err
	}
	darkest, err := firesAt(3./255, opts...)
	if err != nil {
		return "", err
	}
	switch {
	case black == steps:
		return "c", nil
	case black < steps-1 && black > 2*darkest:
		return "b", nil
	}
	return "a", nil
}

// lostSpike: one lost spike of a pixel of 0.5 changes its decoded value more in (a) the rate code, (b) the latency code, (c) equally in both.
func lostSpike() (string, error) {
	x := snn.Must(snn.Full([]int64{1}, 0.5))
	defer x.MustDrop()
	change := func(spikes *ts.Tensor, err error, decode func(*ts.Tensor) (*ts.Tensor, error)) (float64, error) {
		if err != nil {
			return 0, err
		}
		defer spikes.MustDrop()
		lost := copied(spikes)
		for t := range lost {
			if lost[t] == 1 {
				lost[t] = 0
				break
			}
		}
		after := ts.MustOfSlice(lost).MustReshape([]int64{-1, 1}, true)
		defer after.MustDrop()
		before, err := decode(spikes)
		if err != nil {
			return 0, err
		}
		defer before.MustDrop()
		without, err := decode(after)
		if err != nil {
			return 0, err
		}
		return math.Abs(copied(before)[0] - take(without)[0]), nil
	}
	spikes, err := snn.Rate(x, snn.NumSteps(100), snn.Seed(1))
	rate, err := change(spikes, err, snn.DecodeRate)
	if err != nil {
		return "", err
	}
	spikes, err = snn.Latency(x, snn.NumSteps(100), snn.Linear(true), snn.Normalize(true))
	latency, err := change(spikes, err, func(s *ts.Tensor) (*ts.Tensor, error) {
		return snn.DecodeLatency(s, snn.Linear(true), snn.Normalize(true))
	})
	if err != nil {
		return "", err
	}
	switch {
	case math.Abs(rate-latency) < 1e-6:
		return "c", nil
	case latency > rate:
		return "b", nil
	}
	return "a", nil
}

// slowRise: a signal that rises by 0.05 a step for 20 steps gives delta modulation with a threshold of 0.1 (a) 20 spikes, (b) 10, (c) none.
func slowRise() (string, error) {
	signal := snn.Must(snn.Arange(0, 1.025, 0.05))
	defer signal.MustDrop()
	spikes, err := snn.Delta(signal, snn.Threshold(0.1))
	if err != nil {
		return "", err
	}
	switch sum(take(spikes)) {
	case 0:
		return "c", nil
	case 10:
		return "b", nil
	}
	return "a", nil
}
