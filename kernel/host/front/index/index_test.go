package index

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// newIndex is an index of a module with one package.
func newIndex(t *testing.T) *Index {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.mod": "module gosnn\n\nrequire (\n\texample.com/m v1.2.3\n)\n",
		"snn/rate.go": "// Package snn is one.\npackage snn\n\n// Rate makes spikes.\nfunc Rate(x int, opts ...Option) (int, error) { return x, nil }\n\n" +
			"// Option is one.\ntype Option interface{ rate() }\n\n// Seed is an option.\ntype Seed int\n\nfunc (Seed) rate() {}\n\n" +
			"// Text is a method.\nfunc (Seed) Text() string { return \"\" }\n\nconst (\n\tRed, red = 1, 2\n)\n",
		"snn/rate_test.go": "package snn\n\nfunc RateOfTest() {}\n",
		"snn/broken.go":    "package snn\n\nfunc Broken( {\n",
	} {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	modules := t.TempDir()
	if err := os.MkdirAll(filepath.Join(modules, "example.com/m@v1.2.3/sub"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(modules, "example.com/m@v1.2.3/sub/a.go"), []byte("package sub\n\nvar Answer = 42\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	return New(root, goroot(t), modules)
}

func TestNames(t *testing.T) {
	i := newIndex(t)
	for _, c := range []struct {
		path, prefix string
		want         []string
	}{
		{"gosnn/snn", "", []string{"Option", "Rate", "Red", "Seed"}},
		{"gosnn/snn", "r", []string{"Rate", "Red"}},
		{"gosnn/snn", "RAT", []string{"Rate"}},
		{"gosnn/none", "", nil},
		{"gosnn/../../etc", "", nil},
		{"example.com/m/sub", "A", []string{"Answer"}},
		{"example.com/other", "", nil},
		{"fmt", "Printl", []string{"Println"}},
	} {
		if got := i.Names(c.path, c.prefix); !slices.Equal(got, c.want) {
			t.Errorf("%s, %q: %q, want %q", c.path, c.prefix, got, c.want)
		}
	}
}

func TestDoc(t *testing.T) {
	i := newIndex(t)
	if d, c, ok := i.Doc("gosnn/snn", "Rate"); !ok || d != "func Rate(x int, opts ...Option) (int, error)" || c != "Rate makes spikes.\n" {
		t.Errorf("%q, %q, %v", d, c, ok)
	}
	if d, _, ok := i.Doc("gosnn/snn", "Seed.Text"); !ok || !strings.Contains(d, "Text() string") {
		t.Errorf("%q, %v", d, ok)
	}
	if _, _, ok := i.Doc("gosnn/snn", "None"); ok {
		t.Error("None is there")
	}
}

func TestResolve(t *testing.T) {
	i := newIndex(t)
	for name, want := range map[string]string{"fmt": "fmt", "snn": "gosnn/snn", "json": "encoding/json", "rand": "math/rand",
		"ts": "github.com/sugarme/gotch/ts", "none": "", "": "", "..": ""} {
		if got := i.Resolve(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// goroot is where the standard library is.
func goroot(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}
