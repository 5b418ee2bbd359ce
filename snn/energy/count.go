package energy

import (
	"fmt"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/nn"
)

// Layer is what one layer of weights does. Numbers are means for one sample, all time steps together.
type Layer struct {
	Name   string  // its place in the network and its kind: "2 Linear"
	Spikes float64 // values of the input that are spikes
	Rate   float64 // the share of the input's values that are spikes, from 0 to 1; 0 if it has other values
	// SynapticOps are the additions that spikes cause: of Linear, spikes times outputs; of Conv2d, spikes times kernels that reach them, times outputs a group.
	SynapticOps float64
	// RealMACs are multiply-adds of an input that is not of spikes, such as an image: a spiking network cannot save these. Of an input that does not change
	// with time they are done once.
	RealMACs float64
	MACs     float64 // of the same layer in a network without spikes, which has one pass in the place of time steps
}

// Report is what a network does.
type Report struct {
	Layers  []Layer
	Steps   int // time steps
	Samples int
	Cost    Cost
}

// An Option is taken by [Count]: [Cost], and what [nn.Network.Eval] takes: [NumSteps].
type Option interface{ count(*config) }

// NumSteps is the number of time steps, >= 1, of an input that does not change with time. Taken by [Count].
type NumSteps int

type config struct {
	cost Cost
	opts []nn.ForwardOption
}

func (c Cost) count(o *config)     { o.cost = c }
func (n NumSteps) count(o *config) { o.opts = append(o.opts, nn.NumSteps(n)) }

// Count runs a network in evaluation and counts the operations of its [nn.Linear] and [nn.Conv2d] layers. x is the network's input,
// [T x B x ...], or [B x ...] with [NumSteps].
//
// An input of 0 and 1 alone is of spikes, each of which adds; any other value is multiplied with each of its weights, zeros too. An average of spikes, as AvgPool2d makes
// them, is such a value.
//
// Options: [NumSteps], [Cost] (Float32At45nm).
// Sources: for the counts B. Rueckauer et al., "Conversion of continuous-valued deep networks to efficient event-driven networks", Front. Neurosci. 11, 2017.
func Count(net *nn.Network, x *ts.Tensor, opts ...Option) (r *Report, err error) {
	defer argument.Name(&err, "energy.Count")
	if net == nil {
		return nil, argument.New("net", "nil", "a network", argument.ErrOption)
	}
	c := config{cost: Float32At45nm}
	if err := argument.Apply(opts, func(o Option) { o.count(&c) }); err != nil {
		return nil, err
	}
	if err := c.cost.check(); err != nil {
		return nil, err
	}
	r = &Report{Cost: c.cost}
	var failed error
	out, err := net.Eval(x, append(c.opts, nn.SpikesOnly(true), nn.Watch(func(w nn.Watched) {
		if failed == nil {
			failed = r.watch(w)
		}
	}))...)
	if err != nil {
		return nil, err
	}
	defer out.Drop()
	if failed != nil {
		return nil, failed
	}
	last := out.Spikes
	if last == nil { // of a network that does not end in neurons
		last = out.Membrane
	}
	shape := last.MustSize()
	r.Steps, r.Samples = int(shape[0]), int(shape[1])
	return r, nil
}

// watch counts what a layer of weights is given.
func (r *Report) watch(w nn.Watched) error {
	in, out := w.Input.MustSize(), w.Output.MustSize()
	steps := int64(1) // passes of the layer
	if w.Steps > 0 {
		steps, in, out = w.Steps, in[1:], out[1:]
	}
	samples := float64(in[0])
	var l Layer
	var reach *ts.Tensor // how many weights each value of a sample's input meets, broadcast to it
	switch m := w.Module.(type) {
	case *nn.Linear:
		l.Name = fmt.Sprint(w.Index, " Linear")
		l.MACs = float64(product(in[1:])) * float64(m.Out)
	case *nn.Conv2d:
		l.Name = fmt.Sprint(w.Index, " Conv2d")
		l.MACs = float64(product(out[1:])) * float64(m.In/m.Groups*m.Kernel*m.Kernel)
		x, err := reachOf(m, in[2], in[3])
		if err != nil {
			return err
		}
		reach = x
		defer reach.MustDrop()
	default:
		return nil
	}
	err := ops.Do(func(s *ops.Scope) error {
		x := s.In(w.Input)
		values := s.Values(x)
		spikes := true
		for _, v := range values {
			if v != 0 && v != 1 {
				spikes = false
				break
			}
		}
		if !spikes {
			l.RealMACs = l.MACs * float64(steps)
			return nil
		}
		l.Spikes = s.Number(total(s, x)) / samples
		l.Rate = l.Spikes * samples / float64(len(values))
		if w.Steps == 0 { // the same spikes at each step, which are computed once
			l.Name += ", once"
		}
		switch m := w.Module.(type) {
		case *nn.Linear:
			l.SynapticOps = l.Spikes * float64(m.Out)
		case *nn.Conv2d:
			l.SynapticOps = s.Number(total(s, s.Mul(x, s.In(reach)))) / samples * float64(m.Out/m.Groups)
		}
		return nil
	})
	if err == nil {
		r.Layers = append(r.Layers, l)
	}
	return err
}

// total adds all values, in double.
func total(s *ops.Scope, x lib.Ctensor) lib.Ctensor {
	return s.Op(func(out *lib.Ctensor) { lib.AtgSum(out, x, doubleType) })
}

// reachOf returns at how many places of the output each pixel of an input [h x w] is seen by a kernel.
func reachOf(m *nn.Conv2d, h, w int64) (*ts.Tensor, error) {
	return ops.Run(func(s *ops.Scope) lib.Ctensor {
		rows, columns := reaches(m, int(h)), reaches(m, int(w))
		all := make([]float32, 0, len(rows)*len(columns))
		for _, r := range rows {
			for _, c := range columns {
				all = append(all, float32(r*c))
			}
		}
		return s.Floats(all, h, w)
	})
}

// reaches counts, along one dimension of n pixels, the windows that each pixel is in.
func reaches(m *nn.Conv2d, n int) []int {
	counts := make([]int, n)
	last := n + 2*m.Padding - m.Dilation*(m.Kernel-1) - 1
	for at := 0; at <= last; at += m.Stride {
		for k := range m.Kernel {
			if pixel := at + k*m.Dilation - m.Padding; pixel >= 0 && pixel < n {
				counts[pixel]++
			}
		}
	}
	return counts
}

func product(shape []int64) int64 {
	n := int64(1)
	for _, d := range shape {
		n *= d
	}
	return n
}
