package neuron_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gosnn/snn/neuron"
)

// A memory of many steps, after which snnTorch's has faded, is that of a loop over its elements; all steps at once, one after another and of an input that does not
// change give the same.
func TestAssociativeLeaky(t *testing.T) {
	const T, B, in, d, n = 60, 2, 4, 2, 3
	l, err := neuron.NewAssociativeLeaky(in, d, n, neuron.Threshold(0.1), neuron.GradedSpikes(2), neuron.Seed(1))
	check(t, err)
	x := random(rand.New(rand.NewPCG(1, 2)), T*B*in, -1, 1)
	project := func(p neuron.Projection, x []float64) []float64 {
		w, y := values(t, p.Weight), values(t, p.Bias)
		for i := range y {
			for j, v := range x {
				y[i] += w[i*len(x)+j] * v
			}
		}
		return y
	}
	var membranes, outputs []float64
	memory := make([]float64, B*d*n)
	for step := range T {
		for b := range B {
			x, m := x[(step*B+b)*in:][:in], memory[b*d*n:][:d*n]
			v, k, a, q := project(l.Value, x), project(l.Key, x), project(l.Decay, x), project(l.Query, x)
			y := make([]float64, d*d)
			for i := range d {
				for j := range n {
					m[i*n+j] = m[i*n+j]/(1+math.Exp(-a[j])) + v[i]*k[j]
					if m[i*n+j] > 0.1 {
						for c := range d {
							y[i*d+c] += 2 * q[j*d+c]
						}
					}
				}
			}
			membranes, outputs = append(membranes, m...), append(outputs, y...)
		}
	}
	current := tensor(t, x, []int64{T, B, in})
	whole, err := l.Forward(current, neuron.KeepState(true))
	check(t, err)
	defer whole.Drop()
	near(t, "membrane", values(t, whole.Membrane), membranes)
	near(t, "read", values(t, whole.Spikes), outputs)
	if shapes, want := fmt.Sprint(whole.Spikes.MustSize(), whole.Membrane.MustSize(), whole.State.Membrane.MustSize()), "[60 2 4] [60 2 6] [2 6]"; shapes != want {
		t.Errorf("shapes %s, want %s", shapes, want)
	}
	stepwise := steps(t, l, current, neuron.State{})
	defer stepwise.Drop()
	near(t, "read, step by step", values(t, stepwise.Spikes), values(t, whole.Spikes))
	near(t, "state", values(t, stepwise.State.Membrane), values(t, whole.State.Membrane))

	first := tensor(t, x[:B*in], []int64{B, in})
	static, err := l.Forward(first, neuron.NumSteps(5))
	check(t, err)
	defer static.Drop()
	written, err := l.Forward(tensor(t, slices.Repeat(x[:B*in], 5), []int64{5, B, in}))
	check(t, err)
	defer written.Drop()
	near(t, "read, of an input that does not change", values(t, static.Spikes), values(t, written.Spikes))
}
