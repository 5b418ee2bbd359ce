package kernel_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// notebook stands for GoNB: it builds each cell's program in one folder and runs it there.
type notebook struct {
	t    *testing.T
	dir  string // GONB_TMP_DIR
	kept string // GOSNN_KEEP_DIR
	file string // JPY_SESSION_NAME
}

// newNotebook makes a module of its own in a workspace with this one, as GoNB does.
func newNotebook(t *testing.T) *notebook {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		t.Fatal(err)
	}
	n := &notebook{t: t, dir: t.TempDir(), kept: filepath.Join(t.TempDir(), "kept"), file: filepath.Join(t.TempDir(), "tutorial.ipynb")}
	n.write("go.mod", "module gonb_test\n\ngo 1.26.0\n")
	n.write("go.work", "go 1.26.0\n\nuse (\n\t.\n\t"+root+"\n)\n")
	n.write("go.sum", string(sum))
	return n
}

func (n *notebook) write(name, content string) {
	n.t.Helper()
	path := filepath.Join(n.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		n.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		n.t.Fatal(err)
	}
}

// command prepares a program as GoNB runs a cell.
func (n *notebook) command(env []string, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = n.dir
	cmd.Env = slices.Concat(os.Environ(), []string{"GONB_TMP_DIR=" + n.dir, "GONB_PIPE=", "GOSNN_KEEP_DIR=" + n.kept, "JPY_SESSION_NAME=" + n.file}, env)
	return cmd
}

func (n *notebook) build(code string) {
	n.t.Helper()
	n.write("main.go", code)
	if out, err := n.command(nil, "go", "build", "-o", "gonb_test").CombinedOutput(); err != nil {
		n.t.Fatalf("go build: %v\n%s", err, out)
	}
}

// run runs the cell that was built, and returns its lines on standard output and what it wrote to standard error.
func (n *notebook) run(env ...string) (lines []string, stderr string) {
	n.t.Helper()
	var out, errs bytes.Buffer
	cmd := n.command(env, filepath.Join(n.dir, "gonb_test"))
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		n.t.Fatalf("%v\n%s%s", err, out.String(), errs.String())
	}
	return strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n"), errs.String()
}

// want runs the cell and compares its lines.
func (n *notebook) want(what string, want []string, env ...string) {
	n.t.Helper()
	got, stderr := n.run(env...)
	if !slices.Equal(got, want) || stderr != "" {
		n.t.Errorf("%s:\n got %q\nwant %q\n%s", what, got, want, stderr)
	}
}

// edit replaces a text in a program.
func edit(t *testing.T, code, old, new string) string {
	t.Helper()
	if !strings.Contains(code, old) {
		t.Fatalf("no %q in the program", old)
	}
	return strings.Replace(code, old, new, 1)
}
