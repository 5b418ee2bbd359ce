//go:build torch

package tensorfile_test

import (
	_ "embed"
	"path/filepath"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensorfile"
	"gosnn/snn/tensormem"
)

//go:embed testdata/torch_check.py
var torchCheck string

// TestTorch lets PyTorch read what Go has written, and Go the spikes that snnTorch makes of it. It is behind a build tag because
// PyTorch is large: GOSNN_TORCH_PYTHON names an interpreter with torch, snntorch, numpy and safetensors.
func TestTorch(t *testing.T) {
	dir := t.TempDir()
	all := map[string]*ts.Tensor{}
	for _, dtype := range tensormem.DTypes {
		if dtype != gotch.ComplexFloat && dtype != gotch.ComplexDouble {
			all[tensormem.DTypeName(dtype)] = numbers(t, dtype, 4, 2, 3)
		}
	}
	if err := tensorfile.WriteSafetensors(filepath.Join(dir, "all.safetensors"), all, nil); err != nil {
		t.Fatal(err)
	}
	images := numbers(t, gotch.Float, 8, 1, 28, 28).MustDivScalar(ts.FloatScalar(8*28*28), true)
	if err := tensorfile.WriteNpy(filepath.Join(dir, "images.npy"), images); err != nil {
		t.Fatal(err)
	}

	python(t, "GOSNN_TORCH_PYTHON", "bench", torchCheck, dir)

	back, _, err := tensorfile.ReadSafetensors(filepath.Join(dir, "saved.safetensors"))
	if err != nil || len(back) != len(all) {
		t.Fatalf("%d tensors, %v", len(back), err)
	}
	for name, x := range all {
		equal(t, name, back[name], x)
	}
	spikes, err := tensorfile.ReadNpz(filepath.Join(dir, "spikes.npz"))
	if err != nil {
		t.Fatal(err)
	}
	same, _, err := tensorfile.ReadSafetensors(filepath.Join(dir, "spikes.safetensors"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rate", "latency"} {
		equal(t, name, spikes[name], same[name])
		size := spikes[name].MustSize()
		if len(size) != 5 || size[0] != 10 || size[1] != 8 {
			t.Errorf("%s: shape %v", name, size)
		}
	}
	// With latency coding each pixel spikes once.
	sum := spikes["latency"].MustSum(gotch.Float, false).Float64Values()[0]
	if sum != 8*28*28 {
		t.Errorf("latency: %v spikes, want %d", sum, 8*28*28)
	}
	if err := tensorfile.WriteSafetensors(filepath.Join(dir, "from-go.safetensors"), spikes, nil); err != nil {
		t.Fatal(err)
	}
	python(t, "GOSNN_TORCH_PYTHON", "bench", `
import sys, torch
from safetensors.torch import load_file
a, b = load_file(sys.argv[1] + "/spikes.safetensors"), load_file(sys.argv[1] + "/from-go.safetensors")
assert a.keys() == b.keys() and all(torch.equal(a[k], b[k]) and a[k].dtype == b[k].dtype for k in a)
`, dir)
}
