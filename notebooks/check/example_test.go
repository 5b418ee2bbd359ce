package check_test

import (
	"github.com/sugarme/gotch/ts"

	"gosnn/notebooks/check"
	"gosnn/snn"
)

// A cell computes an answer and hands it to its check.
func Example() {
	picture := ts.MustOfSlice([]float32{0, 0.4, 0.5, 1}).MustReshape([]int64{2, 2}, true)
	spikes := snn.Must(snn.Latency(picture, snn.NumSteps(50), snn.Threshold(0.5), snn.Normalize(true), snn.Linear(true)))
	check.Latency3(picture, spikes)

	spikes = snn.Must(snn.Latency(picture, snn.NumSteps(50), snn.Threshold(0.5), snn.Clip(true), snn.Normalize(true), snn.Linear(true)))
	check.Latency3(picture, spikes)
	// Output:
	// Not yet: there are 4 spikes, and 2 pixels of 0.5 and above, which fire once each.
	// Right: 2 of 4 pixels fire.
}

// Until a student has answered, each check says so.
func Example_empty() {
	check.Rate1(digit(), nil)
	check.Rate2(0)
	check.Rate3(digit(), nil)
	check.Latency1(-1)
	check.Latency2(0)
	check.Delta1(signal(), 0)
	check.Delta2(drift(), nil)
	check.Delta3(level(), nil)
	// Output:
	// Not yet: there is no answer so far.
	// Not yet: there is no answer so far.
	// Not yet: there is no answer so far.
	// Not yet: there is no answer so far.
	// Not yet: there is no answer so far.
	// Not yet: there is no answer so far.
	// Not yet: there is no answer so far.
	// Not yet: there is no answer so far.
}

func ExampleQuiz() {
	check.Quiz("b", "c", "b", "", "c")
	// Output:
	// 1. Not yet: "b" is not it. Try it out in a cell of your own.
	// 2. Right: "c".
	// 3. Right: "b".
	// 4. Not yet: there is no answer so far.
	// 5. Right: "c".
}

func ExampleDelta1() {
	check.Delta1(signal(), 4)
	check.Delta1(signal(), 20)
	// Output:
	// Not yet: with a threshold of 4 there are spikes at steps [4 6 8], want one.
	// Right: with a threshold of 20 there is one spike, at step 6.
}

func ExampleLatency1() {
	check.Latency1(4)
	check.Latency1(3)
	// Output:
	// Not yet: at step 4 the spike has been.
	// Right: step 3.
}
