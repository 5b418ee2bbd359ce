package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestLibtorchUnfit takes libtorch away from a kernel, or puts one of another version in its place. A cell that needs it ends in one
// message with the cure, others go on, and all do once libtorch is back.
func TestLibtorchUnfit(t *testing.T) {
	t.Parallel()
	instead := func(variable, lib string) string { // of libtorch's folder, which is the first
		_, rest, _ := strings.Cut(environment(t, variable), ":")
		return variable + "=" + lib + ":" + rest
	}
	for _, c := range []struct {
		name, version, says string
	}{
		{"missing", "", "is missing from"},
		{"another version", "2.2", "is version 2.2, but gotch needs 2.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			if c.version != "" {
				otherLibtorch(t, dir, c.version)
			}
			lib := filepath.Join(dir, "lib")
			k := start(t, t.TempDir(), instead("LIBRARY_PATH", lib), instead("LD_LIBRARY_PATH", lib))
			r := k.run(gotchCell)
			for _, part := range []string{c.says, lib, "What to do: run", "gosnn-kernel setup"} {
				if r.status != "error" || !strings.Contains(r.text(), part) {
					t.Errorf("status %q, no %q in\n%s", r.status, part, r.text())
				}
			}
			if n := strings.Count(r.text(), "\n"); n > 25 {
				t.Errorf("the message has %d lines:\n%s", n, r.text())
			}
			k.want("%%\nfmt.Println(1+1)", "2")
			if err := os.RemoveAll(dir); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(home(t).Libtorch(), dir); err != nil {
				t.Fatal(err)
			}
			k.want(gotchCell, "[6]")
		})
	}
}

// otherLibtorch makes a libtorch of a version that has none of the functions that gotch calls.
func otherLibtorch(t *testing.T, dir, version string) {
	t.Helper()
	header := filepath.Join(dir, "include/torch/csrc/api/include/torch/version.h")
	for _, folder := range []string{filepath.Dir(header), filepath.Join(dir, "lib")} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	major, minor, _ := strings.Cut(version, ".")
	text := "#pragma once\n\n#define TORCH_VERSION_MAJOR " + major + "\n\n#define TORCH_VERSION_MINOR " + minor + "\n"
	if err := os.WriteFile(header, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"torch_cpu", "c10"} {
		cmd := exec.Command("g++", "-shared", "-x", "c++", "-", "-o", filepath.Join(dir, "lib", "lib"+name+".so"))
		cmd.Stdin = strings.NewReader("int other_" + name + ";\n")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
}
