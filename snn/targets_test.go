package snn

import (
	"strings"
	"testing"

	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/loop"
	"gosnn/snn/internal/tensortest"
)

// Where snnTorch 1.0.0 refuses, so do we; where it fails on its own targets_rate, we do what it documents: [T x B x C].
func TestTargetsConvertGolden(t *testing.T) {
	for _, c := range goldenCases(t, "encoders.json", "targets_convert") {
		targets := tensortest.Of(t, c.Input.Data, c.Input.Shape...)
		classes := int(c.Args["num_classes"].(float64))
		x, err := TargetsConvert(targets, classes, only[TargetsConvertOption](c.options(t))...)
		if strings.HasPrefix(c.Error, "Exception") {
			wantArgError(t, x, err, "TargetsConvert", "NumSteps", ErrRange)
			continue
		}
		x = tensortest.Owned(t, x, err)
		if c.Error == "" {
			tensortest.Want(t, x, c.Output.Shape, c.Output.Data, 1e-6)
			continue
		}
		steps := c.Args["num_steps"].(float64)
		trace := func(rate string) []float32 {
			o := targetsRateDefaults()
			o.steps.n = int(steps)
			return o.levels.trace(o.train(c.Args[rate].(float64), loop.Random{}, 0), o.steps.n, c.Args["interpolate"].(bool))
		}
		on, off := trace("correct_rate"), trace("incorrect_rate")
		var want []float32
		for s := range int(steps) {
			for _, label := range c.Input.Data {
				row := []float32{off[s], off[s], off[s], off[s]}
				row[int(label)] = on[s]
				want = append(want, row...)
			}
		}
		tensortest.Want(t, x, []int64{int64(steps), 4, 4}, want, 0)
	}
}

func TestTargetRateCodeGolden(t *testing.T) {
	for _, c := range goldenCases(t, "targets.json", "target_rate_code") {
		spikes, times, err := TargetRateCode(c.Args["rate"].(float64), only[TargetRateCodeOption](c.options(t))...)
		tensortest.Owned(t, times, err)
		tensortest.Want(t, tensortest.Owned(t, spikes, err), c.Output.Shape, c.Output.Data, 0)
	}
}

func TestTargetTraceGolden(t *testing.T) {
	for _, c := range goldenCases(t, "targets.json", "rate_interpolate") {
		opts := append(only[TargetsRateOption](c.options(t)), CorrectRate(c.Args["rate"].(float64)), Interpolate(true))
		if c.Args["rate"].(float64) == 1 && c.Args["first_spike_time"].(float64) == 0 {
			continue // every step the same: no time dimension
		}
		x, err := TargetsRate(tensortest.Of(t, []int64{0}), 1, opts...)
		tensortest.Want(t, tensortest.Owned(t, x, err), []int64{c.Output.Shape[0], 1, 1}, c.Output.Data, 1e-6)
	}
}

func TestTargetsGolden(t *testing.T) {
	targets := tensortest.Of(t, []int64{0, 2, 1, 3})
	for _, c := range goldenCases(t, "targets.json", "targets_rate") {
		x, err := TargetsRate(targets, 4, only[TargetsRateOption](c.options(t))...)
		tensortest.Want(t, tensortest.Owned(t, x, err), c.Output.Shape, c.Output.Data, 1e-6)
	}
	for _, c := range goldenCases(t, "targets.json", "targets_latency") {
		x, err := TargetsLatency(targets, 4, only[LatencyOption](c.options(t))...)
		tensortest.Want(t, tensortest.Owned(t, x, err), c.Output.Shape, c.Output.Data, 1e-6)
	}
}

// snnTorch's targets_convert forgets these for latency; its documentation takes them.
func TestTargetsConvertPassesOn(t *testing.T) {
	opts := []any{NumSteps(6), Normalize(true), OnTarget(1.5), OffTarget(0.25), Interpolate(true)}
	labels := tensortest.Of(t, []int64{0, 2, 1})
	direct, err := TargetsLatency(labels, 3, only[LatencyOption](opts)...)
	shape, want := tensortest.Values(t, tensortest.Owned(t, direct, err))
	x, err := TargetsConvert(labels, 3, only[TargetsConvertOption](append(opts, Code("latency")))...)
	tensortest.Want(t, tensortest.Owned(t, x, err), shape, want, 0)
	if want[0] != 1.5 || want[1] != 0.25 { // at step 0 the correct class fires and the others begin to rise
		t.Errorf("step 0 is %v", want[:3])
	}
}

func TestTargetsConvertRefuses(t *testing.T) {
	for _, c := range []struct {
		targets *ts.Tensor
		opts    []TargetsConvertOption
		arg     string
		kind    error
	}{
		{tensortest.Of(t, []int64{1}), []TargetsConvertOption{Code("phase")}, "Code", ErrOption},
		{tensortest.Of(t, []int64{1}), []TargetsConvertOption{Tau(1)}, "option", ErrOption},
		{tensortest.Of(t, []int64{1}), []TargetsConvertOption{Code("latency"), CorrectRate(1)}, "option", ErrOption},
		{tensortest.Of(t, []int64{1}), []TargetsConvertOption{Code("latency")}, "NumSteps", ErrOption},
		{tensortest.Of(t, []int64{3}), []TargetsConvertOption{Code("latency"), NumSteps(3)}, "targets", ErrRange},
		{nil, nil, "targets", ErrTensor},
	} {
		x, err := TargetsConvert(c.targets, 3, c.opts...)
		wantArgError(t, x, err, "TargetsConvert", c.arg, c.kind)
	}
}

func ExampleTargetsConvert() {
	labels := ts.MustOfSlice([]int64{4})
	Print(Must(TargetsConvert(labels, 5, Code("rate"))))
	// Output: tensor([[0., 0., 0., 0., 1.]])
}

func ExampleTargetsLatency() {
	labels := ts.MustOfSlice([]int64{0, 3})
	targets := Must(TargetsLatency(labels, 4, NumSteps(5), Normalize(true)))
	Print(targets.MustSelect(2, 0, false).MustSelect(1, 0, true)) // the correct class of the first label
	Print(targets.MustSelect(2, 1, false).MustSelect(1, 0, true)) // and one of the others
	// Output:
	// tensor([1., 0., 0., 0., 0.])
	// tensor([0., 0., 0., 0., 1.])
}
