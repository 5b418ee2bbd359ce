package neuron

import (
	"fmt"
	"math"
	"slices"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/initial"
	"gosnn/snn/internal/ops"
)

// SConv2dLSTM is a layer of convolutional LSTM cells (Shi et al., Convolutional LSTM Network, 2015) whose hidden state is a membrane.
//
//	R = H(U - θ)
//	i, f, o, g = gates of one convolution of [x, U], padded to the size of x
//	C = σ(f)·C + σ(i)·tanh(g)
//	U = σ(o)·tanh(C)
//	U = U - R·θ or U - R·U    Reset(Subtract) or Reset(Zero); C is never reset
//	S = g·H(pool(U) - θ)      MaxPool or AvgPool, or none
//
// x [B x In x H x W] is the current of a step; U and C, the state's Synaptic, are [B x Out x H x W]. |U| is below 1: with a threshold
// of 1 no neuron ever fires.
//
// snnTorch: SConv2dLSTM.
type SConv2dLSTM struct {
	Firing
	Weight           *ts.Tensor // [4·Out x In+Out x Kernel x Kernel]
	Bias             *ts.Tensor // [4·Out], or nil
	MaxPool, AvgPool int        // side of the windows, or 0
}

// SConv2dLSTMOption is an option of [NewSConv2dLSTM].
type SConv2dLSTMOption interface{ sconv2dlstm(*config) }

// Bias(false) leaves out biases.
//
// Taken by [NewLeakyParallel], [NewSConv2dLSTM], [NewSLSTM].
type Bias bool

// MaxPool spikes from the largest membrane of each window with this side.
//
// Taken by [NewSConv2dLSTM].
type MaxPool int

// AvgPool spikes from the mean membrane of each window with this side.
//
// Taken by [NewSConv2dLSTM].
type AvgPool int

func (o Bias) set(c *config)    { c.noBias = !bool(o) }
func (o MaxPool) set(c *config) { c.maxPool, c.hasMaxPool = int(o), true }
func (o AvgPool) set(c *config) { c.avgPool, c.hasAvgPool = int(o), true }

// NewSConv2dLSTM makes a layer of SConv2dLSTM neurons with a square kernel of an odd size, weights and biases drawn evenly from
// (-1/√n, 1/√n), n = (in + out)·kernel².
//
// Options: [Bias] (true), one of [MaxPool] and [AvgPool], [Seed] (a fresh one), [Threshold] (1), [LearnThreshold] (false),
// [GradedSpikes] (1), [LearnGradedSpikes] (false), [Reset] (None), [Surrogate] (surrogate.ATan(2)).
// Errors: a size below 1, an even kernel, both pools; a threshold or factor that is not finite, an invalid surrogate gradient.
func NewSConv2dLSTM(in, out, kernel int, opts ...SConv2dLSTMOption) (l *SConv2dLSTM, err error) {
	defer argument.Name(&err, "neuron.NewSConv2dLSTM")
	c := defaults()
	c.reset = None
	if c, err = configure(c, opts, SConv2dLSTMOption.sconv2dlstm); err != nil {
		return nil, err
	}
	sizes := []size{{"in", in}, {"out", out}, {"kernel", kernel}}
	if c.hasMaxPool {
		sizes = append(sizes, size{"MaxPool", c.maxPool})
	}
	if c.hasAvgPool {
		sizes = append(sizes, size{"AvgPool", c.avgPool})
	}
	if err := checkSizes(sizes...); err != nil {
		return nil, err
	}
	switch {
	case kernel%2 == 0:
		return nil, argument.New("kernel", kernel, "odd, which keeps the sample's size", argument.ErrRange)
	case c.hasMaxPool && c.hasAvgPool:
		return nil, argument.New("AvgPool", c.avgPool, "left out with MaxPool", argument.ErrOption)
	}
	l = &SConv2dLSTM{MaxPool: c.maxPool, AvgPool: c.avgPool}
	if l.Firing, err = c.newFiring(); err != nil {
		return nil, err
	}
	r, bound := c.generator(), 1/math.Sqrt(float64((in+out)*kernel*kernel))
	if l.Weight, err = initial.Even(r, bound, true, int64(4*out), int64(in+out), int64(kernel), int64(kernel)); err != nil || c.noBias {
		return l, err
	}
	l.Bias, err = initial.Even(r, bound, true, int64(4*out))
	return l, err
}

// Parameters returns "threshold", "graded_spikes_factor", "conv.weight", and if there is one "conv.bias".
func (l *SConv2dLSTM) Parameters() []Parameter {
	all := append(l.parameters(), Parameter{"conv.weight", l.Weight})
	if l.Bias == nil {
		return all
	}
	return append(all, Parameter{"conv.bias", l.Bias})
}

// Forward runs the neurons through all time steps: see [Layer]. The current is [T x B x In x H x W], membranes are
// [T x B x Out x H x W], and spikes, where there is a pool, are smaller by its windows.
func (l *SConv2dLSTM) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.SConv2dLSTM.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *SConv2dLSTM) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.SConv2dLSTM.Step", l.run, current, state)
}

func (l *SConv2dLSTM) run(r *run) (*Output, error) {
	w, err := inspectWeight("Weight", l.Weight, 4)
	if err != nil {
		return nil, err
	}
	out := w[0] / 4
	if len(r.sample) != 4 || r.sample[1] != w[1]-out {
		return nil, argument.New("current", r.sample, fmt.Sprintf("[B x %d x H x W] in each step", w[1]-out), argument.ErrShape)
	}
	hidden := []int64{r.sample[0], out, r.sample[2], r.sample[3]}
	if pool := int64(max(l.MaxPool, l.AvgPool)); pool > min(hidden[2], hidden[3]) {
		return nil, argument.New("current", r.sample, fmt.Sprintf("H and W >= %d, the pool's window", pool), argument.ErrShape)
	}
	if err := r.checkState(hidden, "Synaptic", "Membrane"); err != nil {
		return nil, err
	}
	return r.overTime(func(r *run) (*Output, error) { return l.step(r, hidden) })
}

func (l *SConv2dLSTM) step(r *run, hidden []int64) (*Output, error) {
	u, cell, err := l.cell(r, hidden)
	if err != nil {
		return nil, err
	}
	defer u.MustDrop()
	out, err := l.Firing.reset(r, u, hidden)
	if err == nil && (l.MaxPool > 0 || l.AvgPool > 0) {
		err = l.fromPool(r, out, hidden)
	}
	if err != nil {
		cell.MustDrop()
		return nil, err
	}
	out.State.Synaptic = cell
	return out, nil
}

// cell is the membrane before its reset and the cell state after a step.
func (l *SConv2dLSTM) cell(r *run, hidden []int64) (u, cell *ts.Tensor, err error) {
	err = ops.Do(func(s *ops.Scope) error {
		both := []lib.Ctensor{s.In(r.current), r.orZero(s, r.state.Membrane, hidden)}
		x := s.Op(func(out *lib.Ctensor) { lib.AtgCat(out, both, 2, 1) })
		w, b := r.cast(s, l.Weight), r.cast(s, l.Bias)
		m, c := lstm(s, convolve(s, x, w, b), 3, 2, r.orZero(s, r.state.Synaptic, hidden))
		if err := s.Err(); err != nil {
			return err
		}
		u, cell = s.Own(m), s.Own(c)
		return nil
	})
	return u, cell, err
}

// fromPool replaces the spikes by those of the pooled membrane.
func (l *SConv2dLSTM) fromPool(r *run, out *Output, hidden []int64) error {
	side := int64(max(l.MaxPool, l.AvgPool))
	window, none, one := []int64{side, side}, []int64{0, 0}, []int64{1, 1}
	pooled, err := ops.Run(func(s *ops.Scope) lib.Ctensor {
		u := s.In(out.State.Membrane)
		return s.Op(func(p *lib.Ctensor) {
			if l.MaxPool > 0 {
				lib.AtgMaxPool2d(p, u, window, 2, window, 2, none, 2, one, 2, 0)
			} else {
				lib.AtgAvgPool2d(p, u, window, 2, window, 2, none, 2, 0, 1, 0, 1)
			}
		})
	})
	if err != nil {
		out.Drop()
		return err
	}
	defer pooled.MustDrop()
	sample := slices.Clone(hidden)
	sample[2], sample[3] = sample[2]/side, sample[3]/side
	firing, s := l.Firing, *r
	firing.Reset = None
	s.current, s.sample, s.state, s.keepState = pooled, sample, State{}, false
	spikes, err := firing.run(&s, grad.Neuron{Model: grad.Leaky}, grad.Zero)
	if err != nil {
		out.Drop()
		return err
	}
	out.Spikes.MustDrop()
	out.Spikes = spikes.Spikes
	return nil
}
