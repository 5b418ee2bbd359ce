package functional

import (
	"fmt"

	"github.com/sugarme/gotch"
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/tensormem"
)

// output is an output layer's spikes or membranes, [T x B x N].
type output struct {
	x               *ts.Tensor
	steps, batch, n int64
	classes         int64 // n, or what they are in a population code
}

func (c *config) output(arg string, x *ts.Tensor) (output, error) {
	info, err := inspect(arg, x)
	if err != nil {
		return output{}, err
	}
	if len(info.Shape) != 3 || info.Shape[0] < 1 || info.Shape[1] < 1 || info.Shape[2] < 1 {
		return output{}, &argument.Error{Arg: arg, Value: fmt.Sprint(info.Shape), Want: "[T x B x N], none of them 0", Kind: argument.ErrShape}
	}
	if info.DType != gotch.Float {
		return output{}, &argument.Error{Arg: arg, Value: tensormem.DTypeName(info.DType), Want: "float32", Kind: argument.ErrDType}
	}
	o := output{x, info.Shape[0], info.Shape[1], info.Shape[2], info.Shape[2]}
	if c.hasClasses {
		if c.classes < 1 || o.n%int64(c.classes) != 0 {
			return output{}, &argument.Error{Arg: "PopulationCode", Value: int(c.classes), Want: fmt.Sprintf("a number of classes that divides the %d neurons", o.n), Kind: argument.ErrRange}
		}
		o.classes = int64(c.classes)
	}
	if c.weights != nil && len(c.weights) != int(o.classes) {
		return output{}, &argument.Error{Arg: "Weights", Value: fmt.Sprintf("%d values", len(c.weights)), Want: fmt.Sprintf("one for each of %d classes", o.classes), Kind: argument.ErrShape}
	}
	return o, nil
}

// labels copies targets: classes of B samples, [B], or [T x B] where they may change with time.
func (o output) labels(targets *ts.Tensor, timeVar bool) (labels []int64, perStep bool, err error) {
	info, err := inspect("targets", targets)
	if err != nil {
		return nil, false, err
	}
	perStep = timeVar && len(info.Shape) == 2 && info.Shape[0] == o.steps && info.Shape[1] == o.batch
	want := fmt.Sprintf("[%d], a class for each sample", o.batch)
	if timeVar {
		want = fmt.Sprintf("[%d] or [%d x %d], a class for each sample, or for each time step and sample", o.batch, o.steps, o.batch)
	}
	if !perStep && (len(info.Shape) != 1 || info.Shape[0] != o.batch) {
		return nil, false, &argument.Error{Arg: "targets", Value: fmt.Sprint(info.Shape), Want: want, Kind: argument.ErrShape}
	}
	if info.DType != gotch.Int64 {
		return nil, false, &argument.Error{Arg: "targets", Value: tensormem.DTypeName(info.DType), Want: "int64", Kind: argument.ErrDType}
	}
	err = ops.Do(func(s *ops.Scope) error {
		labels = append(labels, s.Int64Values(s.In(targets))...)
		return nil
	})
	for i, y := range labels {
		if y < 0 || y >= o.classes {
			return nil, false, &argument.Error{Arg: "targets", Value: fmt.Sprintf("%d at sample %d", y, i), Want: fmt.Sprintf("a class from 0 to %d", o.classes-1), Kind: argument.ErrRange}
		}
	}
	return labels, perStep, err
}

// counts returns how often each neuron, or each class of a population code, spikes: [B x C].
func (o output) counts(s *ops.Scope) lib.Ctensor { return s.SumOver(o.populations(s), 0) }

// populations adds the neurons of each class: [T x B x C].
func (o output) populations(s *ops.Scope) lib.Ctensor {
	x := s.In(o.x)
	if o.classes == o.n {
		return x
	}
	return s.SumOver(s.Reshape(x, o.steps, o.batch, o.classes, o.n/o.classes), 3)
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

// inspect refuses what is no tensor, or not on the CPU.
func inspect(arg string, x *ts.Tensor) (tensormem.Info, error) {
	info, err := tensormem.Inspect(x)
	if err == nil && info.Device != tensormem.CPU {
		err = &tensormem.Unusable{Value: "a tensor on a GPU", Want: "one on the CPU"}
	}
	if u, ok := err.(*tensormem.Unusable); ok {
		return info, &argument.Error{Arg: arg, Value: u.Value, Want: u.Want, Kind: argument.ErrTensor}
	}
	return info, err
}
