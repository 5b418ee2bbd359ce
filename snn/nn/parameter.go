package nn

import (
	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/internal/initial"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
	"gosnn/snn/tensormem"
)

// newParameter makes a tensor of one value all over, which requires a gradient if it is learned.
func newParameter(value float32, learned bool, shape ...int64) (*ts.Tensor, error) {
	return initial.Tensor(learned, func(values []float32) {
		for i := range values {
			values[i] = value
		}
	}, shape...)
}

// newCount makes a number, 0, [] of int64.
func newCount() (*ts.Tensor, error) {
	return ops.Run(func(s *ops.Scope) lib.Ctensor { return s.Reshape(s.Int64s([]int64{0})) })
}

// count is the number in the memory of what newCount has made.
func count(x *ts.Tensor) *int64 { return (*int64)(lib.AtDataPtr(tensormem.C(x))) }

// weights are the weight and bias of a layer. bias is nil if there is none.
type weights struct{ weight, bias *ts.Tensor }

func newWeights(bias bool, shape ...int64) (w weights, err error) {
	if w.weight, err = newParameter(0, true, shape...); err != nil || !bias {
		return w, err
	}
	w.bias, err = newParameter(0, true, shape[0])
	return w, err
}

// Parameters returns weight and bias.
func (w weights) Parameters() []neuron.Parameter {
	p := []neuron.Parameter{{Name: "weight", Value: w.weight}}
	if w.bias != nil {
		p = append(p, neuron.Parameter{Name: "bias", Value: w.bias})
	}
	return p
}

// learned are the parameters that require a gradient.
func learned(m Module) (p []neuron.Parameter) {
	for _, q := range m.Parameters() {
		if q.Value.MustRequiresGrad() {
			p = append(p, q)
		}
	}
	return p
}

// floats is the memory of a parameter.
func floats(x *ts.Tensor) []float32 { return tensormem.Memory[float32](lib.Ctensor(x.Ctensor())) }
