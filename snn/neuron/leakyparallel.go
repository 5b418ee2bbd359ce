package neuron

import (
	"cmp"
	"fmt"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// LeakyParallel is a dense layer and leaky neurons without reset, as one recurrent network whose recurrent weights are decays.
//
//	U = relu(x·WeightIHᵀ + BiasIH + beta·U + BiasHH)
//	S = g·H(U - θ)
//
// x [B x In] is the current of a step. U is never negative. WeightHH [Hidden x Hidden] has the decays on its diagonal; what is beside
// it counts for zero, but with Dense, where beta·U is WeightHH·U: each membrane reaches all neurons.
//
// snnTorch: LeakyParallel, which does not write decays that are given as a tensor.
type LeakyParallel struct {
	Firing
	CellWeights      // of one gate
	Dense       bool // WeightHH counts beside its diagonal, too
}

// LeakyParallelOption is an option of [NewLeakyParallel].
type LeakyParallelOption interface{ leakyparallel(*config) }

// DenseWeightHH makes all recurrent weights count, not decays alone: a membrane reaches each neuron, as in a recurrent network without spikes. [Betas], if there are any, are
// the initial values of a neuron's row of WeightHH then, and [LearnBeta] learns all of it. snnTorch: weight_hh_enable.
//
// Taken by [NewLeakyParallel].
type DenseWeightHH bool

func (o DenseWeightHH) leakyparallel(c *config) { c.dense = bool(o) }

// NewLeakyParallel makes a layer of hidden LeakyParallel neurons, with in inputs. Weights and biases, and without Betas the decays, are
// drawn evenly from (-1/√hidden, 1/√hidden).
//
// Options: [Betas] (one for all, or one for each neuron), [LearnBeta] (false), [DenseWeightHH] (false), [Bias] (true), [Seed] (a fresh one), [Threshold] (1),
// [Thresholds], [LearnThreshold] (false), [GradedSpikes] (1), [GradedFactors], [LearnGradedSpikes] (false), [Surrogate] (surrogate.ATan(2)).
// Errors: a size below 1, a decay outside of [0, 1], or another number of decays; a threshold or factor that is not finite, an invalid surrogate
// gradient.
func NewLeakyParallel(in, hidden int, opts ...LeakyParallelOption) (l *LeakyParallel, err error) {
	defer argument.Name(&err, "neuron.NewLeakyParallel")
	c := defaults()
	c.reset = None
	if c, err = configure(c, opts, LeakyParallelOption.leakyparallel); err != nil {
		return nil, err
	}
	if err := cmp.Or(checkSizes(size{"in", in}, size{"hidden", hidden}), checkDecay("Betas", c.beta)); err != nil {
		return nil, err
	}
	if n := len(c.beta); n > 1 && n != hidden {
		return nil, argument.New("Betas", n, fmt.Sprintf("one value, or %d", int64(hidden)), argument.ErrShape)
	}
	l = new(LeakyParallel)
	if l.Firing, err = c.newFiring(); err != nil {
		return nil, err
	}
	if l.CellWeights, err = c.newCellWeights(1, in, hidden, c.learnBeta); err != nil {
		return nil, err
	}
	l.Dense = c.dense
	return l, l.writeDecays(c.beta)
}

// writeDecays writes decays to the recurrent weights, if there are any, and clears those beside the diagonal if they are without use.
func (l *LeakyParallel) writeDecays(beta []float64) error {
	return ops.Do(func(s *ops.Scope) error {
		w := s.In(l.WeightHH)
		n, values := int(s.Shape(w)[0]), tensormem.Memory[float32](w)
		for i := range values {
			switch row, column := i/n, i%n; {
			case row != column && !l.Dense:
				values[i] = 0
			case len(beta) > 0:
				values[i] = float32(beta[min(row, len(beta)-1)])
			}
		}
		return s.Err()
	})
}

// Parameters returns "threshold", "graded_spikes_factor", "rnn.weight_ih_l0", "rnn.weight_hh_l0", and the biases that there are,
// "rnn.bias_ih_l0" and "rnn.bias_hh_l0".
func (l *LeakyParallel) Parameters() []Parameter {
	return append(l.parameters(), l.named("rnn.", "_l0")...)
}

// Forward runs the neurons through all time steps: see [Layer]. The current is [T x B x In], outputs are [T x B x Hidden].
func (l *LeakyParallel) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.LeakyParallel.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *LeakyParallel) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.LeakyParallel.Step", l.run, current, state)
}

func (l *LeakyParallel) run(r *run) (*Output, error) {
	hidden, err := l.hidden(r, 1)
	if err != nil {
		return nil, err
	}
	if err := r.checkState(hidden, "Membrane"); err != nil {
		return nil, err
	}
	u, last, err := l.membranes(r, hidden)
	if err != nil {
		return nil, err
	}
	return l.fire(r, u, u, last, hidden)
}

// membranes are those of all steps, and the last ones.
func (l *LeakyParallel) membranes(r *run, hidden []int64) (u, last *ts.Tensor, err error) {
	err = ops.Do(func(s *ops.Scope) error {
		x := s.In(r.current)
		switch r.layout {
		case grad.Static:
			x = s.Expand(x, append([]int64{int64(r.steps)}, r.sample...)...)
		case grad.Step:
			x = s.Reshape(x, append([]int64{1}, r.sample...)...)
		}
		first := s.Reshape(r.orZero(s, r.state.Membrane, hidden), append([]int64{1}, hidden...)...)
		ih, hh, biasIH, biasHH := l.cast(r, s)
		if !l.Dense {
			hh = s.Mul(hh, s.Op(func(out *lib.Ctensor) { lib.AtgEye(out, hidden[1], r.dtype.CInt(), tensormem.CPU) }))
		}
		weights, biases := []lib.Ctensor{ih, hh}, int32(0)
		if l.BiasIH != nil {
			weights, biases = append(weights, biasIH, biasHH), 1
		}
		all, end := s.Pair(func(out *lib.Ctensor) { lib.AtgRnnRelu(out, x, first, weights, len(weights), biases, 1, 0, 0, 0, 0) })
		if r.layout == grad.Step {
			all = s.Reshape(all, hidden...)
		}
		end = s.Reshape(end, hidden...)
		if err := s.Err(); err != nil {
			return err
		}
		u, last = s.Own(all), s.Own(end)
		return nil
	})
	return u, last, err
}
