package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gosnn/kernel/host/hot"
)

// TestTwoCheckouts has a second copy of the sources, with a kernel of its own in the same home. A change in it is seen by its own
// notebooks alone.
func TestTwoCheckouts(t *testing.T) {
	t.Parallel()
	h, tree, prefix := home(t), filepath.Join(folderOfClass(t), "second checkout"), folderOfClass(t)
	for _, folder := range []string{"kernel", "plots", "snn"} {
		if err := os.CopyFS(filepath.Join(tree, folder), os.DirFS(filepath.Join(h.Root, folder))); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"go.mod", "go.sum", "snn/argument/argument.go"} {
		text, err := os.ReadFile(filepath.Join(h.Root, name))
		if err != nil {
			t.Fatal(err)
		}
		changed := strings.Replace(string(text), `"value out of range"`, `"changed here"`, 1)
		if err := os.WriteFile(filepath.Join(tree, name), []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	install := h.Command("gosnn-kernel", "install", "-prefix", prefix, "-name", "gosnn-second")
	install.Dir = tree
	if out, err := install.CombinedOutput(); err != nil {
		t.Fatalf("gosnn-kernel install: %v\n%s", err, out)
	}
	cmd := driverCommand(t, "gosnn-second", hot.Variable+"=off") // no host is made of sources that are about to go
	cmd.Dir, cmd.Env = t.TempDir(), append(os.Environ(), "JUPYTER_PATH="+filepath.Join(prefix, "share", "jupyter"))

	const cell = "import \"gosnn/snn\"\n\n%%\nfmt.Println(snn.ErrRange)"
	first, second := start(t, t.TempDir()), drive(t, cmd)
	second.want(cell, "changed here")
	first.want(cell, "value out of range")
}
