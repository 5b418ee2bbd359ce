package e2e

import (
	"strings"
	"testing"
)

// TestProtocol runs Jupyter's own tests of kernels. What GoNB leaves out is declared in the script: nothing else is skipped.
func TestProtocol(t *testing.T) {
	out, err := home(t).Command("python", "testdata/kernel_test.py").CombinedOutput()
	if err != nil || strings.Contains(string(out), "skipped") {
		t.Errorf("jupyter-kernel-test: %v\n%s", err, out)
	}
}
