package gocmd

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// notebook is a folder as GoNB has one, beside a package that its program imports.
type notebook struct {
	name       string // of its module: another one each time, so that nothing of it is in the build cache
	dir, local string
	env        []string
}

func newNotebook(t testing.TB) *notebook {
	t.Helper()
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	torch, dir := t.TempDir(), t.TempDir()
	write(t, filepath.Join(torch, "lib", "libtorch_cpu.so"), "library")
	write(t, filepath.Join(torch, "include/torch/csrc/api/include/torch/version.h"), "#define TORCH_VERSION_MAJOR 2\n#define TORCH_VERSION_MINOR 1\n")
	script(t, filepath.Join(dir, "go"), `echo "$*" >> "`+filepath.Join(dir, "calls")+`"; exec "`+tool+`" "$@"`)
	n := &notebook{fmt.Sprintf("gonb_%x", rand.Uint64()), filepath.Join(dir, "gonb ö"), filepath.Join(dir, "local"), []string{"GOSNN_GO=" + filepath.Join(dir, "go"), "GOFLAGS=", "GOWORK=", "CGO_LDFLAGS=",
		"LIBRARY_PATH=" + filepath.Join(torch, "lib"), "GOCACHEPROG="}}
	write(t, filepath.Join(n.local, "go.mod"), "module local\n\ngo 1.26\n")
	n.library(t, "one")
	write(t, filepath.Join(n.dir, "go.mod"), "module "+n.name+"\n\ngo 1.26\n\nrequire local v0.0.0\n\nreplace local => ../local\n")
	write(t, filepath.Join(n.dir, "go.work"), "go 1.26\n\nuse .\n")
	// A build is recorded that finds the standard library compiled.
	if said, err := kernelGo(t, n.dir, n.env, "build", "fmt", "strings", "embed").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	n.cell(t, "0")
	n.run(t) // compiles local, and is not recorded
	n.cell(t, "1")
	return n
}

// library writes the imported package.
func (n *notebook) library(t testing.TB, text string) {
	write(t, filepath.Join(n.local, "local.go"), "package local\n\n// Text is it.\nconst Text = `"+text+"`\n")
}

// cell writes a program that prints an expression and what the library says.
func (n *notebook) cell(t testing.TB, expression string, imports ...string) {
	source := "package main\n\nimport (\n\t\"fmt\"\n\t\"local\"\n"
	for _, i := range imports {
		source += "\t" + i + "\n"
	}
	write(t, filepath.Join(n.dir, "main.go"), source+")\n\nfunc main() { fmt.Println("+expression+", local.Text) }\n")
}

// run builds and runs the program. It also reports whether that was by a recorded build.
func (n *notebook) run(t testing.TB) (out string, replayed bool) {
	t.Helper()
	calls := filepath.Join(filepath.Dir(n.dir), "calls")
	os.Remove(calls)
	if said, err := kernelGo(t, n.dir, n.env, "build", "-o", "program").CombinedOutput(); err != nil {
		return string(said), false
	}
	_, err := os.Stat(calls)
	said, errRun := exec.Command(filepath.Join(n.dir, "program")).CombinedOutput()
	if errRun != nil {
		t.Fatalf("%v: %s", errRun, said)
	}
	return strings.TrimSpace(string(said)), os.IsNotExist(err)
}

// recorded is a file of the recording for the present imports.
func (n *notebook) recorded(t *testing.T, name string) string {
	t.Helper()
	t.Chdir(n.dir)
	frame, err := frameOf("main.go")
	if err != nil {
		t.Fatal(err)
	}
	dir, err := recording(frame)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// step is a change to a notebook, and what it then prints, by the recording or not. LEN stands for the length of main.go.
type step struct {
	name     string
	change   func(t *testing.T, n *notebook)
	want     string
	replayed bool
}

// cell is a step that writes a program.
func cell(expression, want string, replayed bool, imports ...string) step {
	return step{expression, func(t *testing.T, n *notebook) { n.cell(t, expression, imports...) }, want, replayed}
}

// file is a step that writes a file beside main.go, or main.go itself.
func file(name, text, want string, replayed bool) step {
	return step{name, func(t *testing.T, n *notebook) { write(t, filepath.Join(n.dir, name), text) }, want, replayed}
}

// again is a step without a change.
func again(want string, replayed bool) step {
	return step{"again", func(*testing.T, *notebook) {}, want, replayed}
}

// aged gives the local package's file a time of change this long ago.
func aged(t *testing.T, n *notebook, ago time.Duration) {
	name, then := filepath.Join(n.local, "local.go"), time.Now().Add(-ago)
	if err := os.Chtimes(name, then, then); err != nil {
		t.Fatal(err)
	}
}

// TestRecorded changes what a program is made of, and wants to see the change in what it prints, whether it was built by the
// recorded commands or not.
func TestRecorded(t *testing.T) {
	const more = "package local\n\nimport \"os\"\n\nfunc init() { os.Stdout.WriteString(`more `) }\n"
	const embeds = "package main\n\nimport _ \"embed\"\n\n//go:embed main.go\nvar m string\n\nfunc init() { print(len(m), ` `) }\n"
	for name, steps := range map[string][]step{
		"imports": {again("1 one", false), again("1 one", true), cell("2", "2 one", true),
			cell("strings.ToUpper(`three`)", "THREE one", false, `"strings"`), cell("strings.ToUpper(`four`)", "FOUR one", true, `"strings"`),
			cell("3", "3 one", true), cell("s.ToUpper(`five`)", "FIVE one", true, `s "strings"`)},
		"a package changes": {again("1 one", false),
			{"its text", func(t *testing.T, n *notebook) { n.library(t, "two") }, "1 two", false},
			{"a file more", func(t *testing.T, n *notebook) { write(t, filepath.Join(n.local, "more.go"), more) }, "more 1 two", false},
			{"and gone", func(t *testing.T, n *notebook) { os.Remove(filepath.Join(n.local, "more.go")) }, "1 two", false}},
		"a package changes while it is compiled": {
			{"what the go command has read is older", func(t *testing.T, n *notebook) { aged(t, n, -time.Hour) }, "1 one", false},
			{"that was not recorded", func(t *testing.T, n *notebook) { aged(t, n, time.Hour) }, "1 one", false},
			cell("2", "2 one", false), cell("3", "3 one", true)},
		"a package's test": {again("1 one", false),
			{"changes", func(t *testing.T, n *notebook) {
				write(t, filepath.Join(n.local, "local_test.go"), "package local\n")
			}, "1 one", true}},
		"the environment": {again("1 one", false), again("1 one", true),
			{"a flag", func(_ *testing.T, n *notebook) { n.env = append(n.env, "GOFLAGS=-tags=x") }, "1 one", false}},
		"a second file": {again("1 one", false),
			file("a.go", "package main\n\nfunc init() { print(`a `) }\n", "a 1 one", false),
			file("a.go", embeds, "LEN 1 one", false), cell("`another is embedded`", "LEN another is embedded one", true)},
		"C": {file("main.go", "package main\n\n// static int seven(void) { return 7; }\nimport \"C\"\nimport (\"fmt\"; \"local\")\n\n"+
			"func main() { fmt.Println(C.seven(), local.Text) }\n", "7 one", false), again("7 one", false)},
		"no imports": {file("main.go", "package main\n\nfunc main() { print(`7`) }\n", "7", false),
			file("main.go", "package main\n\nfunc main() { print(`8`) }\n", "8", true)},
		"an embedded file": {{"text", func(t *testing.T, n *notebook) { write(t, filepath.Join(n.dir, "text"), "eight") }, "1 one", false},
			file("main.go", "package main\n\nimport (_ \"embed\"; \"fmt\"; \"local\")\n\n//go:embed text\nvar text string\n\n"+
				"func main() { fmt.Println(text, local.Text) }\n", "eight one", false), again("eight one", false)},
		"another module": {again("1 one", false),
			{"in go.mod", func(t *testing.T, n *notebook) {
				write(t, filepath.Join(filepath.Dir(n.dir), "other", "go.mod"), "module local\n\ngo 1.26\n")
				write(t, filepath.Join(filepath.Dir(n.dir), "other", "local.go"), "package local\n\nconst Text = `other`\n")
				mod, _ := os.ReadFile(filepath.Join(n.dir, "go.mod"))
				write(t, filepath.Join(n.dir, "go.mod"), strings.Replace(string(mod), "../local", "../other", 1))
			}, "1 other", false}},
		"a damaged recording": {again("1 one", false), again("1 one", true),
			{"half a file", func(t *testing.T, n *notebook) { write(t, n.recorded(t, "steps.json"), "{") }, "1 one", false},
			cell("2", "2 one", false), cell("3", "3 one", true),
			{"packages that are gone", func(t *testing.T, n *notebook) {
				write(t, n.recorded(t, "b001/importcfg"), "packagefile fmt=/nonesuch\n")
			}, "3 one", false}},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNotebook(t)
			for _, s := range steps {
				s.change(t, n)
				source, _ := os.ReadFile(filepath.Join(n.dir, "main.go"))
				want := strings.Replace(s.want, "LEN", strconv.Itoa(len(source)), 1)
				if got, replayed := n.run(t); got != want || replayed != s.replayed {
					t.Errorf("%s: prints %q, by the recording: %v; want %q, %v", s.name, got, replayed, want, s.replayed)
				}
			}
		})
	}
}

// TestRecordedMistake has a mistake in a cell: the go command reports it as without a recording.
func TestRecordedMistake(t *testing.T) {
	n := newNotebook(t)
	n.run(t)
	n.cell(t, "x")
	want := "# " + n.name + "\n./main.go:8:27: undefined: x\n"
	if got, _ := n.run(t); got != want {
		t.Errorf("prints %q, want %q", got, want)
	}
	n.cell(t, "2")
	if got, _ := n.run(t); got != "2 one" {
		t.Errorf("after it: %q", got)
	}
}

// BenchmarkBuild builds a cell that imports little, each time with another text: by the recording and by the go command.
func BenchmarkBuild(b *testing.B) {
	for _, form := range []string{"recorded", "go command"} {
		b.Run(form, func(b *testing.B) {
			n := newNotebook(b)
			n.run(b)
			for i := 0; b.Loop(); i++ {
				if form == "go command" {
					os.RemoveAll(filepath.Join(n.dir, recordings))
				}
				n.cell(b, strconv.Itoa(i))
				if _, replayed := n.run(b); replayed != (form == "recorded") {
					b.Fatal("recorded: ", replayed)
				}
			}
		})
	}
}
