package hot

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"gosnn/kernel/host/setup"
)

// kernel is the installed kernel, in its environment.
func kernel(t testing.TB) Kernel {
	t.Helper()
	h, err := setup.Find()
	if err != nil {
		t.Fatal(err)
	}
	spec := filepath.Join(h.Venv(), "share/jupyter/kernels/gosnn/kernel.json")
	text, err := os.ReadFile(spec)
	if err != nil {
		t.Fatalf("%v: these tests use what set-up installs. What to do: run them by `make test`", err)
	}
	var k struct{ Env map[string]string }
	if err := json.Unmarshal(text, &k); err != nil {
		t.Fatal(err)
	}
	for name, value := range k.Env {
		t.Setenv(name, strings.ReplaceAll(value, "${PATH}", os.Getenv("PATH")))
	}
	t.Setenv(Variable, "on")
	return FromEnv()
}

// find is a host for the tests: what set-up has made, or what the kernel would make now.
func find(t testing.TB) *Host {
	t.Helper()
	k := kernel(t)
	if why := k.Reason(); why != "" {
		t.Skip(why)
	}
	making.Lock()
	defer making.Unlock()
	h, err := k.Find()
	if err != nil {
		text, merr := output(command(filepath.Join(k.Home, "bin", "gosnn-kernel"), "hot", "make"))
		if merr != nil {
			t.Fatal(merr, text)
		}
		if h, err = k.Find(); err != nil {
			t.Fatal(err)
		}
	}
	return h
}

var making sync.Mutex

// newTrial is a trial of a host, whose zygote ends with the test.
func newTrial(t testing.TB, h *Host) *Trial {
	t.Helper()
	trial, err := h.Trial(filepath.Join(t.TempDir(), "notebook"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Sleep(trial.dir) })
	return trial
}

// TestPrograms runs programs both ways.
func TestPrograms(t *testing.T) {
	trial := newTrial(t, find(t))
	for _, pattern := range []string{"selftest/*.txt", "testdata/*.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatal(err, names)
		}
		for _, name := range names {
			t.Run(filepath.Base(name), func(t *testing.T) {
				text, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if err := trial.Compare(text, "an argument", ""); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// TestOrdinary has programs that must not be hot.
func TestOrdinary(t *testing.T) {
	h := find(t)
	for _, c := range []struct{ name, source, why string }{
		{"no C", `import "fmt"; func main() { fmt.Println() }`, "no C"},
		{"not in the host", `import ("gosnn/snn"; "example.com/x"); func main() {}`, "example.com/x"},
		{"internal", `import ("gosnn/snn"; "internal/abi"); func main() {}`, "internal/abi"},
		{"internal to a module", `import ("gosnn/snn"; "gosnn/snn/internal/loop"); func main() {}`, "internal/loop"},
		{"C", `import "C"; func main() {}`, "no C"},
		{"embedded", "import (_ \"embed\"; _ \"gosnn/snn\")\n//go:embed main.go\nvar s string\nfunc main() {}", "//go:embed"},
		{"linkname", "import (_ \"unsafe\"; _ \"gosnn/snn\")\n//go:linkname now runtime.nanotime\nfunc now() int64\nfunc main() {}", "//go:linkname"},
		{"a setting", "import _ \"gosnn/snn\"\n//go:debug madvdontneed=1\nfunc main() {}", "//go:debug"},
		{"other lines", "import _ \"gosnn/snn\"\n//line x.go:1\nfunc main() {}", "//line"},
		{"a mistake", "import _ gosnn/snn", "main.go"},
	} {
		dir := t.TempDir()
		trial := &Trial{h, dir}
		err := trial.Compile([]byte("package main\n\n" + c.source + "\n"))
		if err == nil || !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestModules has notebooks whose modules are not as the host's.
func TestModules(t *testing.T) {
	h := find(t)
	mod := strings.Replace(h.Plan.GoMod, h.Plan.Module, "gonb_x", 1)
	for _, c := range []struct {
		name, file, text, why string
	}{
		{"as at first", "go.mod", mod, ""},
		{"a known version", "go.mod", mod + "\nrequire github.com/sugarme/gotch " + h.Plan.Versions["github.com/sugarme/gotch"] + "\n", ""},
		{"another version", "go.mod", mod + "\nrequire github.com/sugarme/gotch v0.8.0\n", "requires"},
		{"an unknown module", "go.mod", mod + "\nrequire example.com/x v1.0.0\n", "requires"},
		{"a replaced module", "go.mod", mod + "\nreplace github.com/sugarme/gotch => /nonesuch\n", "as at first"},
		{"an excluded version", "go.mod", mod + "\nexclude github.com/sugarme/gotch v0.8.0\n", "as at first"},
		{"a setting", "go.mod", mod + "\ngodebug panicnil=1\n", "as at first"},
		{"another language", "go.mod", strings.Replace(mod, "\ngo 1.", "\ngo 1.2", 1), "as at first"},
		{"another workspace", "go.work", h.Plan.GoWork + "\nuse ./x\n", "as at first"},
		{"a second file", "more.go", "package main\n", "more.go"},
		{"C beside", "x.c", "", "x.c"},
		{"assembly", "x.s", "", "x.s"},
		{"a profile", "default.pgo", "", "default.pgo"},
	} {
		dir := t.TempDir()
		for name, text := range map[string]string{"main.go": "package main\n\nimport _ \"gosnn/snn\"\n\nfunc main() {}\n", "go.mod": mod, "go.work": h.Plan.GoWork, c.file: c.text} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, err := h.Admit(dir)
		if (err == nil) != (c.why == "") || err != nil && !strings.Contains(err.Error(), c.why) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestKey changes what a host is made of.
func TestKey(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	k := Kernel{Go: "/usr/bin/go", Home: t.TempDir(), Root: root}
	last := ""
	for _, c := range []struct {
		name    string
		change  func()
		another bool
	}{
		{"first", func() { write("go.mod", "module gosnn\n") }, true},
		{"same", func() {}, false},
		{"a package", func() { write("snn/rate.go", "package snn\n") }, true},
		{"a file that it embeds", func() { write("plots/page.html", "<p>") }, true},
		{"a test", func() { write("snn/rate_test.go", "package snn\n") }, false},
		{"test data", func() { write("snn/testdata/x.go", "x") }, false},
		{"kernel", func() { write("kernel/keep.go", "package kernel\n") }, true},
		{"what is outside of cells", func() { write("kernel/host/x.go", "package host\n") }, false},
		{"a flag", func() { t.Setenv("GOFLAGS", "-tags=x") }, true},
		{"another variable", func() { t.Setenv("GONB_X", "x") }, false},
		{"the runtime's", func() { t.Setenv("GOMEMLIMIT", "300MiB"); t.Setenv("GOMAXPROCS", "2") }, false},
		{"of OpenMP", func() { t.Setenv("GOMP_SPINCOUNT", "3000") }, false},
		{"where modules come from", func() { t.Setenv("GOPROXY", "off") }, false},
		{"a setting that the go command may read", func() { t.Setenv("GODEBUG", "gotypesalias=0") }, true},
		{"another cache", func() { t.Setenv("GOCACHE", "/x"); t.Setenv("GOCACHEPROG", "x") }, false},
		{"a package changes", func() { write("snn/rate.go", "package snn // changed\n") }, true},
	} {
		c.change()
		key, err := k.Key()
		if err != nil {
			t.Fatal(err)
		}
		if (key != last) != c.another {
			t.Errorf("%s: %s after %s", c.name, key, last)
		}
		last = key
	}
}

// TestKeyFor changes files as little as can be, one after the other: the key that a notebook remembers is the key.
func TestKeyFor(t *testing.T) {
	root, dir := t.TempDir(), t.TempDir()
	file := filepath.Join(root, "snn", "rate.go")
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	k := Kernel{Go: "/usr/bin/go", Home: t.TempDir(), Root: root}
	same := func(why string) {
		t.Helper()
		want, err := k.Key()
		got, err2 := k.keyFor(dir)
		if err != nil || err2 != nil || got != want {
			t.Fatalf("%s: %q, %v, want %q, %v", why, got, err2, want, err)
		}
	}
	remembered := func() bool {
		_, err := os.Stat(filepath.Join(dir, workFolder, keyFile))
		return err == nil
	}
	for i := range 100 { // within one tick of the system's clock
		changed := time.Now()
		write(fmt.Sprintf("package snn // %d\n", i%10))
		same("edited")
		if remembered() {
			if time.Since(changed) < settled {
				t.Error("the key of files that have just changed is remembered")
			}
			break // a busy machine has taken its time
		}
	}
	for deadline := time.Now().Add(time.Minute); !remembered(); time.Sleep(100 * time.Millisecond) {
		same("settled")
		if time.Now().After(deadline) {
			t.Fatal("the key is never remembered")
		}
	}
	same("remembered")
	info, err := os.Stat(file)
	if err != nil {
		t.Fatal(err)
	}
	write("package snn // x\n")
	if err := os.Chtimes(file, info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	same("edited, with the time of before")
	if err := os.Rename(file, filepath.Join(root, "snn", "ratf.go")); err != nil {
		t.Fatal(err)
	}
	same("renamed")
	t.Setenv("GOFLAGS", "-tags=y")
	same("a flag")
}

// TestReason has kernels without hot cells.
func TestReason(t *testing.T) {
	goroot := t.TempDir()
	t.Setenv(Variable, "on")
	k := Kernel{Go: filepath.Join(goroot, "bin", "go"), Home: "/home", Root: "/root"}
	if err := os.MkdirAll(filepath.Dir(k.Go), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(k.Go, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	for version, why := range map[string]string{"go1.26": "", "go1.26.8": "", "go1.27.1": "this is go1.27.1", "go1.25.3": "go1.25.3", "go1.260": "go1.260", "devel go1.27-abc": "devel"} {
		if err := os.WriteFile(filepath.Join(goroot, "VERSION"), []byte(version+"\ntime 2026\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if got := k.Reason(); (got == "") != (why == "") || !strings.Contains(got, why) {
			t.Errorf("%s: %q", version, got)
		}
	}
	t.Setenv(Variable, "off")
	if got := k.Reason(); !strings.Contains(got, Variable) {
		t.Errorf("switched off: %q", got)
	}
}
