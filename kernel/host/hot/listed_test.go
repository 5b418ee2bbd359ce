package hot

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestListed wants all packages that a host is linked from in the list, which compiles them: a build that compiles any cannot be taken down, and in a home
// that is new no cell would be hot.
func TestListed(t *testing.T) {
	h, dir := find(t), t.TempDir()
	if err := h.makeModule(dir); err != nil {
		t.Fatal(err)
	}
	packages, err := h.list(dir)
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, p := range packages {
		listed[p.ImportPath] = true
	}
	linked, err := os.ReadFile(filepath.Join(h.Dir, "importcfg"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(linked)) {
		name, _, _ := strings.Cut(strings.TrimPrefix(line, "packagefile "), "=")
		if !listed[name] {
			t.Errorf("%s is not in the list", name)
		}
	}
}
