package neuron_test

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/neuron"
	"gosnn/snn/surrogate"
)

func ExampleLeaky_Forward() {
	lif, err := neuron.NewLeaky(0.5)
	if err != nil {
		panic(err)
	}
	current := ts.MustFull([]int64{1, 1}, ts.FloatScalar(0.75), gotch.Float, gotch.CPU)
	defer current.MustDrop()
	out, err := lif.Forward(current, neuron.NumSteps(5)) // a current that does not change
	if err != nil {
		panic(err)
	}
	defer out.Drop()
	for t := range int64(5) {
		fmt.Println(out.Membrane.MustGet(int(t)).MustFloat64Value([]int64{0, 0}), out.Spikes.MustGet(int(t)).MustFloat64Value([]int64{0, 0}))
	}
	// Output:
	// 0.75 0
	// 1.125 1
	// 0.3125 0
	// 0.90625 0
	// 1.203125 1
}

func ExampleLeaky_Step() {
	lif, err := neuron.NewLeaky(0.5)
	if err != nil {
		panic(err)
	}
	current := ts.MustFull([]int64{1, 1}, ts.FloatScalar(0.75), gotch.Float, gotch.CPU)
	defer current.MustDrop()
	var state neuron.State // zero
	for range 2 {
		spikes, next, err := lif.Step(current, state)
		if err != nil {
			panic(err)
		}
		fmt.Println(next.Membrane.MustFloat64Value([]int64{0, 0}), spikes.MustFloat64Value([]int64{0, 0}))
		spikes.MustDrop()
		state.Drop()
		state = next
	}
	state.Drop()
	// Output:
	// 0.75 0
	// 1.125 1
}

func TestLeakyArguments(t *testing.T) {
	for name, c := range map[string]struct {
		beta float64
		opts []neuron.LeakyOption
		kind error
		text string
	}{
		"beta above 1":       {1.5, nil, argument.ErrRange, "neuron.NewLeaky: beta is 1.5, want in [0, 1]"},
		"beta NaN":           {math.NaN(), nil, argument.ErrRange, "neuron.NewLeaky: beta is NaN, want in [0, 1]"},
		"a beta of many":     {0.5, []neuron.LeakyOption{neuron.Betas{0.5, -1}}, argument.ErrRange, "neuron.NewLeaky: beta is -1, want in [0, 1]"},
		"threshold infinite": {0.5, []neuron.LeakyOption{neuron.Threshold(math.Inf(1))}, argument.ErrNotFinite, "neuron.NewLeaky: Threshold is +Inf, want a finite number"},
		"no thresholds":      {0.5, []neuron.LeakyOption{neuron.Thresholds{}}, argument.ErrShape, "neuron.NewLeaky: Threshold is no values, want one for each neuron"},
		"factor NaN":         {0.5, []neuron.LeakyOption{neuron.GradedSpikes(math.NaN())}, argument.ErrNotFinite, "neuron.NewLeaky: GradedSpikes is NaN, want a finite number"},
		"reset":              {0.5, []neuron.LeakyOption{neuron.Reset(7)}, argument.ErrRange, "neuron.NewLeaky: Reset is 7, want neuron.Subtract, Zero or None"},
		"surrogate":          {0.5, []neuron.LeakyOption{neuron.Surrogate(surrogate.ATan(0))}, argument.ErrRange, "neuron.NewLeaky: Surrogate.K is 0, want > 0"},
	} {
		l, err := neuron.NewLeaky(c.beta, c.opts...)
		if l != nil || !errors.Is(err, c.kind) || err.Error() != c.text {
			t.Errorf("%s: %v, %v", name, l, err)
		}
	}
}

func TestForwardArguments(t *testing.T) {
	l, err := neuron.NewLeaky(0.5, neuron.Betas{0.5, 0.5, 0.5})
	check(t, err)
	ones := func(shape ...int64) *ts.Tensor { return ts.MustOnes(shape, gotch.Float, gotch.CPU) }
	for name, c := range map[string]struct {
		current *ts.Tensor
		opts    []neuron.ForwardOption
		kind    error
	}{
		"nil":                 {nil, nil, argument.ErrTensor},
		"one dimension":       {ones(3), nil, argument.ErrShape},
		"no steps":            {ones(0, 2, 3), nil, argument.ErrShape},
		"scalar":              {tensor(t, []float64{1}, nil), []neuron.ForwardOption{neuron.NumSteps(3)}, argument.ErrShape},
		"NumSteps":            {ones(2, 3), []neuron.ForwardOption{neuron.NumSteps(0)}, argument.ErrRange},
		"integers":            {ts.MustOnes([]int64{2, 2, 3}, gotch.Int64, gotch.CPU), nil, argument.ErrDType},
		"other features":      {ones(2, 2, 4), nil, argument.ErrShape},
		"state's shape":       {ones(2, 2, 3), []neuron.ForwardOption{neuron.From{Membrane: ones(3)}}, argument.ErrShape},
		"state's type":        {ones(2, 2, 3), []neuron.ForwardOption{neuron.From{Membrane: ts.MustOnes([]int64{2, 3}, gotch.Double, gotch.CPU)}}, argument.ErrDType},
		"state it hasn't got": {ones(2, 2, 3), []neuron.ForwardOption{neuron.From{Synaptic: ones(2, 3)}}, argument.ErrOption},
		"no option":           {ones(2, 2, 3), []neuron.ForwardOption{nil}, argument.ErrOption},
	} {
		if out, err := l.Forward(c.current, c.opts...); out != nil || !errors.Is(err, c.kind) {
			t.Errorf("%s: %v, %v", name, out, err)
		}
	}
}
