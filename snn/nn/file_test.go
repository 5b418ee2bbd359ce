package nn

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gosnn/snn/argument"
	"gosnn/snn/neuron"
	"gosnn/snn/tensorfile"
)

// TestFile reads what another network has written, and nothing that does not fit.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "net.safetensors")
	a, b := small(t), small(t)
	check(t, a.Init(Seed(7)))
	check(t, WriteFile(path, a))
	check(t, ReadFile(path, b))
	if !slices.Equal(values(t, a.Parameters()[0].Value), values(t, b.Parameters()[0].Value)) {
		t.Error("other weights")
	}
	other := must(Sequential(must(NewLinear(4, 6, Seed(1)))(t), must(neuron.NewLeaky(0.9, neuron.Zero))(t), must(NewLinear(6, 3, Seed(2)))(t),
		must(neuron.NewLeaky(0.8))(t)))(t)
	if err := ReadFile(path, other); !errors.Is(err, argument.ErrValue) {
		t.Errorf("of neurons with another reset: %v", err)
	}
	if err := ReadFile(path+"x", b); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("of no file: %v", err)
	}
}

// TestFileNames: a file has the names of snnTorch's state_dict, and each reset as its number.
func TestFileNames(t *testing.T) {
	path := filepath.Join(t.TempDir(), "net.safetensors")
	net := must(Sequential(must(neuron.NewRLeaky(0.9, neuron.OneToOne(-0.5), neuron.Zero))(t), must(neuron.NewRSynaptic(0.9, 0.8, neuron.AllToAll(3)))(t),
		must(neuron.NewSLSTM(3, 2, neuron.Bias(false)))(t), must(neuron.NewDeltaLeaky(0.9))(t), must(NewGradedSpikes(2))(t), must(neuron.NewAssociativeLeaky(3, 2, 2))(t)))(t)
	check(t, WriteFile(path, net))
	check(t, ReadFile(path, net))
	state, _, err := tensorfile.ReadSafetensors(path)
	check(t, err)
	got := slices.Sorted(maps.Keys(state))
	want := strings.Fields("0.V 0.beta 0.graded_spikes_factor 0.recurrent.V 0.reset_mechanism_val 0.threshold " +
		"1.alpha 1.beta 1.graded_spikes_factor 1.recurrent.bias 1.recurrent.weight 1.reset_mechanism_val 1.threshold " +
		"2.graded_spikes_factor 2.lstm_cell.weight_hh 2.lstm_cell.weight_ih 2.reset_mechanism_val 2.threshold " +
		"3.beta 3.graded_spikes_factor 3.reset_mechanism_val 3.threshold 4.weights " +
		"5.graded_spikes_factor 5.reset_mechanism_val 5.threshold 5.to_alpha.bias 5.to_alpha.weight 5.to_k.bias 5.to_k.weight 5.to_q.bias 5.to_q.weight 5.to_v.bias 5.to_v.weight")
	if !slices.Equal(got, want) {
		t.Errorf("names %q,\nwant  %q", got, want)
	}
	for i, reset := range []neuron.Reset{neuron.Zero, neuron.Subtract, neuron.None, neuron.Subtract} {
		if got := *count(state[strconv.Itoa(i)+".reset_mechanism_val"]); got != int64(reset) {
			t.Errorf("reset of module %d: %d, want %d", i, got, reset)
		}
	}
	for _, x := range state {
		x.MustDrop()
	}
}
