package e2e

import (
	"strings"
	"testing"
)

// TestProtocol runs Jupyter's own tests of kernels. What GoNB leaves out is declared in the script: nothing else is skipped.
func TestProtocol(t *testing.T) {
	t.Parallel()
	out, err := home(t).Command("python", "testdata/kernel_test.py").CombinedOutput()
	if err != nil || strings.Contains(string(out), "skipped") {
		t.Errorf("jupyter-kernel-test: %v\n%s", err, out)
	}
}

// TestConsole uses `jupyter console` at a terminal.
func TestConsole(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cmd := home(t).Command("python", "testdata/console.py")
	cmd.Env = append(cmd.Env, "IPYTHONDIR="+dir, "JUPYTER_CONFIG_DIR="+dir, "JUPYTER_DATA_DIR="+dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("jupyter console: %v\n%s", err, out)
	}
}
