package nn

import (
	"math"
	"math/rand/v2"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/initial"
	"gosnn/snn/internal/ops"
	"gosnn/snn/internal/torchrand"
	"gosnn/snn/seed"
)

// Initial values are PyTorch's: of a layer with n inputs for each output, weights and biases are drawn evenly from (−1/√n, 1/√n). (Kaiming's
// uniform distribution with a = √5: K. He et al., "Delving deep into rectifiers", ICCV 2015.) gotch's own are not: its weights have a
// standard deviation of 1.

// A Source is where initial values come from: [Seed] or [TorchSeed].
type Source interface {
	layerOption
	draw([]drawn) error
}

// Seed draws initial values, or dropout, by a generator of this module: equal seeds give equal values on each machine. Layers of one
// network need different seeds, or [Network.Init]. Without one, a fresh seed is drawn.
//
// [Network.Init] takes it as a [Source]. Taken by [NewConv2d], [NewDropout], [NewGradedSpikes], [NewLinear].
type Seed uint64

// TorchSeed draws the initial values that PyTorch draws after torch.manual_seed.
//
// [Network.Init] takes it as a [Source], and draws for one layer after another, as PyTorch does for layers that are made in that order.
// Taken by [NewConv2d], [NewGradedSpikes], [NewLinear].
type TorchSeed int64

// drawn is a tensor to be filled evenly from (−bound, bound), and a number that is added then.
type drawn struct {
	x      *ts.Tensor
	bound  float64
	middle float64
}

func (s Seed) draw(all []drawn) error {
	r := rand.New(rand.NewPCG(uint64(s), 0)) // #nosec G404 -- initial values are to come again from their seed
	for _, d := range all {
		initial.Fill(r, d.middle, d.bound, floats(d.x))
	}
	return nil
}

func (t TorchSeed) draw(all []drawn) error {
	return torchrand.Do(int64(t), func(s *ops.Scope) error {
		for _, d := range all {
			x := s.Detach(s.In(d.x)) // the same memory, in which one may write
			s.Op(func(out *lib.Ctensor) { lib.AtgUniform_(out, x, d.middle-d.bound, d.middle+d.bound) })
		}
		return nil
	})
}

// drawing is a layer with initial values to be drawn.
type drawing interface{ draws() []drawn }

// kaiming is what is drawn of weights with n inputs for each output. The bounds are computed as PyTorch does, to the last bit.
func (w weights) kaiming(n int64) []drawn {
	a := math.Sqrt(5)
	gain := math.Sqrt(2 / (1 + a*a))
	all := []drawn{{x: w.weight, bound: math.Sqrt(3) * (gain / math.Sqrt(float64(n)))}}
	if w.bias != nil {
		all = append(all, drawn{x: w.bias, bound: 1 / math.Sqrt(float64(n))})
	}
	return all
}

// initialize draws from a source, or with a fresh seed.
func initialize(l drawing, source Source) error {
	if source == nil {
		source = Seed(seed.Fresh())
	}
	return source.draw(l.draws())
}
