//go:build torch

package nn

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"gosnn/snn/internal/tensortest"
	"gosnn/snn/neuron"
)

// TestTorch exchanges weights with snnTorch in both directions, and compares what the networks do with them. It is behind a build tag because PyTorch is
// large: GOSNN_TORCH_PYTHON names an interpreter with torch, snntorch, numpy and safetensors.
func TestTorch(t *testing.T) {
	dir := t.TempDir()
	net := must(Sequential(must(NewConv2d(1, 2, 3, Seed(1)))(t), must(NewBatchNorm(2))(t), must(neuron.NewLeaky(0.9, neuron.LearnBeta(true)))(t), NewFlatten(),
		must(NewLinear(8, 3, Seed(2)))(t), must(neuron.NewSynaptic(0.9, 0.8, neuron.Zero))(t)))(t)
	check(t, WriteFile(filepath.Join(dir, "go.safetensors"), net))

	run := exec.Command(os.Getenv("GOSNN_TORCH_PYTHON"), "testdata/torch_check.py", dir)
	run.Stderr = os.Stderr
	run.Env = append(os.Environ(), "LD_LIBRARY_PATH=") // its own libtorch, not ours
	check(t, run.Run())

	x := tensortest.Of(t, tensortest.Ramp(32), 2, 1, 4, 4)
	for _, name := range []string{"go", "python"} {
		check(t, ReadFile(filepath.Join(dir, name+".safetensors"), net))
		out, err := net.Eval(x, NumSteps(6))
		check(t, err)
		defer out.Drop()
		want, err := os.ReadFile(filepath.Join(dir, name+".membrane"))
		check(t, err)
		near(t, name, values(t, out.Membrane), floatsOf(want), 1e-5)
	}
}
