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
// reset_mechanism_val of snnTorch's neurons, and the second name that it has for V of recurrent ones. Nothing is copied if anything does not fit. state is borrowed.
func LoadState(m Module, state map[string]*ts.Tensor) (err error) {
	defer argument.Name(&err, "nn.LoadState")
	if err := checkModule("module", m); err != nil {
		return err
	}
	known := State(m)
	names := slices.Collect(maps.Keys(known))
	for _, name := range slices.Sorted(maps.Keys(state)) {
		if known[name] == nil && !strings.HasSuffix(name, "reset_mechanism_val") && !slices.ContainsFunc(names, func(n string) bool { return secondName(n) == name }) {
			return argument.New("state", fmt.Sprintf("with %q", name), "nothing that the module does not have", argument.ErrValue)
		}
	}
	return load(m.Parameters(), state)
}

// load copies state into the tensors of params, all of them or none.
func load(params []neuron.Parameter, state map[string]*ts.Tensor) error {
	for _, p := range params {
		x := state[p.Name]
		if x == nil {
			return argument.New("state", fmt.Sprintf("without %q", p.Name), "all of the parameters", argument.ErrValue)
		}
		own, err := tensormem.Inspect(p.Value)
		if err != nil {
			return fmt.Errorf("parameter %s: %w", p.Name, err)
		}
		arg := fmt.Sprintf("state[%q]", p.Name)
		info, err := tensormem.CheckCPU(arg, x, 0, own.DType)
		if err != nil {
			return err
		}
		if !slices.Equal(info.Shape, own.Shape) {
			return argument.New(arg, info.Shape, fmt.Sprint(own.Shape), argument.ErrShape)
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
