package nn

import (
	"math/rand/v2"
	"sync/atomic"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
	"gosnn/snn/seed"
)

// Dropout makes a share P of values zero in training, drawn anew for each value, time step and pass, and the others larger by 1/(1 − P);
// in evaluation it does nothing. In a network, what stands after it changes with time.
//
// Source: N. Srivastava et al., "Dropout", JMLR 15, 2014. PyTorch: nn.Dropout.
type Dropout struct {
	P      float64
	seed   uint64
	passes atomic.Uint64
}

// A DropoutOption is taken by [NewDropout]: [Seed].
type DropoutOption interface{ dropout(*Dropout) }

func (s Seed) dropout(l *Dropout) { l.seed = uint64(s) }

// NewDropout makes a dropout with p from 0 to below 1. Options: [Seed] (a fresh one).
func NewDropout(p float64, opts ...DropoutOption) (l *Dropout, err error) {
	defer argument.Name(&err, "nn.NewDropout")
	if !(p >= 0 && p < 1) {
		return nil, argument.New("p", p, "from 0 to below 1", argument.ErrRange)
	}
	l = &Dropout{P: p}
	if len(opts) == 0 {
		l.seed = seed.Fresh()
	}
	if err := argument.Apply(opts, func(o DropoutOption) { o.dropout(l) }); err != nil {
		return nil, err
	}
	return l, nil
}

// Parameters returns none.
func (*Dropout) Parameters() []neuron.Parameter { return nil }

// Forward returns x with a share P of its values zero.
func (l *Dropout) Forward(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, true) }

// Eval returns x as it is.
func (l *Dropout) Eval(x *ts.Tensor) (*ts.Tensor, error) { return forward(l, x, false) }

func (l *Dropout) changes(training bool) bool { return training && l.P > 0 }

func (l *Dropout) apply(s *ops.Scope, x lib.Ctensor, r run) lib.Ctensor {
	if !r.training || l.P == 0 || s.Err() != nil {
		return x
	}
	factors, mask := ops.New[float32](s, s.Shape(x)...)
	n := len(mask)
	// 32 bits of each word decide about one value. The n-th pass has numbers of its own.
	random := rand.NewPCG(l.seed, l.passes.Add(1))
	limit, keep := uint32(l.P*(1<<32)), float32(1/(1-l.P))
	for i := 0; i < n; i += 2 {
		word := random.Uint64()
		mask[i] = 0
		if uint32(word) >= limit {
			mask[i] = keep
		}
		if i+1 == n {
			break
		}
		mask[i+1] = 0
		if uint32(word>>32) >= limit {
			mask[i+1] = keep
		}
	}
	return s.Mul(x, factors)
}
