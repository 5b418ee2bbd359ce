package neuron_test

import (
	"testing"

	"gosnn/snn/neuron"
	"gosnn/snn/surrogate"
)

var resets = map[string]neuron.Reset{"subtract": neuron.Subtract, "zero": neuron.Zero, "none": neuron.None}

// layer makes the neuron of a case, all of whose parameters are learned.
func (g golden) layer(t *testing.T) neuron.Layer {
	t.Helper()
	var f surrogate.Func
	check(t, f.UnmarshalText([]byte(g.Surrogate)))
	switch g.Neuron {
	case "Leaky":
		opts := []neuron.LeakyOption{neuron.Betas(g.Beta), neuron.Thresholds(g.Threshold), neuron.GradedFactors(g.Graded),
			resets[g.Reset], neuron.ResetDelay(g.Delay), neuron.Inhibition(g.Inhibition), neuron.Surrogate(f),
			neuron.LearnBeta(true), neuron.LearnThreshold(true), neuron.LearnGradedSpikes(true)}
		if g.Levels != nil {
			opts = append(opts, neuron.StateQuant(g.Levels))
		}
		l, err := neuron.NewLeaky(g.Beta[0], opts...)
		check(t, err)
		return l
	case "Lapicque":
		opts := []neuron.LapicqueOption{neuron.TimeStep(g.DT), neuron.Thresholds(g.Threshold), resets[g.Reset], neuron.Inhibition(g.Inhibition),
			neuron.Surrogate(f), neuron.LearnBeta(g.Beta != nil), neuron.LearnThreshold(true)}
		if g.Beta != nil {
			opts = append(opts, neuron.Beta(g.Beta[0]))
		}
		if g.R != nil {
			opts = append(opts, neuron.R(*g.R))
		}
		if g.C != nil {
			opts = append(opts, neuron.C(*g.C))
		}
		if g.Levels != nil {
			opts = append(opts, neuron.StateQuant(g.Levels))
		}
		l, err := neuron.NewLapicque(opts...)
		check(t, err)
		return l
	case "Synaptic":
		opts := []neuron.SynapticOption{neuron.Alphas(g.Alpha), neuron.Betas(g.Beta), neuron.Thresholds(g.Threshold),
			resets[g.Reset], neuron.ResetDelay(g.Delay), neuron.Inhibition(g.Inhibition), neuron.Surrogate(f), neuron.LearnAlpha(true),
			neuron.LearnBeta(true), neuron.LearnThreshold(true)}
		if g.Levels != nil {
			opts = append(opts, neuron.StateQuant(g.Levels))
		}
		l, err := neuron.NewSynaptic(g.Alpha[0], g.Beta[0], opts...)
		check(t, err)
		return l
	case "Alpha":
		opts := []neuron.AlphaOption{neuron.Alphas(g.Alpha), neuron.Betas(g.Beta), neuron.Thresholds(g.Threshold), resets[g.Reset],
			neuron.Inhibition(g.Inhibition), neuron.Surrogate(f), neuron.LearnAlpha(true), neuron.LearnBeta(true), neuron.LearnThreshold(true)}
		if g.Levels != nil {
			opts = append(opts, neuron.StateQuant(g.Levels))
		}
		l, err := neuron.NewAlpha(g.Alpha[0], g.Beta[0], opts...)
		check(t, err)
		return l
	case "RLeaky":
		opts := []neuron.RLeakyOption{g.recurrence(), resets[g.Reset], neuron.ResetDelay(g.Delay), neuron.Inhibition(g.Inhibition), neuron.LearnBeta(true),
			neuron.LearnThreshold(true)}
		if g.Levels != nil {
			opts = append(opts, neuron.StateQuant(g.Levels))
		}
		l, err := neuron.NewRLeaky(g.Beta[0], opts...)
		check(t, err)
		return l
	case "RSynaptic":
		opts := []neuron.RSynapticOption{g.recurrence(), resets[g.Reset], neuron.LearnAlpha(true), neuron.LearnBeta(true), neuron.LearnThreshold(true)}
		if g.Levels != nil {
			opts = append(opts, neuron.StateQuant(g.Levels))
		}
		l, err := neuron.NewRSynaptic(g.Alpha[0], g.Beta[0], opts...)
		check(t, err)
		return l
	case "SLSTM":
		l, err := neuron.NewSLSTM(int(g.Shape[2]), int(g.Hidden[1]), neuron.Threshold(g.Threshold[0]), neuron.LearnThreshold(true),
			resets[g.Reset], neuron.Bias(g.Bias))
		check(t, err)
		return l
	case "SConv2dLSTM":
		opts := []neuron.SConv2dLSTMOption{neuron.Threshold(g.Threshold[0]), neuron.LearnThreshold(true), resets[g.Reset], neuron.Bias(g.Bias)}
		if g.MaxPool > 0 {
			opts = append(opts, neuron.MaxPool(g.MaxPool))
		}
		if g.AvgPool > 0 {
			opts = append(opts, neuron.AvgPool(g.AvgPool))
		}
		l, err := neuron.NewSConv2dLSTM(int(g.Shape[2]), int(g.Hidden[1]), 3, opts...)
		check(t, err)
		return l
	case "LeakyParallel":
		l, err := neuron.NewLeakyParallel(int(g.Shape[2]), int(g.Hidden[1]), neuron.Betas(g.Beta), neuron.LearnBeta(true), neuron.Bias(g.Bias),
			neuron.DenseWeightHH(g.Dense), neuron.Threshold(g.Threshold[0]), neuron.LearnThreshold(true))
		check(t, err)
		return l
	case "DeltaLeaky":
		l, err := neuron.NewDeltaLeaky(g.Beta[0], neuron.Betas(g.Beta), neuron.LearnBeta(true), neuron.DeltaThreshold(g.Threshold[0]), neuron.Surrogate(f))
		check(t, err)
		return l
	case "AssociativeLeaky":
		l, err := neuron.NewAssociativeLeaky(int(g.Shape[2]), 2, 3, neuron.QueryProjection(g.Kind == "query"))
		check(t, err)
		return l
	case "StateLeaky":
		l, err := neuron.NewStateLeaky(g.Beta[0], neuron.Betas(g.Beta), neuron.LearnBeta(true), neuron.Thresholds(g.Threshold), neuron.LearnThreshold(true))
		check(t, err)
		return l
	}
	panic("no neuron " + g.Neuron)
}

// recurrence is how spikes come back to the neurons of a case.
func (g golden) recurrence() interface {
	neuron.RLeakyOption
	neuron.RSynapticOption
} {
	switch g.Kind {
	case "all":
		return neuron.AllToAll(g.Shape[2])
	case "one":
		return neuron.OneToOne(1)
	}
	return neuron.Convolution{Channels: int(g.Shape[2]), Kernel: 3}
}
