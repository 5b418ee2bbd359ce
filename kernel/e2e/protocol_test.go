package e2e

import (
	"os"
	"path/filepath"
	"slices"
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

// TestComplete presses Tab in a kernel's first moment, which knows packages' names, and then until it knows methods, and what has been written to
// a package of the user's own.
func TestComplete(t *testing.T) {
	t.Parallel()
	own := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(own, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module example.org/own\n\ngo 1.25\n")
	write("own.go", "package own\n\ntype Net struct{}\n\nfunc (Net) Forward() int { return 1 }\n")
	k := start(t, t.TempDir())
	if got := k.complete("snn.Laten"); !slices.Contains(got, "Latency") {
		t.Errorf("at first: %q", got)
	}
	k.want("%%\nfmt.Println(1)", "1")
	k.want("!*go mod edit -require=example.org/own@v0.0.0 -replace=example.org/own="+own, "")
	k.want("import \"example.org/own\"\n\nvar net own.Net\n\n%%\nfmt.Println(net.Forward())", "1")
	known := func(code, name string) {
		t.Helper()
		until(t, name+" after "+code, func() bool { return slices.Contains(k.complete(code), name) })
	}
	known("import \"strings\"\n\nvar b strings.Builder\n\n%%\nb.Wri", "WriteRune")
	known("%%\nnet.For", "Forward")
	write("more.go", "package own\n\nfunc (Net) Backward() int { return 2 }\n")
	known("%%\nnet.Back", "Backward")
	k.want("%%\nfmt.Println(net.Backward())", "2")
}
