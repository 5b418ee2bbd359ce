package neuron

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/grad"
	"gosnn/snn/internal/initial"
	"gosnn/snn/internal/ops"
)

// AssociativeLeaky is an associative memory of spiking neurons: its state is a matrix M, to which each step writes a value v under a key k, and which a query Q reads.
// Value, key, decay and query are computed from the step's input x [B x In] by a dense layer each.
//
//	M = M·diag(a) + v·kᵀ      v [DValue], k and a = sigmoid(...) [DKey], M [DValue x DKey]
//	S = g·H(M - θ)            a neuron for each element of M
//	Y = S·Q                   Q [DKey x DValue], Y [DValue x DValue]
//
// θ is the threshold, g the factor of graded spikes; no spike resets M. In place of spikes, [Output] has Y [T x B x DValue·DValue], or without a query the
// spikes [T x B x DValue·DKey]; its membranes are M [T x B x DValue·DKey].
//
// Source: S. Yang et al., "Gated linear attention transformers with hardware-efficient training", ICML 2024, for M without spikes. snnTorch: AssociativeLeaky. It adds
// 1e-8 to products of decays, so that after some dozens of steps its M fades to zero; here each step is what is written above.
type AssociativeLeaky struct {
	Firing
	Value, Key, Decay Projection
	Query             Projection // without weights, there is no query
}

// Projection is a dense layer in a neuron: x·Weightᵀ + Bias.
type Projection struct{ Weight, Bias *ts.Tensor } // [Out x In], [Out]

// AssociativeLeakyOption is an option of [NewAssociativeLeaky].
type AssociativeLeakyOption interface{ associative(*config) }

// QueryProjection reads the memory by a query; with false, the output is the memory's spikes. true if not given.
//
// Taken by [NewAssociativeLeaky].
type QueryProjection bool

func (o QueryProjection) associative(c *config) { c.noQuery = !bool(o) }

// NewAssociativeLeaky makes a layer of dValue·dKey AssociativeLeaky neurons with in inputs, its weights and biases drawn evenly from (-1/√in, 1/√in).
//
// Options: [QueryProjection] (true), [Seed] (a fresh one), [Threshold] (1), [LearnThreshold] (false), [GradedSpikes] (1), [LearnGradedSpikes] (false),
// [Surrogate] (surrogate.ATan(2)).
// Errors: a size below 1, a threshold or factor that is not finite, an invalid surrogate gradient.
func NewAssociativeLeaky(in, dValue, dKey int, opts ...AssociativeLeakyOption) (l *AssociativeLeaky, err error) {
	defer argument.Name(&err, "neuron.NewAssociativeLeaky")
	c := defaults()
	c.reset = None
	if c, err = configure(c, opts, AssociativeLeakyOption.associative); err != nil {
		return nil, err
	}
	if err := checkSizes(size{"in", in}, size{"dValue", dValue}, size{"dKey", dKey}); err != nil {
		return nil, err
	}
	l = new(AssociativeLeaky)
	if l.Firing, err = c.newFiring(); err != nil {
		return nil, err
	}
	r := c.generator()
	for _, p := range []struct {
		to  *Projection
		out int
	}{{&l.Value, dValue}, {&l.Key, dKey}, {&l.Decay, dKey}, {&l.Query, dValue * dKey}} {
		if p.to == &l.Query && c.noQuery {
			continue
		}
		if *p.to, err = newProjection(r, in, p.out); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func newProjection(r *rand.Rand, in, out int) (p Projection, err error) {
	bound := 1 / math.Sqrt(float64(in))
	if p.Weight, err = initial.Even(r, bound, true, int64(out), int64(in)); err != nil {
		return p, err
	}
	p.Bias, err = initial.Even(r, bound, true, int64(out))
	return p, err
}

// Parameters returns "threshold", "graded_spikes_factor", and weight and bias of each projection, "to_v.weight", "to_v.bias", of "to_k", "to_alpha" and, if there is a
// query, "to_q".
func (l *AssociativeLeaky) Parameters() []Parameter {
	all := l.parameters()
	for _, p := range []struct {
		name string
		Projection
	}{{"to_v", l.Value}, {"to_k", l.Key}, {"to_alpha", l.Decay}, {"to_q", l.Query}} {
		if p.Weight != nil {
			all = append(all, Parameter{p.name + ".weight", p.Weight}, Parameter{p.name + ".bias", p.Bias})
		}
	}
	return all
}

// Forward runs the neurons through all time steps: see [Layer]. The current is [T x B x In].
func (l *AssociativeLeaky) Forward(current *ts.Tensor, opts ...ForwardOption) (*Output, error) {
	return forward("neuron.AssociativeLeaky.Forward", l.run, current, opts)
}

// Step takes one time step: see [Layer].
func (l *AssociativeLeaky) Step(current *ts.Tensor, state State) (spikes *ts.Tensor, next State, err error) {
	return step("neuron.AssociativeLeaky.Step", l.run, current, state)
}

// sizes checks weights, the current and the state, and returns the rows and columns of the memory.
func (l *AssociativeLeaky) sizes(r *run) (values, keys int64, err error) {
	shapes := map[string][]int64{}
	for _, p := range []struct {
		name   string
		weight *ts.Tensor
	}{{"Value", l.Value.Weight}, {"Key", l.Key.Weight}, {"Decay", l.Decay.Weight}, {"Query", l.Query.Weight}} {
		if p.name == "Query" && p.weight == nil {
			continue
		}
		if shapes[p.name], err = inspectWeight(p.name+".Weight", p.weight, 2); err != nil {
			return 0, 0, err
		}
	}
	values, keys, in := shapes["Value"][0], shapes["Key"][0], shapes["Value"][1]
	for _, want := range []struct {
		name string
		rows int64
	}{{"Key", keys}, {"Decay", keys}, {"Query", values * keys}} {
		if shape, ok := shapes[want.name]; ok && (shape[0] != want.rows || shape[1] != in) {
			return 0, 0, argument.New(want.name+".Weight", shape, fmt.Sprintf("[%d x %d]", want.rows, in), argument.ErrShape)
		}
	}
	if len(r.sample) != 2 || r.sample[1] != in {
		return 0, 0, argument.New("current", r.sample, fmt.Sprintf("[B x %d] in each step", in), argument.ErrShape)
	}
	return values, keys, r.checkState([]int64{r.sample[0], values * keys}, "Membrane")
}

func (l *AssociativeLeaky) run(r *run) (*Output, error) {
	values, keys, err := l.sizes(r)
	if err != nil {
		return nil, err
	}
	if err := cmp.Or(l.Reset.check(), l.Surrogate.Check()); err != nil {
		return nil, err
	}
	u, last, err := l.memory(r, values, keys)
	if err != nil {
		return nil, err
	}
	out, err := l.fire(r, u, u, last, []int64{r.sample[0], values * keys})
	if err != nil || l.Query.Weight == nil {
		return out, err
	}
	spikes := out.Spikes
	defer spikes.MustDrop()
	if out.Spikes, err = l.read(r, spikes, values, keys); err != nil {
		out.Drop()
		return nil, err
	}
	return out, nil
}

// project is a projection of the input, [T x B x ...], with T = 1 for one that does not change.
func (r *run) project(s *ops.Scope, p Projection, shape ...int64) lib.Ctensor {
	x, w, b := s.In(r.current), r.cast(s, p.Weight), r.cast(s, p.Bias)
	y := grad.Linear(s, x, w, b)
	steps := int64(1)
	if r.layout == grad.Series {
		steps = int64(r.steps)
	}
	return s.Reshape(y, append([]int64{steps, r.sample[0]}, shape...)...)
}

// memory is M at all steps, [T x B x DValue·DKey] or of a step [B x DValue·DKey], and at the last.
func (l *AssociativeLeaky) memory(r *run, values, keys int64) (u, last *ts.Tensor, err error) {
	err = ops.Do(func(s *ops.Scope) error {
		written := s.Mul(r.project(s, l.Value, values, 1), r.project(s, l.Key, 1, keys))
		decay := r.project(s, l.Decay, 1, keys)
		decay = s.Op(func(out *lib.Ctensor) { lib.AtgSigmoid(out, decay) })
		shape := []int64{r.sample[0], values * keys}
		m := s.Reshape(r.orZero(s, r.state.Membrane, shape), r.sample[0], values, keys)
		steps := make([]lib.Ctensor, r.steps)
		for t := range steps {
			at := int64(t)
			if r.layout != grad.Series {
				at = 0
			}
			of := func(x lib.Ctensor) lib.Ctensor {
				return s.Op(func(out *lib.Ctensor) { lib.AtgSelect(out, x, 0, at) })
			}
			m = s.Add(s.Mul(m, of(decay)), of(written))
			steps[t] = m
		}
		end := s.Reshape(m, shape...)
		all := end
		if r.layout != grad.Step && s.Err() == nil {
			all = s.Op(func(out *lib.Ctensor) { lib.AtgStack(out, steps, len(steps), 0) })
			all = s.Reshape(all, append([]int64{int64(r.steps)}, shape...)...)
		}
		if s.Err() == nil {
			u, last = s.Own(all), s.Own(end)
		}
		return nil
	})
	return u, last, err
}

// read is Y.
func (l *AssociativeLeaky) read(r *run, spikes *ts.Tensor, values, keys int64) (*ts.Tensor, error) {
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		query := r.project(s, l.Query, keys, values)
		rows := s.Reshape(s.In(spikes), int64(r.steps), r.sample[0], values, keys)
		y := s.Op(func(out *lib.Ctensor) { lib.AtgMatmul(out, rows, query) })
		if r.layout == grad.Step {
			return s.Reshape(y, r.sample[0], values*values)
		}
		return s.Reshape(y, int64(r.steps), r.sample[0], values*values)
	})
}
