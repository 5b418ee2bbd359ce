package nn

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	lib "github.com/sugarme/gotch/libtch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/argument"
	"gosnn/snn/internal/ops"
	"gosnn/snn/neuron"
	"gosnn/snn/tensormem"
)

// State returns the parameters by their names, as PyTorch's state_dict does. The tensors are the module's own.
//
//	tensorfile.WriteSafetensors("net.safetensors", nn.State(net), nil)
func State(m Module) map[string]*ts.Tensor {
	state := map[string]*ts.Tensor{}
	for _, p := range m.Parameters() {
		state[p.Name] = p.Value
	}
	return state
}

// LoadState copies values into the parameters of a module: what [State] has returned of another, or a file that snnTorch has written. Each of the
// module's parameters must be there, with its shape and element type; tensors that it does not know must not, but for
// reset_mechanism_val of snnTorch's neurons. Nothing is copied if anything does not fit. state is borrowed.
func LoadState(m Module, state map[string]*ts.Tensor) (err error) {
	defer func() { err = argument.In("nn.LoadState", err) }()
	known := State(m)
	for _, name := range slices.Sorted(maps.Keys(state)) {
		if known[name] == nil && !strings.HasSuffix(name, "reset_mechanism_val") {
			return &argument.Error{Arg: "state", Value: fmt.Sprintf("with %q", name), Want: "nothing that the module does not have", Kind: argument.ErrValue}
		}
	}
	return load(m.Parameters(), state)
}

// load copies state into the tensors of params, all of them or none.
func load(params []neuron.Parameter, state map[string]*ts.Tensor) error {
	for _, p := range params {
		x := state[p.Name]
		if x == nil {
			return &argument.Error{Arg: "state", Value: fmt.Sprintf("without %q", p.Name), Want: "all of the parameters", Kind: argument.ErrValue}
		}
		info, err := inspect(fmt.Sprintf("state[%q]", p.Name), x)
		if err != nil {
			return err
		}
		own, _ := inspect("", p.Value)
		if !slices.Equal(info.Shape, own.Shape) {
			return &argument.Error{Arg: fmt.Sprintf("state[%q]", p.Name), Value: fmt.Sprint(info.Shape), Want: fmt.Sprint(own.Shape), Kind: argument.ErrShape}
		}
		if info.DType != own.DType {
			return &argument.Error{Arg: fmt.Sprintf("state[%q]", p.Name), Value: tensormem.DTypeName(info.DType), Want: tensormem.DTypeName(own.DType), Kind: argument.ErrDType}
		}
	}
	return ops.Do(func(s *ops.Scope) error {
		for _, p := range params {
			to, from := s.Detach(s.In(p.Value)), s.Detach(s.In(state[p.Name]))
			s.Call(func() { lib.AtCopy_(to, from) })
		}
		return nil
	})
}
