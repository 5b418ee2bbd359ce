package source

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// cell is a program that prints what Load returns, before and after a file is changed.
const cell = `package main

import (
	"fmt"
	"os"

	"gosnn/kernel/internal/source"
)

var early = load()

func load() string {
	if code := os.Getenv("TEST_CHANGE"); code != "" {
		if err := os.WriteFile("main.go", []byte(code), 0o600); err != nil {
			panic(err)
		}
	}
	files, err := source.Load(".")
	return fmt.Sprintf("%d files, %d bytes of main.go, %v", len(files), len(files["main.go"]), err)
}

func main() { fmt.Println(early) }
`

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	root, err := filepath.Abs("../../..")
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	run := func(env string, name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Dir, cmd.Env = dir, append(os.Environ(), env)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	write("go.mod", "module gosnn/kernel/cell\n\ngo 1.26.0\n") // below kernel: it imports an internal package
	write("go.work", "go 1.26.0\n\nuse (\n\t.\n\t"+root+"\n)\n")
	want := func(what, got, want string) {
		t.Helper()
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	changed := strings.Replace(cell, "early = load()", "other, early = 1, load()", 1)

	whole := fmt.Sprintf("1 files, %d bytes of main.go, <nil>", len(cell))
	write("main.go", cell)
	run("", "go", "build", "-o", "cell")
	program := filepath.Join(dir, "cell")
	want("changed before it is read", run("TEST_CHANGE="+changed, program), "0 files, 0 bytes of main.go, "+ErrChanged.Error())

	os.Remove(filepath.Join(dir, CompanionName))
	write("main.go", cell)
	want("not changed", run("", program), whole)
	run("", "go", "build", "-o", "cell")
	want("with the companion, and changed", run("TEST_CHANGE="+changed, program), whole)
	write("more.go", "package main\n")
	write("more_test.go", "package main\n")
	write("main.go", cell)
	run("", "go", "build", "-o", "cell")
	want("another file, and a test", run("", program), "2 "+whole[2:])
}

func FuzzBuildID(f *testing.F) {
	exe, err := os.Executable()
	if err != nil {
		f.Fatal(err)
	}
	data, err := os.ReadFile(exe)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data[:min(len(data), 8<<10)])
	f.Add([]byte("\x04\x00\x00\x00\x05\x00\x00\x00\x04\x00\x00\x00Go\x00\x00a/b/c"))
	f.Add([]byte("\x04\x00\x00\x00\xff\xff\x00\x00\x04\x00\x00\x00Go\x00\x00a"))
	f.Add([]byte("\xff Go build ID: \"a/b/c/d\"\n \xff"))
	f.Fuzz(func(t *testing.T, head []byte) {
		if id, err := findBuildID(head); err == nil && len(id) > len(head) {
			t.Errorf("%d bytes out of %d", len(id), len(head))
		}
	})
}

func TestBuildID(t *testing.T) {
	for head, want := range map[string]string{
		"x\x04\x00\x00\x00\x07\x00\x00\x00\x04\x00\x00\x00Go\x00\x00a/b/c/d.": "a/b/c/d",
		"..\xff Go build ID: \"a/b/c/d\"\n \xff..":                            "a/b/c/d",
		"\x04\x00\x00\x00\x07\x00\x00\x00\x04\x00\x00\x00Go\x00\x00a/b":       "",
		"": "",
	} {
		if got, err := findBuildID([]byte(head)); got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v, want %q", head, got, err, want)
		}
	}
}
