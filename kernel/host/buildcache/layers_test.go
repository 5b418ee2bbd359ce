package buildcache

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestMain makes this program the go command's cache program, if a test says so.
func TestMain(m *testing.M) {
	if own := os.Getenv("GOSNN_TEST_OWN"); own != "" {
		if err := (Layers{Shared: os.Getenv("GOCACHE"), Own: own}).Serve(os.Stdin, os.Stdout); err != nil {
			panic(err)
		}
		return
	}
	os.Exit(m.Run())
}

// TestGoCommand has the go command in use fill the shared cache, and then build by the cache program. It fails with a go
// command that writes its cache in another form.
func TestGoCommand(t *testing.T) {
	dir, own := t.TempDir(), filepath.Join(t.TempDir(), "own")
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", "module lecture\n\ngo 1.26\n")
	write("spike/spike.go", "package spike\n\nconst Count = 7\n")
	write("main.go", "package main\n\nimport \"lecture/spike\"\n\nfunc main() { println(spike.Count) }\n")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	// build returns the packages that were compiled.
	build := func(variables ...string) []string {
		t.Helper()
		cmd := exec.Command("go", "build", "-v", "-o", filepath.Join(t.TempDir(), "program"), ".")
		cmd.Dir, cmd.Env = dir, append(append(os.Environ(), "GOWORK=off", "GOFLAGS="), variables...)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return strings.Fields(string(out))
	}
	program := []string{"GOCACHEPROG='" + exe + "'", "GOSNN_TEST_OWN=" + own}

	// The standard library may be in the shared cache for other flags only.
	if got := build(); !slices.Contains(got, "lecture/spike") || !slices.Contains(got, "lecture") {
		t.Fatalf("the go command compiled %q at first", got)
	}
	if got := build(program...); len(got) > 0 {
		t.Errorf("with the shared cache filled, %q were compiled", got)
	}
	write("main.go", "package main\n\nimport \"lecture/spike\"\n\nfunc main() { println(1 + spike.Count) }\n")
	if got := build(program...); !slices.Equal(got, []string{"lecture"}) {
		t.Errorf("a changed package: %q were compiled", got)
	}
	if got := build(program...); len(got) > 0 {
		t.Errorf("with the user's own cache filled, %q were compiled", got)
	}
	if files := filesIn(t, own); len(files) < 3 {
		t.Errorf("the user's own cache has %q", files)
	}
	// Another user without a place of its own does without. After two seconds the go command has the files of a package indexed, too.
	time.Sleep(2100 * time.Millisecond)
	write("main.go", "package main\n\nimport \"lecture/spike\"\n\nfunc main() { println(2 + spike.Count) }\n")
	if got := build(program[0], "GOSNN_TEST_OWN="+filepath.Join(dir, "main.go", "own")); !slices.Equal(got, []string{"lecture"}) {
		t.Errorf("without a place: %q were compiled", got)
	}
}

// filesIn lists the regular files below a folder.
func filesIn(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// FuzzRead reads entries that anything may have damaged.
func FuzzRead(f *testing.F) {
	f.Add([]byte("v1 abcd 0011                    5                    7\n"))
	f.Add([]byte("v1 abcd 0011 -5 7\n"))
	f.Add([]byte("v1 abcd zz 5 7\n"))
	f.Add([]byte("v2 abcd 0011 5 7\n"))
	f.Add([]byte(""))
	dir, action := f.TempDir(), []byte{0xab, 0xcd}
	file := name(dir, action, "-a")
	f.Fuzz(func(t *testing.T, text []byte) {
		if err := writeFile(file, text); err != nil {
			t.Fatal(err)
		}
		e, _, err := read(dir, action)
		if err != nil {
			return
		}
		inside, err := filepath.Rel(dir, e.file)
		if err != nil || !filepath.IsLocal(inside) || e.size < 0 || len(e.output) == 0 || !bytes.HasPrefix(text, []byte("v1 abcd ")) && !bytes.Contains(text, []byte("abcd")) {
			t.Errorf("%q gives %+v", text, e)
		}
	})
}
