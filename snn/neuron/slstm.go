package neuron

import (
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/ops"
)

// SLSTM is a layer of LSTM cells (Hochreiter and Schmidhuber, 1997) whose hidden state is a membrane: it spikes above the threshold.
//
//	R = H(U - θ)
//	i, f, g, o = gates of x·WeightIHᵀ + BiasIH + U·WeightHHᵀ + BiasHH
//	C = σ(f)·C + σ(i)·tanh(g)
//	U = σ(o)·tanh(C)
//	U = U - R·θ or U - R·U    Reset(Subtract) or Reset(Zero); C is never reset
//	S = g·H(U - θ)
//
// x [B x In] is the current of a step. C is the state's Synaptic. |U| is below 1: with a threshold of 1 no neuron ever fires.
//
// snnTorch: SLSTM, which clears the state in each step where In is not the hidden size. Here it is kept.
type SLSTM struct {
	Firing
	CellWeights // of four gates
}

// SLSTMOption is an option of [NewSLSTM].
type SLSTMOption interface{ slstm(*config) }

// NewSLSTM makes a layer of hidden SLSTM neurons, with in inputs, their weights and biases drawn evenly from (-1/√hidden, 1/√hidden).
//
// Options: [Bias] (true), [Seed] (a fresh one), [Threshold] (1), [Thresholds], [LearnThreshold] (false), [GradedSpikes] (1), [GradedFactors],
// [LearnGradedSpikes] (false), [Reset] (None), [Surrogate] (surrogate.ATan(2)).
// Errors: a size below 1, a threshold or factor that is not finite, an invalid surrogate gradient.
func NewSLSTM(in, hidden int, opts ...SLSTMOption) (l *SLSTM, err error) {
	defer argument.Name(&err, "neuron.NewSLSTM")
	c := defaults()
	c.reset = None
	if c, err = configure(c, opts, SLSTMOption.slstm); err != nil {
		return nil, err
	}
	if err := checkSizes(size{"in", in}, size{"hidden", hidden}); err != nil {
		return nil, err
	}
	l = new(SLSTM)
	if l.Firing, err = c.newFiring(); err != nil {
		return nil, err
	}
	l.CellWeights, err = c.newCellWeights(4, in, hidden, true)
	return l, err
}

// Parameters returns "threshold", "graded_spikes_factor", "lstm_cell.weight_ih", "lstm_cell.weight_hh", and the biases that there are,
// "lstm_cell.bias_ih" and "lstm_cell.bias_hh".
func (l *SLSTM) Parameters() []Parameter {
	return append(l.parameters(), l.named("lstm_cell.", "")...)
}

// Forward runs the neurons through all time steps: see [Layer]. The current is [T x B x In], outputs are [T x B x Hidden].
func (l *SLSTM) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.SLSTM.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *SLSTM) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.SLSTM.Step", l.run, current, state)
}

func (l *SLSTM) run(r *run) (*Output, error) {
	hidden, err := l.hidden(r, 4)
	if err != nil {
		return nil, err
	}
	if err := r.checkState(hidden, "Synaptic", "Membrane"); err != nil {
		return nil, err
	}
	return r.overTime(func(r *run) (*Output, error) { return l.step(r, hidden) })
}

func (l *SLSTM) step(r *run, hidden []int64) (*Output, error) {
	var u, cell *ts.Tensor
	if err := ops.Do(func(s *ops.Scope) error {
		wih, whh, bih, bhh := l.cast(r, s)
		gates := s.Add(grad.Linear(s, s.In(r.current), wih, bih), grad.Linear(s, r.orZero(s, r.state.Membrane, hidden), whh, bhh))
		h, c := lstm(s, gates, 2, 3, r.orZero(s, r.state.Synaptic, hidden))
		if err := s.Err(); err != nil {
			return err
		}
		u, cell = s.Own(h), s.Own(c)
		return nil
	}); err != nil {
		return nil, err
	}
	defer u.MustDrop()
	out, err := l.Firing.reset(r, u, hidden)
	if err != nil {
		cell.MustDrop()
		return nil, err
	}
	out.State.Synaptic = cell
	return out, nil
}

// lstm is tanh(C)·σ(o) and C, of the gates i, f, and g and o at these places, [B x 4·N x ...], and the last C, [B x N x ...].
func lstm(s *ops.Scope, gates lib.Ctensor, g, o int64, cell lib.Ctensor) (h, c lib.Ctensor) {
	n := s.Shape(cell)
	gate := func(k int64, f func(*lib.Ctensor, lib.Ctensor)) lib.Ctensor {
		part := s.Op(func(out *lib.Ctensor) { lib.AtgNarrow(out, gates, 1, k*n[1], n[1]) })
		return s.Op(func(out *lib.Ctensor) { f(out, part) })
	}
	if s.Err() != nil {
		return nil, nil
	}
	c = s.Add(s.Mul(gate(1, lib.AtgSigmoid), cell), s.Mul(gate(0, lib.AtgSigmoid), gate(g, lib.AtgTanh)))
	return s.Mul(gate(o, lib.AtgSigmoid), s.Op(func(out *lib.Ctensor) { lib.AtgTanh(out, c) })), c
}

// reset spikes from new membranes u, which other operations made, after the reset by the last ones.
func (f *Firing) reset(r *run, u *ts.Tensor, sample []int64) (*Output, error) {
	s := *r
	s.current, s.sample, s.state = u, sample, State{Membrane: r.state.Membrane}
	return f.run(&s, grad.Neuron{Model: grad.Leaky}, grad.Zero)
}
