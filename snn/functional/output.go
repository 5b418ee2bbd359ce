package functional

import (
	"fmt"
	"slices"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// output is an output layer's spikes or membranes, [T x B x N].
type output struct {
	x                 *ts.Tensor
	steps, samples, n int64
	classes           int64 // n, or what they are in a population code
}

func (c *config) output(arg string, x *ts.Tensor) (output, error) {
	info, err := tensormem.CheckCPU(arg, x, 0, gotch.Float)
	if err != nil {
		return output{}, err
	}
	if len(info.Shape) != 3 || info.Shape[0] < 1 || info.Shape[1] < 1 || info.Shape[2] < 1 {
		return output{}, argument.New(arg, info.Shape, "[T x B x N], none of them 0", argument.ErrShape)
	}
	o := output{x, info.Shape[0], info.Shape[1], info.Shape[2], info.Shape[2]}
	if c.hasPopulation {
		if c.population < 1 || o.n%int64(c.population) != 0 {
			return output{}, argument.New("PopulationCode", int(c.population), fmt.Sprintf("a number of classes that divides the %d neurons", o.n), argument.ErrRange)
		}
		o.classes = int64(c.population)
	}
	if c.weights != nil && len(c.weights) != int(o.classes) {
		return output{}, argument.New("Weights", fmt.Sprintf("%d values", len(c.weights)), fmt.Sprintf("one for each of %d classes", o.classes), argument.ErrShape)
	}
	return o, nil
}

// classesOf copies targets: the class of each sample, [B], or where it may change with time of each step and sample, [T x B].
func (o output) classesOf(targets *ts.Tensor, mayChange bool) (labels []int64, err error) {
	info, err := tensormem.CheckCPU("targets", targets, 0, gotch.Int64)
	if err != nil {
		return nil, err
	}
	want := fmt.Sprintf("[%d], a class for each sample", o.samples)
	if mayChange {
		want = fmt.Sprintf("[%d] or [%d x %d], a class for each sample, or for each time step and sample", o.samples, o.steps, o.samples)
	}
	if !slices.Equal(info.Shape, []int64{o.samples}) && !(mayChange && slices.Equal(info.Shape, []int64{o.steps, o.samples})) {
		return nil, argument.New("targets", info.Shape, want, argument.ErrShape)
	}
	err = ops.Do(func(s *ops.Scope) error {
		labels = append(labels, s.Int64Values(s.In(targets))...)
		return nil
	})
	for i, y := range labels {
		if y < 0 || y >= o.classes {
			return nil, argument.New("targets", fmt.Sprintf("%d at sample %d", y, int64(i)%o.samples), fmt.Sprintf("a class from 0 to %d", o.classes-1), argument.ErrRange)
		}
	}
	return labels, err
}

// counts returns how often each neuron, or each class of a population code, spikes: [B x C].
func (o output) counts(s *ops.Scope) lib.Ctensor { return s.SumOver(o.populations(s), 0) }

// populations adds the neurons of each class: [T x B x C].
func (o output) populations(s *ops.Scope) lib.Ctensor {
	x := s.In(o.x)
	if o.classes == o.n {
		return x
	}
	return s.SumOver(s.Reshape(x, o.steps, o.samples, o.classes, o.n/o.classes), 3)
}

// oneHot is on where a neuron is that of its sample's class, and off elsewhere: [labels x C].
func (o output) oneHot(labels []int64, on, off float64) []float32 {
	x := make([]float32, len(labels)*int(o.classes))
	for i := range x {
		x[i] = float32(off)
	}
	for i, y := range labels {
		x[i*int(o.classes)+int(y)] = float32(on)
	}
	return x
}

// of returns the weight of each label.
func (w Weights) of(labels []int64) []float32 {
	x := make([]float32, len(labels))
	for i, y := range labels {
		x[i] = w[y]
	}
	return x
}

// reduce makes one number of losses, unless they are wanted as they are.
func (c *config) reduce(s *ops.Scope, losses lib.Ctensor) lib.Ctensor {
	switch c.reduction {
	case Mean:
		return s.Mean(losses)
	case Sum:
		return s.Sum(losses)
	}
	return losses
}
