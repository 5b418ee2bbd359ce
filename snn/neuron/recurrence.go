package neuron

import (
	"fmt"
	"math"
	"math/rand/v2"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/initial"
	"gosnn/snn/internal/ops"
	"gosnn/snn/seed"
)

// Recurrence is how a layer's spikes come back to it as a current V(S) in the next step.
//
//	AllToAll, of N neurons     Weight [N x N], Bias [N]: S·Weightᵀ + Bias
//	Convolution, of C channels Weight [C x C x K x K], Bias [C], padded to the size of the sample
//	OneToOne                   Weight one value, or broadcast to the features, and no Bias: S·Weight
type Recurrence struct {
	Kind         Connection
	Weight, Bias *ts.Tensor
}

// Connection is a kind of [Recurrence].
type Connection int

// The kinds of connections.
const (
	DenseConnection Connection = iota
	ConvolutionConnection
	OneToOneConnection
)

// AllToAll connects each of so many neurons with each by a weight, and has a bias for each. Samples are [B x N].
//
// Taken by [NewRLeaky], [NewRSynaptic].
type AllToAll int

// Convolution connects neurons of samples [B x Channels x H x W] by a convolution with a square kernel of an odd size, with a bias
// for each channel.
//
// Taken by [NewRLeaky], [NewRSynaptic].
type Convolution struct{ Channels, Kernel int }

// OneToOne connects each neuron with itself by this weight, the same for all.
//
// Taken by [NewRLeaky], [NewRSynaptic].
type OneToOne float64

// LearnRecurrence(false) leaves the weights and biases of a recurrence as they are; otherwise they are learned.
//
// Taken by [NewRLeaky], [NewRSynaptic].
type LearnRecurrence bool

// Seed draws the initial weights and biases: equal seeds give equal values on each machine. A fresh seed if not given.
//
// Taken by [NewAssociativeLeaky], [NewLeakyParallel], [NewRLeaky], [NewRSynaptic], [NewSConv2dLSTM], [NewSLSTM].
type Seed uint64

func (o AllToAll) set(c *config)        { c.recurrence = append(c.recurrence, o) }
func (o Convolution) set(c *config)     { c.recurrence = append(c.recurrence, o) }
func (o OneToOne) set(c *config)        { c.recurrence = append(c.recurrence, o) }
func (o LearnRecurrence) set(c *config) { c.fixedRecurrence = !bool(o) }
func (o Seed) set(c *config)            { c.seed = (*uint64)(&o) }

// connection is an option that makes a recurrence.
type connection interface {
	connect(r *rand.Rand, learned bool) (Recurrence, error)
}

// generator is the source of initial values.
func (c *config) generator() *rand.Rand {
	if c.seed == nil {
		fresh := seed.Fresh()
		c.seed = &fresh
	}
	return rand.New(rand.NewPCG(*c.seed, 0)) // #nosec G404 -- initial values are to come again from their seed
}

// newRecurrence makes the one recurrence that the options ask for.
func (c *config) newRecurrence() (Recurrence, error) {
	if len(c.recurrence) != 1 {
		return Recurrence{}, argument.New("recurrence", len(c.recurrence), "one of AllToAll, Convolution and OneToOne", argument.ErrOption)
	}
	return c.recurrence[0].connect(c.generator(), !c.fixedRecurrence)
}

func (o AllToAll) connect(r *rand.Rand, learned bool) (Recurrence, error) {
	if o < 1 {
		return Recurrence{}, argument.New("AllToAll", int(o), ">= 1 (neurons)", argument.ErrRange)
	}
	return drawRecurrence(DenseConnection, r, learned, int64(o), int64(o))
}

func (o Convolution) connect(r *rand.Rand, learned bool) (Recurrence, error) {
	if o.Channels < 1 || o.Kernel < 1 || o.Kernel%2 == 0 {
		return Recurrence{}, argument.New("Convolution", o, "channels >= 1 and an odd kernel, which keeps the sample's size", argument.ErrRange)
	}
	return drawRecurrence(ConvolutionConnection, r, learned, int64(o.Channels), int64(o.Channels), int64(o.Kernel), int64(o.Kernel))
}

func (o OneToOne) connect(_ *rand.Rand, learned bool) (Recurrence, error) {
	values := []float64{float64(o)}
	if err := checkFinite("OneToOne", values); err != nil {
		return Recurrence{}, err
	}
	w, err := newParameter("OneToOne", values, learned)
	return Recurrence{OneToOneConnection, w, nil}, err
}

// drawRecurrence draws weights and a bias as PyTorch does: evenly within 1/√n of zero, n the inputs of one output.
func drawRecurrence(kind Connection, r *rand.Rand, learned bool, shape ...int64) (Recurrence, error) {
	inputs := 1.0
	for _, d := range shape[1:] {
		inputs *= float64(d)
	}
	w, err := initial.Even(r, 1/math.Sqrt(inputs), learned, shape...)
	if err != nil {
		return Recurrence{}, err
	}
	b, err := initial.Even(r, 1/math.Sqrt(inputs), learned, shape[0])
	return Recurrence{kind, w, b}, err
}

// parameters are named as in PyTorch.
func (v *Recurrence) parameters() []Parameter {
	if v.Kind == OneToOneConnection {
		return []Parameter{{"V", v.Weight}}
	}
	return []Parameter{{"recurrent.weight", v.Weight}, {"recurrent.bias", v.Bias}}
}

// check refuses a sample that the weights do not fit.
func (v *Recurrence) check(r *run) error {
	if v.Kind == OneToOneConnection {
		return checkParameter("Weight", v.Weight, r.sample)
	}
	w, err := inspectWeight("Weight", v.Weight, map[Connection]int{DenseConnection: 2, ConvolutionConnection: 4}[v.Kind])
	if err != nil {
		return err
	}
	if _, err := inspectWeight("Bias", v.Bias, 1); err != nil {
		return err
	}
	switch {
	case v.Kind == DenseConnection && (len(r.sample) != 2 || r.sample[1] != w[0] || w[0] != w[1]):
		return argument.New("current", r.sample, fmt.Sprintf("[B x %d] in each step", w[0]), argument.ErrShape)
	case v.Kind == ConvolutionConnection && (len(r.sample) != 4 || r.sample[1] != w[0] || w[0] != w[1]):
		return argument.New("current", r.sample, fmt.Sprintf("[B x %d x H x W] in each step", w[0]), argument.ErrShape)
	}
	return nil
}

// current is V(S) of the last spikes, nil for none.
func (v *Recurrence) current(r *run, spikes *ts.Tensor) (*ts.Tensor, error) {
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		x := r.orZero(s, spikes, r.sample)
		w, b := r.cast(s, v.Weight), r.cast(s, v.Bias)
		switch v.Kind {
		case DenseConnection:
			return grad.Linear(s, x, w, b)
		case ConvolutionConnection:
			return convolve(s, x, w, b)
		default:
			return s.Mul(x, w)
		}
	})
}

// convolve is a convolution that keeps the size of pictures.
func convolve(s *ops.Scope, x, w, b lib.Ctensor) lib.Ctensor {
	shape := s.Shape(w)
	if s.Err() != nil {
		return nil
	}
	return grad.Conv2d(s, x, w, b, grad.Window{Padding: int(shape[2] / 2)})
}

// fed takes one step of a recurrent layer, whose node one runs.
func (v *Recurrence) fed(one func(*run) (*Output, error)) func(*run) (*Output, error) {
	return func(r *run) (*Output, error) {
		current, err := v.current(r, r.state.Spikes)
		if err != nil {
			return nil, err
		}
		defer current.MustDrop()
		r.feedback = current
		out, err := one(r)
		if err != nil {
			return nil, err
		}
		if out.State.Spikes, err = out.Spikes.ShallowClone(); err != nil {
			out.Drop()
			return nil, err
		}
		return out, nil
	}
}
