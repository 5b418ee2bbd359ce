package nn

import (
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"testing"

	"gosnn/snn/argument"
	"gosnn/snn/neuron"
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
