package deps

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

// world is a build with a module in a workspace (lab), one replaced by a folder (tool), and published ones.
type world struct {
	t     *testing.T
	dir   string
	build *debug.BuildInfo
	memo  memo
	now   time.Time // what the time of change of every file is said to be
	ahead string    // the end of the names of files whose time of change is said to be in a week
}

func newWorld(t *testing.T) *world {
	w := &world{t: t, dir: t.TempDir(), memo: memo{}, now: time.Now().Add(-time.Hour)}
	w.write("cell/go.mod", "module gonb_1\n")
	w.write("cell/go.work", "go 1.26\n\nuse .\n\nuse ../lab\n")
	w.write("lab/go.mod", "module lab\n")
	w.write("lab/snn/rate.go", "package snn\n\nimport (\n\t\"lab/rng\"\n\t_ \"example.org/torch/ts\"\n)\n\nvar x = rng.X\n")
	w.write("lab/snn/rate_test.go", "package snn\n")
	w.write("lab/rng/rng.go", "package rng\n\nvar X = 1\n")
	w.write("lab/plots/plots.go", "package plots\n\nimport _ \"embed\"\n\n//go:embed assets/a.js\nvar js []byte\n")
	w.write("lab/plots/assets/a.js", "js\n")
	w.write("tool/go.mod", "module tool\n")
	w.write("tool/tool.go", "package tool\n\nimport \"fmt\"\n")
	w.write("cache/example.org/torch@v1.0.0/ts/ts.go", "package ts\n\nimport _ \"example.org/windows\"\n")
	w.write("cache/example.org/torch@v1.1.0/ts/ts.go", "package ts\n")
	w.write("cache/example.org/other@v1.0.0/other.go", "package other\n")
	w.build = &debug.BuildInfo{Main: debug.Module{Path: "gonb_1", Version: "(devel)"}, Deps: []*debug.Module{
		{Path: "lab", Version: "(devel)"},
		{Path: "tool", Version: "v0.0.0", Replace: &debug.Module{Path: "../tool"}},
		{Path: "example.org/torch", Version: "v1.0.0", Sum: "h1:torch"},
		{Path: "example.org/other", Version: "v1.0.0", Sum: "h1:other"},
	}}
	return w
}

func (w *world) write(name, content string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

type memo map[string][]byte

func (m memo) Recall(key string) ([]byte, bool) { data, ok := m[key]; return data, ok }
func (m memo) Remember(key string, data []byte) { m[key] = data }

// packages are those of a new process.
func (w *world) packages() *Packages {
	return &Packages{Build: w.build, Dir: filepath.Join(w.dir, "cell"), Work: filepath.Join(w.dir, "cell", "go.work"), Cache: filepath.Join(w.dir, "cache"), Began: time.Now(),
		Stamp: func(path string) ([]byte, time.Time, error) {
			data, err := os.ReadFile(path)
			changed := w.now
			if w.ahead != "" && strings.HasSuffix(path, w.ahead) {
				changed = time.Now().AddDate(0, 0, 7)
			}
			return fmt.Appendf(nil, "%d", len(data)), changed, err
		},
		Memory: w.memo,
	}
}

func (w *world) hash(imports ...string) string {
	w.t.Helper()
	sum, err := w.packages().Hash(imports)
	if err != nil {
		w.t.Fatal(err)
	}
	return fmt.Sprintf("%x", sum)
}

// TestPackageEdits changes packages and modules, and looks at which imports' hashes change.
func TestPackageEdits(t *testing.T) {
	imports := []string{"lab/snn", "lab/plots", "tool", "example.org/other", "math"}
	for _, e := range []struct {
		name string
		edit func(*world)
		want string
	}{
		{"nothing", func(w *world) {}, ""},
		{"package code", func(w *world) { w.write("lab/snn/rate.go", "package snn\n\nimport \"lab/rng\"\n\nvar y = rng.X\n") }, "lab/snn"},
		{"package that it imports", func(w *world) { w.write("lab/rng/rng.go", "package rng\n\nvar X = 22\n") }, "lab/snn"},
		{"file added", func(w *world) { w.write("lab/rng/new.go", "package rng\n") }, "lab/snn"},
		{"assembly added", func(w *world) { w.write("lab/rng/add_amd64.s", "// add\n") }, "lab/snn"},
		{"test changed", func(w *world) { w.write("lab/snn/rate_test.go", "package snn // changed\n") }, ""},
		{"hidden file", func(w *world) { w.write("lab/snn/.swp", "x") }, ""},
		{"embedded file", func(w *world) { w.write("lab/plots/assets/a.js", "more js\n") }, "lab/plots"},
		{"module replaced by a folder", func(w *world) { w.write("tool/tool.go", "package tool\n\nimport \"strings\"\n") }, "tool"},
		{"version of a module behind a package", func(w *world) { w.build.Deps[2].Version = "v1.1.0" }, "lab/snn"},
		{"checksum of a module", func(w *world) { w.build.Deps[3].Sum = "h1:changed" }, "example.org/other"},
		{"module added", func(w *world) {
			w.build.Deps = append(w.build.Deps, &debug.Module{Path: "example.org/new", Version: "v1.0.0"})
		}, ""},
	} {
		w := newWorld(t)
		before := map[string]string{}
		for _, path := range imports {
			before[path] = w.hash(path)
		}
		e.edit(w)
		var changed []string
		for _, path := range imports {
			if w.hash(path) != before[path] {
				changed = append(changed, path)
			}
		}
		if got := strings.Join(changed, " "); got != e.want {
			t.Errorf("%s: changed %q, want %q", e.name, got, e.want)
		}
	}
}

// TestMemory makes sure that unchanged files are not read again, and that files which have just been changed are.
func TestMemory(t *testing.T) {
	w := newWorld(t)
	before := w.hash("lab/snn")
	w.write("lab/rng/rng.go", "package rng\n\nvar X = 2\n") // the same size: the same stamp in this test
	if w.hash("lab/snn") != before {
		t.Error("the folder was read again although no stamp had changed")
	}
	w = newWorld(t)
	w.now = time.Now()
	before = w.hash("lab/snn")
	w.write("lab/rng/rng.go", "package rng\n\nvar X = 2\n")
	if w.hash("lab/snn") == before {
		t.Error("the hash of files that had just been changed was remembered")
	}
	w = newWorld(t)
	before = w.hash("lab/snn")
	for key := range w.memo {
		w.memo[key] = []byte("damaged")
	}
	if w.hash("lab/snn") != before {
		t.Error("a damaged memory changed the hash")
	}
}

// TestClockSetBack has files from a time when the clock was a week ahead: they were not changed while the cell was compiled. One beside
// them that was is still found, and one that was changed just now is not remembered.
func TestClockSetBack(t *testing.T) {
	w := newWorld(t)
	want := w.hash("lab/snn")
	w = newWorld(t)
	w.ahead = ".go"
	if got := w.hash("lab/snn"); got != want {
		t.Errorf("hash %s, want %s", got, want)
	}
	w.ahead, w.memo = "rate.go", memo{}
	w.write("lab/snn/beside.go", "package snn\n")
	w.now = time.Now().Add(time.Minute)
	if _, err := w.packages().Hash([]string{"lab/snn"}); !errors.Is(err, ErrChanged) {
		t.Errorf("error %v, want ErrChanged", err)
	}
	w.now = time.Now()
	before := w.hash("lab/snn")
	w.write("lab/snn/beside.go", "package src\n") // the same size: the same stamp in this test
	if w.hash("lab/snn") == before {
		t.Error("the hash of files that had just been changed was remembered")
	}
}

// TestNoSource hashes a module that is not in the cache: it may use every other.
func TestNoSource(t *testing.T) {
	w := newWorld(t)
	os.RemoveAll(filepath.Join(w.dir, "cache"))
	before := w.hash("example.org/torch/ts")
	w.build.Deps[3].Version = "v1.2.0"
	if w.hash("example.org/torch/ts") == before {
		t.Error("a module that may be used changed, but not the hash")
	}
}

func TestHashErrors(t *testing.T) {
	for _, c := range []struct {
		name    string
		imports string
		change  func(*world)
	}{
		{"unknown module", "example.org/unknown", func(w *world) {}},
		{"no folder", "lab/none", func(w *world) {}},
		{"workspace without the module", "lab/snn", func(w *world) { w.write("cell/go.work", "go 1.26\n\nuse .\n") }},
		{"no workspace file", "lab/snn", func(w *world) { os.Remove(filepath.Join(w.dir, "cell/go.work")) }},
		{"bad workspace file", "lab/snn", func(w *world) { w.write("cell/go.work", "use (\n") }},
		{"changed after the build began", "lab/snn", func(w *world) { w.now = time.Now().Add(time.Minute) }},
		{"no build information", "lab/snn", func(w *world) { w.build = nil }},
	} {
		w := newWorld(t)
		c.change(w)
		if _, err := w.packages().Hash([]string{c.imports}); err == nil {
			t.Errorf("%s: no error", c.name)
		}
	}
}
