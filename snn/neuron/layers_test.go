package neuron_test

import (
	"fmt"
	"testing"

	"gosnn/snn/neuron"
	"gosnn/snn/surrogate"
)

// layers are neurons of each kind, whose parameters are learned, for samples of n features.
func layers(t testing.TB, n int) map[string]neuron.Layer {
	t.Helper()
	betas := make([]float64, n)
	for i := range betas {
		betas[i] = float64(i) / float64(n)
	}
	all := map[string]neuron.Layer{}
	add := func(name string, l neuron.Layer, err error) {
		check(t, err)
		all[name] = l
	}
	for _, r := range []neuron.Reset{neuron.Subtract, neuron.Zero, neuron.None} {
		l, err := neuron.NewLeaky(0.9, r, neuron.LearnBeta(true), neuron.LearnThreshold(true), neuron.LearnGradedSpikes(true))
		add(fmt.Sprint("Leaky/", r), l, err)
		l, err = neuron.NewLeaky(0.9, r, neuron.Betas(betas), neuron.LearnBeta(true), neuron.ResetDelay(false), neuron.Inhibition(true))
		add(fmt.Sprint("Leaky/inhibition/", r), l, err)
		s, err := neuron.NewSynaptic(0.9, 0.8, r, neuron.LearnAlpha(true), neuron.LearnBeta(true), neuron.LearnThreshold(true),
			neuron.Surrogate(surrogate.SSO(0, 0.2, 1)))
		add(fmt.Sprint("Synaptic/", r), s, err)
		a, err := neuron.NewAlpha(0.9, 0.8, r, neuron.LearnAlpha(true), neuron.LearnBeta(true), neuron.LearnThreshold(true), neuron.Threshold(0.2))
		add(fmt.Sprint("Alpha/", r), a, err)
		p, err := neuron.NewLapicque(neuron.Beta(0.9), neuron.R(10), r, neuron.LearnBeta(true), neuron.LearnThreshold(true))
		add(fmt.Sprint("Lapicque/", r), p, err)
	}
	u, err := neuron.NewStateLeaky(0.9, neuron.LearnBeta(true), neuron.LearnThreshold(true), neuron.LearnGradedSpikes(true))
	add("StateLeaky", u, err)
	return all
}

// slowLayers are neurons of the other kinds, of more than one node of the graph, or run one step after another.
func slowLayers(t testing.TB, n int) map[string]neuron.Layer {
	t.Helper()
	all := map[string]neuron.Layer{}
	add := func(name string, l neuron.Layer, err error) {
		check(t, err)
		all[name] = l
	}
	r, err := neuron.NewRLeaky(0.9, neuron.AllToAll(n), neuron.Seed(1), neuron.ResetDelay(false))
	add("RLeaky", r, err)
	s, err := neuron.NewRSynaptic(0.9, 0.8, neuron.OneToOne(-0.5), neuron.LearnAlpha(true), neuron.ResetDelay(false))
	add("RSynaptic", s, err)
	l, err := neuron.NewSLSTM(n, n+3, neuron.Threshold(0.1), neuron.Seed(1), neuron.Reset(neuron.Subtract))
	add("SLSTM", l, err)
	p, err := neuron.NewLeakyParallel(n, n+2, neuron.Betas{0.9}, neuron.LearnBeta(true), neuron.Threshold(0.3), neuron.Seed(1))
	add("LeakyParallel", p, err)
	p, err = neuron.NewLeakyParallel(n, n+2, neuron.DenseWeightHH(true), neuron.LearnBeta(true), neuron.Threshold(0.3), neuron.Seed(1))
	add("LeakyParallel/dense", p, err)
	d, err := neuron.NewDeltaLeaky(0.9, neuron.DeltaThreshold(0.5), neuron.LearnBeta(true))
	add("DeltaLeaky", d, err)
	m, err := neuron.NewAssociativeLeaky(n, 3, 5, neuron.QueryProjection(false), neuron.Threshold(0.1), neuron.LearnThreshold(true), neuron.Seed(1))
	add("AssociativeLeaky", m, err)
	return all
}
