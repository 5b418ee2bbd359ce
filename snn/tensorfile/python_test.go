package tensorfile_test

import (
	"cmp"
	_ "embed"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/sugarme/gotch"
	"github.com/sugarme/gotch/ts"

	"gosnn/snn/tensorfile"
	"gosnn/snn/tensormem"
)

//go:embed testdata/numpy_check.py
var numpyCheck string

// python runs a script in a folder. Which interpreter it is says a variable, or else GOSNN_HOME, which set-up fills.
func python(t *testing.T, variable, home, script, dir string) {
	t.Helper()
	program := cmp.Or(os.Getenv(variable), filepath.Join(os.Getenv("GOSNN_HOME"), home, "bin", "python"))
	if _, err := exec.LookPath(program); err != nil {
		t.Fatalf("no Python at %q: run `make test`, which installs what the tests need, or set %s to an interpreter that has the packages that %s imports", program, variable, t.Name())
	}
	cmd := exec.Command(program, "-c", script, dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// TestNumPy lets NumPy and safetensors for NumPy read what Go has written, and write the same again for Go.
func TestNumPy(t *testing.T) {
	dir := t.TempDir()
	all := map[string]*ts.Tensor{}
	for _, dtype := range tensormem.DTypes {
		name := tensormem.DTypeName(dtype)
		if dtype == gotch.BFloat16 {
			continue // NumPy has none
		}
		x := numbers(t, dtype, 4, 2, 3)
		all[name] = x
		if err := tensorfile.WriteNpy(filepath.Join(dir, name+".npy"), x); err != nil {
			t.Fatal(err)
		}
	}
	all["scalar"] = numbers(t, gotch.Float, 3).MustSelect(0, 2, true)
	all["empty"] = numbers(t, gotch.Float, 0, 3)
	if err := tensorfile.WriteNpz(filepath.Join(dir, "all.npz"), all); err != nil {
		t.Fatal(err)
	}
	real := map[string]*ts.Tensor{}
	for name, x := range all {
		if name != "complex64" && name != "complex128" {
			real[name] = x
		}
	}
	if err := tensorfile.WriteSafetensors(filepath.Join(dir, "all.safetensors"), real, map[string]string{"seed": "42"}); err != nil {
		t.Fatal(err)
	}

	python(t, "GOSNN_PYTHON", "venv", numpyCheck, dir)

	for _, file := range []string{"saved.npz", "compressed.npz"} {
		back, err := tensorfile.ReadNpz(filepath.Join(dir, file))
		if err != nil || len(back) != len(all) {
			t.Fatalf("%s: %d tensors, %v", file, len(back), err)
		}
		for name, x := range all {
			equal(t, file+": "+name, back[name], x)
		}
	}
	back, metadata, err := tensorfile.ReadSafetensors(filepath.Join(dir, "saved.safetensors"))
	if err != nil || len(back) != len(real) || metadata["by"] != "python" {
		t.Fatalf("%d tensors, %v, %v", len(back), metadata, err)
	}
	for name, x := range real {
		equal(t, "safetensors: "+name, back[name], x)
		one, err := tensorfile.ReadNpy(filepath.Join(dir, "saved-"+name+".npy"))
		if err != nil {
			t.Fatal(err)
		}
		equal(t, "npy: "+name, one, x)
	}
}
