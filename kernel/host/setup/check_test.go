package setup

import (
	"errors"
	"math"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestRequirements takes one program after the other away.
func TestRequirements(t *testing.T) {
	h := testHome(t)
	if err := h.checkRequirements(); err != nil {
		t.Fatalf("this machine: %v", err)
	}
	tools := t.TempDir()
	for _, c := range []struct{ name, text, cure string }{
		{"go", "exit 1", "install Go"},
		{"g++", "echo g++: cannot find cc1plus; exit 1", "apt install g++"},
		{"python3", "echo Python 3.8.1; exit 1", "install Python 3.10"},
		{"python3", `case "$*" in *ensurepip*) echo "No module named ensurepip"; exit 1;; esac`, "apt install python3-venv"},
	} {
		script(t, filepath.Join(tools, c.name), c.text)
		t.Setenv("CXX", "")
		t.Run(c.cure, func(t *testing.T) {
			t.Setenv("PATH", tools+":"+envPath(t))
			var f *Failure
			if err := h.checkRequirements(); !errors.As(err, &f) || !strings.Contains(err.Error(), c.cure) {
				t.Errorf("error %v, want one whose cure says %q", err, c.cure)
			}
		})
		real, err := exec.LookPath(c.name)
		if err != nil {
			t.Fatal(err)
		}
		script(t, filepath.Join(tools, c.name), "exec "+real+` "$@"`)
	}
}

func envPath(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("sh", "-c", "echo $PATH").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

func TestNoCompiler(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("CXX", "")
	if _, err := compiles(); err == nil {
		t.Error("an empty PATH has a compiler")
	}
}

func TestDisk(t *testing.T) {
	h := testHome(t)
	if err := h.checkDisk(1); err != nil {
		t.Errorf("one byte: %v", err)
	}
	err := h.checkDisk(math.MaxUint64 / 2)
	if err == nil || !strings.Contains(err.Error(), "GB are free") || !strings.Contains(err.Error(), "GOSNN_HOME") {
		t.Errorf("more than any disk has: %v", err)
	}
}

func TestLinker(t *testing.T) {
	h := testHome(t)
	t.Setenv("GOSNN_LINKER", "default")
	if err := h.probeLinker(t.Context()); err != nil || h.linker() != "" {
		t.Errorf("default: %q, %v", h.linker(), err)
	}
	if strings.Contains(h.goFlags(false), "fuse-ld") {
		t.Errorf("flags %q name a linker", h.goFlags(false))
	}
	t.Setenv("GOSNN_LINKER", "bfd") // comes with every GNU compiler
	if err := h.probeLinker(t.Context()); err != nil || h.linker() != "bfd" || !strings.Contains(h.goFlags(false), "-fuse-ld=bfd") {
		t.Errorf("bfd: %q, flags %q, %v", h.linker(), h.goFlags(false), err)
	}
	t.Setenv("GOSNN_LINKER", "nonesuch")
	if err := h.probeLinker(t.Context()); err == nil {
		t.Error("a linker that does not exist is taken")
	}
}
