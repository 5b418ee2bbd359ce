package nn

import (
	"fmt"
	"strconv"
	"strings"

	"gosnn/snn/argument"
	"gosnn/snn/neuron"
	"gosnn/snn/tensorfile"
	"gosnn/snn/tensormem"

	"github.com/sugarme/gotch"
)

// WriteFile writes a network's parameters to a safetensors file, which snnTorch reads into the same network:
//
//	net.load_state_dict(safetensors.torch.load_file("net.safetensors"))
//
// It is whole or not there; one that was there before is replaced.
func WriteFile(path string, n *Network) (err error) {
	defer argument.Name(&err, "nn.WriteFile")
	if err := checkModule("network", n); err != nil {
		return err
	}
	state := State(n)
	for name, number := range n.resets() {
		x, err := newCount()
		if err != nil {
			return err
		}
		defer x.MustDrop()
		*count(x) = number
		state[name] = x
	}
	for name, x := range state {
		if second := secondName(name); second != "" {
			state[second] = x
		}
	}
	return tensorfile.WriteSafetensors(path, state, nil)
}

// ReadFile reads a network's parameters from a safetensors file, of [WriteFile]'s or of snnTorch's:
//
//	safetensors.torch.save_file(net.state_dict(), "net.safetensors")
//
// A recurrent layer of neuron.OneToOne has one parameter under two names there, which safetensors refuses: clone the tensors first.
// Names, shapes and the neurons' resets must be the network's, or nothing is read: see [LoadState].
func ReadFile(path string, n *Network) (err error) {
	defer argument.Name(&err, "nn.ReadFile")
	if err := checkModule("network", n); err != nil {
		return err
	}
	state, _, err := tensorfile.ReadSafetensors(path)
	if err != nil {
		return err
	}
	defer func() {
		for _, x := range state {
			x.MustDrop()
		}
	}()
	for name, want := range n.resets() {
		x := state[name]
		if x == nil {
			continue
		}
		if info, err := tensormem.CheckCPU(name, x, 0, gotch.Int64); err != nil || len(info.Shape) != 0 || *count(x) != want {
			return argument.New(name, "another", fmt.Sprintf("%d, %s, as the network's", want, neuron.Reset(want)), argument.ErrValue)
		}
	}
	return LoadState(n, state)
}

// resets are the numbers of the neurons' resets, by the names that snnTorch has for them. LeakyParallel and StateLeaky have no reset. Nor have DeltaLeaky and
// AssociativeLeaky, but snnTorch's have a number for it.
func (n *Network) resets() map[string]int64 {
	all := map[string]int64{}
	for i, m := range n.modules {
		switch m.(type) {
		case *neuron.LeakyParallel, *neuron.StateLeaky:
			continue
		case *neuron.DeltaLeaky, *neuron.AssociativeLeaky:
			all[strconv.Itoa(i)+".reset_mechanism_val"] = int64(neuron.Subtract)
			continue
		}
		if m, ok := m.(interface{ ResetMechanism() neuron.Reset }); ok {
			all[strconv.Itoa(i)+".reset_mechanism_val"] = int64(m.ResetMechanism())
		}
	}
	return all
}

// secondName is the name by which snnTorch also has a parameter: V of a recurrent layer is recurrent.V, too.
func secondName(name string) string {
	if module, isV := strings.CutSuffix(name, ".V"); isV && !strings.HasSuffix(module, ".recurrent") {
		return module + ".recurrent.V"
	}
	return ""
}
