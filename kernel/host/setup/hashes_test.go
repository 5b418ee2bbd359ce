package setup

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/module"
	modzip "golang.org/x/mod/zip"
)

// TestPipRefuses has pip take an archive from a folder, as set-up has it take those that it downloads: only the one that was
// pinned is taken.
func TestPipRefuses(t *testing.T) {
	dir := t.TempDir()
	wheel := wheelOf(t, "gosnn_test", "1.0", "")
	write(t, filepath.Join(dir, "gosnn_test-1.0-py3-none-any.whl"), string(wheel))
	write(t, filepath.Join(dir, "needs-1.0-py3-none-any.whl"), string(wheelOf(t, "needs", "1.0", "Requires-Dist: gosnn-test\n")))
	needs := fmt.Sprintf("needs==1.0 --hash=sha256:%x\n", sha256.Sum256(wheelOf(t, "needs", "1.0", "Requires-Dist: gosnn-test\n")))
	good := fmt.Sprintf("gosnn-test==1.0 --hash=sha256:%x\n", sha256.Sum256(wheel))
	t.Setenv("PIP_NO_INDEX", "1")
	t.Setenv("PIP_FIND_LINKS", dir)
	pins, n := filepath.Join(dir, "pins.txt"), 0
	for _, c := range []struct {
		name, pins string
		files      int    // that are taken
		says       string // of a refusal
	}{
		{"the pinned one", good, 1, ""},
		{"what it asks for is not fetched", needs, 1, ""},
		{"another hash", fmt.Sprintf("gosnn-test==1.0 --hash=sha256:%x\n", sha256.Sum256([]byte("another"))), 0, "DO NOT MATCH THE HASHES"},
		{"no hash", "gosnn-test==1.0\n", 0, "Hashes are required"},
		{"one of two without", good + "needs==1.0\n", 0, "Hashes are required"},
	} {
		write(t, pins, c.pins)
		n++
		to := filepath.Join(dir, fmt.Sprint(n))
		out, err := pip("python3", hashed("download", pins, "-d", to)...).CombinedOutput()
		if (err == nil) != (c.says == "") || !strings.Contains(string(out), c.says) {
			t.Errorf("%s: %v, want %q\n%s", c.name, err, c.says, out)
		}
		if files, _ := os.ReadDir(to); len(files) != c.files {
			t.Errorf("%s: %d files, want %d", c.name, len(files), c.files)
		}
	}
}

// wheelOf is a Python package with nothing in it.
func wheelOf(t *testing.T, name, version, more string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	info := name + "-" + version + ".dist-info/"
	for _, file := range [][2]string{
		{info + "METADATA", "Metadata-Version: 2.1\nName: " + name + "\nVersion: " + version + "\n" + more},
		{info + "WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"},
		{info + "RECORD", ""},
	} {
		w, err := z.Create(file[0])
		if err == nil {
			_, err = io.WriteString(w, file[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestGoRefuses serves a module from a folder, and builds what needs it in set-up's environment, with the module's hash in go.sum and
// with another.
func TestGoRefuses(t *testing.T) {
	h, m := testHome(t), module.Version{Path: "example.com/m", Version: "v1.0.0"}
	source, proxy := t.TempDir(), filepath.Join(t.TempDir(), "example.com/m/@v")
	write(t, filepath.Join(source, "go.mod"), "module example.com/m\n")
	write(t, filepath.Join(source, "m.go"), "package m\n")
	var b bytes.Buffer
	if err := modzip.CreateFromDir(&b, m, source); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(proxy, "v1.0.0.zip"), b.String())
	write(t, filepath.Join(proxy, "v1.0.0.mod"), "module example.com/m\n")
	write(t, filepath.Join(proxy, "v1.0.0.info"), `{"Version": "v1.0.0"}`)
	t.Setenv("GOPROXY", "file://"+strings.TrimSuffix(proxy, "/example.com/m/@v"))
	t.Setenv("GOSUMDB", "off") // a user may do that: go.sum counts all the same
	write(t, filepath.Join(h.Root, "go.mod"), "module gosnn\n\ngo 1.26\n\nrequire example.com/m v1.0.0\n")
	write(t, filepath.Join(h.Root, "x.go"), "package gosnn\n\nimport _ \"example.com/m\"\n")
	build := func(args ...string) (string, error) {
		cmd := h.Command("go", args...)
		cmd.Dir = h.Root
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	write(t, filepath.Join(h.Root, "go.sum"), "")
	if out, err := build("build", "."); err == nil || !strings.Contains(out, "missing go.sum entry") {
		t.Errorf("a module without a hash: %v\n%s", err, out)
	}
	if out, err := build("mod", "download", "example.com/m"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if out, err := build("build", "."); err != nil {
		t.Errorf("the module whose hash is there: %v\n%s", err, out)
	}
	sums := read(t, filepath.Join(h.Root, "go.sum"))
	_, hash, _ := strings.Cut(strings.SplitN(sums, "\n", 2)[0], "h1:")
	write(t, filepath.Join(h.Root, "go.sum"), strings.Replace(sums, hash, strings.Repeat("A", 43)+"=", 1))
	if err := os.RemoveAll(h.path("go", "mod")); err != nil {
		t.Fatal(err)
	}
	out, err := build("build", ".")
	if err == nil || !strings.Contains(out, "checksum mismatch") || !strings.Contains(cure(fmt.Errorf("%s", out)), "pinned") {
		t.Errorf("another hash: %v\n%s", err, out)
	}
}

// TestGoSumIsWhole asks the go command for all that this module is built of, and forbids it to add a hash.
func TestGoSumIsWhole(t *testing.T) {
	h, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", "list", "-mod=readonly", "-deps", "./...", "tool")
	cmd.Dir = h.Root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
	for _, kv := range h.Env() {
		for _, off := range []string{"GOSUMDB=", "GONOSUMDB=", "GONOSUMCHECK=", "GOINSECURE=", "GOPRIVATE=", "GOPROXY="} {
			if strings.HasPrefix(kv, off) {
				t.Errorf("set-up sets %s", kv)
			}
		}
	}
}

// TestEChartsRefuses changes one byte.
func TestEChartsRefuses(t *testing.T) {
	h, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	if err := checkECharts(h.ECharts()); err != nil {
		t.Fatal(err)
	}
	library := []byte(read(t, h.ECharts()))
	library[len(library)/2] ^= 1
	changed := filepath.Join(t.TempDir(), "echarts.min.js")
	write(t, changed, string(library))
	if err := checkECharts(changed); err == nil || !strings.Contains(err.Error(), "SHA-256") {
		t.Errorf("a changed file: %v", err)
	}
}
