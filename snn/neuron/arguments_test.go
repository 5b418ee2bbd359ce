package neuron_test

import (
	"errors"
	"math"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/neuron"
)

// made is what a constructor returns.
type made struct {
	layer neuron.Layer
	err   error
}

func of[L neuron.Layer](l L, err error) made { return made{l, err} }

func TestNeuronArguments(t *testing.T) {
	for text, c := range map[string]struct {
		made
		kind error
	}{
		"neuron.NewSynaptic: alpha is 1.1, want in [0, 1]":                                                            {of(neuron.NewSynaptic(1.1, 0.5)), argument.ErrRange},
		"neuron.NewSynaptic: beta is NaN, want in [0, 1]":                                                             {of(neuron.NewSynaptic(1, math.NaN())), argument.ErrRange},
		"neuron.NewAlpha: alpha is 0.5, want above beta, 0.5":                                                         {of(neuron.NewAlpha(0.5, 0.5)), argument.ErrRange},
		"neuron.NewAlpha: alpha is 0.6, want above beta, 0.7":                                                         {of(neuron.NewAlpha(0, 0.5, neuron.Alphas{0.9, 0.6}, neuron.Betas{0.5, 0.7})), argument.ErrRange},
		"neuron.NewAlpha: Alphas is 2 values, want as many as Betas, 3":                                               {of(neuron.NewAlpha(0, 0, neuron.Alphas{0.9, 0.6}, neuron.Betas{0.5, 0.7, 0.1})), argument.ErrShape},
		"neuron.NewLapicque: Beta is missing, want Beta, or R and C":                                                  {of(neuron.NewLapicque(neuron.R(1))), argument.ErrOption},
		"neuron.NewLapicque: Beta is given, want left out with R and C, which set it":                                 {of(neuron.NewLapicque(neuron.R(1), neuron.C(1), neuron.Beta(0.5))), argument.ErrOption},
		"neuron.NewLapicque: Beta is 1, want in (0, 1)":                                                               {of(neuron.NewLapicque(neuron.Beta(1))), argument.ErrRange},
		"neuron.NewLapicque: LearnBeta is true, want Beta with it":                                                    {of(neuron.NewLapicque(neuron.R(1), neuron.C(1), neuron.LearnBeta(true))), argument.ErrOption},
		"neuron.NewLapicque: C is 1e-300, want > 0":                                                                   {of(neuron.NewLapicque(neuron.R(1), neuron.C(1e-300))), argument.ErrRange},
		"neuron.NewLapicque: R is 0, want > 0":                                                                        {of(neuron.NewLapicque(neuron.R(0), neuron.C(1))), argument.ErrRange},
		"neuron.NewLapicque: TimeStep is +Inf, want > 0":                                                              {of(neuron.NewLapicque(neuron.Beta(0.5), neuron.TimeStep(math.Inf(1)))), argument.ErrRange},
		"neuron.NewRLeaky: recurrence is 0, want one of AllToAll, Convolution and OneToOne":                           {of(neuron.NewRLeaky(0.5)), argument.ErrOption},
		"neuron.NewRLeaky: recurrence is 2, want one of AllToAll, Convolution and OneToOne":                           {of(neuron.NewRLeaky(0.5, neuron.AllToAll(2), neuron.OneToOne(1))), argument.ErrOption},
		"neuron.NewRLeaky: AllToAll is 0, want >= 1 (neurons)":                                                        {of(neuron.NewRLeaky(0.5, neuron.AllToAll(0))), argument.ErrRange},
		"neuron.NewRLeaky: Convolution is {2 4}, want channels >= 1 and an odd kernel, which keeps the sample's size": {of(neuron.NewRLeaky(0.5, neuron.Convolution{Channels: 2, Kernel: 4})), argument.ErrRange},
		"neuron.NewRSynaptic: OneToOne is NaN, want a finite number":                                                  {of(neuron.NewRSynaptic(0.5, 0.5, neuron.OneToOne(math.NaN()))), argument.ErrNotFinite},
		"neuron.NewRSynaptic: option is nil, want an option of the function":                                          {of(neuron.NewRSynaptic(0.5, 0.5, nil)), argument.ErrOption},
		"neuron.NewSLSTM: hidden is 0, want >= 1":                                                                     {of(neuron.NewSLSTM(3, 0)), argument.ErrRange},
		"neuron.NewSConv2dLSTM: kernel is 2, want odd, which keeps the sample's size":                                 {of(neuron.NewSConv2dLSTM(1, 1, 2)), argument.ErrRange},
		"neuron.NewSConv2dLSTM: MaxPool is 0, want >= 1":                                                              {of(neuron.NewSConv2dLSTM(1, 1, 3, neuron.MaxPool(0))), argument.ErrRange},
		"neuron.NewSConv2dLSTM: AvgPool is 2, want left out with MaxPool":                                             {of(neuron.NewSConv2dLSTM(1, 1, 3, neuron.MaxPool(2), neuron.AvgPool(2))), argument.ErrOption},
		"neuron.NewLeaky: StateQuant is no level, want at least one":                                                  {of(neuron.NewLeaky(0.5, neuron.StateQuant{})), argument.ErrRange},
		"neuron.NewLeaky: StateQuant is 0 at level 1, want finite levels, from the lowest to the highest":             {of(neuron.NewLeaky(0.5, neuron.StateQuant{1, 0})), argument.ErrRange},
		"neuron.NewLeaky: ResetDelay is false, want true, with StateQuant":                                            {of(neuron.NewLeaky(0.5, neuron.StateQuant{0, 1}, neuron.ResetDelay(false))), argument.ErrOption},
		"neuron.NewLeakyParallel: Betas is 2, want one value, or 3":                                                   {of(neuron.NewLeakyParallel(2, 3, neuron.Betas{0.1, 0.2})), argument.ErrShape},
		"neuron.NewDeltaLeaky: beta is NaN, want in [0, 1]":                                                           {of(neuron.NewDeltaLeaky(math.NaN())), argument.ErrRange},
		"neuron.NewDeltaLeaky: DeltaThreshold is +Inf, want a finite number":                                          {of(neuron.NewDeltaLeaky(0.5, neuron.DeltaThreshold(math.Inf(1)))), argument.ErrNotFinite},
		"neuron.NewAssociativeLeaky: dKey is 0, want >= 1":                                                            {of(neuron.NewAssociativeLeaky(1, 1, 0)), argument.ErrRange},
		"neuron.NewStateLeaky: beta is -0.1, want in [0, 1]":                                                          {of(neuron.NewStateLeaky(-0.1)), argument.ErrRange},
	} {
		if !errors.Is(c.err, c.kind) || c.err.Error() != text {
			t.Errorf("want %q\n got %v", text, c.err)
		}
	}
}

// A current of another shape is named before any work.
func TestCurrentShape(t *testing.T) {
	dense := of(neuron.NewRLeaky(0.5, neuron.AllToAll(3)))
	convolution := of(neuron.NewRSynaptic(0.5, 0.5, neuron.Convolution{Channels: 2, Kernel: 3}))
	pooled := of(neuron.NewSConv2dLSTM(2, 1, 3, neuron.MaxPool(3)))
	for text, c := range map[string]struct {
		made
		shape []int64
	}{
		"neuron.RLeaky.Forward: current is [2 4], want [B x 3] in each step":                     {dense, []int64{5, 2, 4}},
		"neuron.RSynaptic.Forward: current is [2 3 4 4], want [B x 2 x H x W] in each step":      {convolution, []int64{5, 2, 3, 4, 4}},
		"neuron.SLSTM.Forward: current is [2 4], want [B x 3] in each step":                      {of(neuron.NewSLSTM(3, 3)), []int64{5, 2, 4}},
		"neuron.SConv2dLSTM.Forward: current is [2 3 4 4], want [B x 2 x H x W] in each step":    {pooled, []int64{5, 2, 3, 4, 4}},
		"neuron.SConv2dLSTM.Forward: current is [2 2 2 4], want H and W >= 3, the pool's window": {pooled, []int64{5, 2, 2, 2, 4}},
		"neuron.AssociativeLeaky.Forward: current is [2 4], want [B x 3] in each step":           {of(neuron.NewAssociativeLeaky(3, 2, 2)), []int64{5, 2, 4}},
		"neuron.LeakyParallel.Forward: current is [2 4], want [B x 3] in each step":              {of(neuron.NewLeakyParallel(3, 3)), []int64{5, 2, 4}},
	} {
		check(t, c.err)
		x := ts.MustOnes(c.shape, gotch.Float, gotch.CPU)
		if _, err := c.layer.Forward(x); !errors.Is(err, argument.ErrShape) || err.Error() != text {
			t.Errorf("want %q\n got %v", text, err)
		}
		x.MustDrop()
	}
}

// TestZeroLayers: a layer that no constructor has made, or that has lost a tensor, names what it lacks. libtorch would end the process.
func TestZeroLayers(t *testing.T) {
	x := ts.MustOnes([]int64{2, 3}, gotch.Float, gotch.CPU)
	defer x.MustDrop()
	for name, l := range map[string]neuron.Layer{"Leaky": new(neuron.Leaky), "Lapicque": new(neuron.Lapicque), "Synaptic": new(neuron.Synaptic),
		"Alpha": new(neuron.Alpha), "RLeaky": new(neuron.RLeaky), "RSynaptic": new(neuron.RSynaptic), "SLSTM": new(neuron.SLSTM),
		"LeakyParallel": new(neuron.LeakyParallel), "StateLeaky": new(neuron.StateLeaky), "DeltaLeaky": new(neuron.DeltaLeaky),
		"AssociativeLeaky": new(neuron.AssociativeLeaky)} {
		if _, _, err := l.Step(x, neuron.State{}); !errors.Is(err, argument.ErrTensor) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, steps := range []int{0, -1, neuron.MaxSteps + 1} {
		if _, err := of(neuron.NewLeaky(0.5)).layer.Forward(x, neuron.NumSteps(steps)); !errors.Is(err, argument.ErrRange) {
			t.Errorf("%d steps: %v", steps, err)
		}
	}
}
