//go:build torch

package nn

import (
	"encoding/binary"
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

	recurrent := must(Sequential(must(NewLinear(4, 3, Seed(3)))(t), must(neuron.NewRLeaky(0.9, neuron.OneToOne(-0.5), neuron.Zero))(t), must(neuron.NewRSynaptic(0.9, 0.8, neuron.AllToAll(3)))(t),
		must(neuron.NewSLSTM(3, 3))(t), must(NewGradedSpikes(3))(t), must(neuron.NewDeltaLeaky(0.9))(t),
		must(neuron.NewAssociativeLeaky(3, 2, 2))(t)))(t)
	check(t, WriteFile(filepath.Join(dir, "go_recurrent.safetensors"), recurrent))

	run := exec.Command(os.Getenv("GOSNN_TORCH_PYTHON"), "testdata/torch_check.py", dir)
	run.Stderr = os.Stderr
	run.Env = append(os.Environ(), "LD_LIBRARY_PATH=") // its own libtorch, not ours
	check(t, run.Run())

	check(t, ReadFile(filepath.Join(dir, "recurrent.safetensors"), recurrent))
	x := tensortest.Of(t, tensortest.Ramp(32), 2, 1, 4, 4)
	for _, name := range []string{"go", "python"} {
		check(t, ReadFile(filepath.Join(dir, name+".safetensors"), net))
		out, err := net.Eval(x, NumSteps(6))
		check(t, err)
		defer out.Drop()
		file, err := os.ReadFile(filepath.Join(dir, name+".membrane"))
		check(t, err)
		want := make([]float32, len(file)/4)
		_, err = binary.Decode(file, binary.LittleEndian, want)
		check(t, err)
		near(t, name, values(t, out.Membrane), want, 1e-5)
	}
}
