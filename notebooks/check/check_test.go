package check_test

import (
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/notebooks/check"
	"gosnn/snn"
)

// digit is a picture [8 x 8] with black, white and what is between.
func digit() *ts.Tensor {
	x := ts.MustLinspace(ts.FloatScalar(-0.3), ts.FloatScalar(1.1), 64, gotch.Float, gotch.CPU)
	return x.MustClamp(ts.FloatScalar(0), ts.FloatScalar(1), true).MustReshape([]int64{8, 8}, true)
}

func signal() *ts.Tensor { return ts.MustOfSlice([]float32{0, 1, 0, 2, 8, -20, 20, -5, 0, 1, 0}) }
func drift() *ts.Tensor  { return ts.MustArange(ts.FloatScalar(40), gotch.Float, gotch.CPU) }
func level() *ts.Tensor  { return ts.MustOfSlice([]float32{10, 10, 10, 16, 16, 9, 9}) }

func dropped() *ts.Tensor {
	x := ts.MustZeros([]int64{3}, gotch.Float, gotch.CPU)
	x.MustDrop()
	return x
}

func notSpikes(shape ...int64) *ts.Tensor {
	return ts.MustFull(shape, ts.FloatScalar(0.5), gotch.Float, gotch.CPU)
}

func scaled(x *ts.Tensor, by float64) *ts.Tensor { return x.MustMulScalar(ts.FloatScalar(by), true) }

func TestAnswers(t *testing.T) {
	faint := snn.Must(snn.Rate(digit(), snn.NumSteps(100), snn.Gain(0.25), snn.Seed(3)))
	must := snn.Must[*ts.Tensor]
	for _, c := range []struct {
		name        string
		got, accept bool
	}{
		{"Rate1", check.Rate1(digit(), must(snn.Rate(digit(), snn.NumSteps(200), snn.Gain(0.3), snn.Seed(42)))), true},
		{"Rate1, another seed", check.Rate1(digit(), must(snn.Rate(digit(), snn.NumSteps(200), snn.Gain(0.3)))), true},
		{"Rate1, empty", check.Rate1(digit(), nil), false},
		{"Rate1, dropped", check.Rate1(digit(), dropped()), false},
		{"Rate1, no picture", check.Rate1(nil, notSpikes(2)), false},
		{"Rate1, no spikes", check.Rate1(digit(), notSpikes(200, 8, 8)), false},
		{"Rate1, steps", check.Rate1(digit(), must(snn.Rate(digit(), snn.NumSteps(100), snn.Gain(0.3)))), false},
		{"Rate1, gain", check.Rate1(digit(), must(snn.Rate(digit(), snn.NumSteps(200), snn.Gain(0.5)))), false},
		{"Rate1, offset", check.Rate1(digit(), must(snn.Rate(digit(), snn.NumSteps(200), snn.Gain(0.1), snn.Offset(0.2)))), false},
		{"Rate2", check.Rate2(625), true},
		{"Rate2, empty", check.Rate2(0), false},
		{"Rate2, few", check.Rate2(624), false},
		{"Rate2, many", check.Rate2(626), false},
		{"Rate2, far too many", check.Rate2(1 << 40), false},
		{"Rate2, negative", check.Rate2(-625), false},
		{"Rate3", check.Rate3(faint, scaled(must(snn.DecodeRate(faint)), 4)), true},
		{"Rate3, empty", check.Rate3(faint, nil), false},
		{"Rate3, dropped", check.Rate3(faint, dropped()), false},
		{"Rate3, the rate", check.Rate3(faint, must(snn.DecodeRate(faint))), false},
		{"Rate3, other values", check.Rate3(faint, digit()), false},
		{"Rate3, shape", check.Rate3(faint, notSpikes(3)), false},
		{"Latency1", check.Latency1(3), true},
		{"Latency1, empty", check.Latency1(-1), false},
		{"Latency1, early", check.Latency1(2), false},
		{"Latency1, late", check.Latency1(4), false},
		{"Latency2", check.Latency2(100), true},
		{"Latency2, empty", check.Latency2(0), false},
		{"Latency2, small", check.Latency2(99), false},
		{"Latency2, large", check.Latency2(102), false},
		{"Latency2, negative", check.Latency2(-5), false},
		{"Latency3", check.Latency3(digit(), latency(50, 0.5, true)), true},
		{"Latency3, empty", check.Latency3(digit(), nil), false},
		{"Latency3, dropped", check.Latency3(digit(), dropped()), false},
		{"Latency3, no clip", check.Latency3(digit(), latency(50, 0.5, false)), false},
		{"Latency3, threshold", check.Latency3(digit(), latency(50, 0.1, true)), false},
		{"Latency3, steps", check.Latency3(digit(), latency(60, 0.5, true)), false},
		{"Latency3, times", check.Latency3(digit(), latency(50, 0.5, true).MustFlip([]int64{0}, true)), false},
		{"Delta1", check.Delta1(signal(), 20), true},
		{"Delta1, the most", check.Delta1(signal(), 40), true},
		{"Delta1, empty", check.Delta1(signal(), 0), false},
		{"Delta1, small", check.Delta1(signal(), 6), false},
		{"Delta1, large", check.Delta1(signal(), 41), false},
		{"Delta1, negative", check.Delta1(signal(), -4), false},
		{"Delta2", check.Delta2(drift(), must(snn.StepForward(drift(), snn.Threshold(4)))), true},
		{"Delta2, empty", check.Delta2(drift(), nil), false},
		{"Delta2, dropped", check.Delta2(drift(), dropped()), false},
		{"Delta2, delta", check.Delta2(drift(), must(snn.Delta(drift(), snn.Threshold(4)))), false},
		{"Delta2, another threshold", check.Delta2(drift(), must(snn.StepForward(drift(), snn.Threshold(2)))), false},
		{"Delta2, shape", check.Delta2(drift(), must(snn.StepForward(signal(), snn.Threshold(4)))), false},
		{"Delta3", check.Delta3(level(), must(snn.Delta(level(), snn.Threshold(4), snn.OffSpike(true), snn.Padding(true)))), true},
		{"Delta3, empty", check.Delta3(level(), nil), false},
		{"Delta3, dropped", check.Delta3(level(), dropped()), false},
		{"Delta3, no padding", check.Delta3(level(), must(snn.Delta(level(), snn.Threshold(4), snn.OffSpike(true)))), false},
		{"Delta3, no off-spikes", check.Delta3(level(), must(snn.Delta(level(), snn.Threshold(4), snn.Padding(true)))), false},
		{"Quiz", check.Quiz("a", "c", "b", "b", "c"), true},
		{"Quiz, empty", check.Quiz("", "", "", "", ""), false},
		{"Quiz, short", check.Quiz("a", "c"), false},
		{"Quiz, long", check.Quiz("a", "c", "b", "b", "c", "a"), false},
	} {
		if c.got != c.accept {
			t.Errorf("%s: accepted is %v, want %v", c.name, c.got, c.accept)
		}
	}
}

func latency(steps int, threshold float64, clip bool) *ts.Tensor {
	return snn.Must(snn.Latency(digit(), snn.NumSteps(steps), snn.Threshold(threshold), snn.Clip(clip), snn.Normalize(true), snn.Linear(true)))
}

// Each wrong letter in the quiz is a wrong answer.
func TestQuizLetters(t *testing.T) {
	correct := []string{"a", "c", "b", "b", "c"}
	for i := range correct {
		for _, letter := range []string{"a", "b", "c", "d"} {
			answers := append([]string(nil), correct...)
			answers[i] = letter
			if got := check.Quiz(answers...); got != (letter == correct[i]) {
				t.Errorf("question %d: %q accepted is %v", i+1, letter, got)
			}
		}
	}
}
