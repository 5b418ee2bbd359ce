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

// run builds and runs the program. It also tells whether that was by a recorded build.
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
	dir, err := recording()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// TestRecorded changes what a program is made of, and wants to see the change in what it prints, whether it was built by the
// recorded commands or not.
func TestRecorded(t *testing.T) {
	n := newNotebook(t)
	for _, c := range []struct {
		name     string
		change   func()
		want     string
		replayed bool
	}{
		{"first", func() {}, "1 one", false},
		{"same", func() {}, "1 one", true},
		{"another expression", func() { n.cell(t, "2") }, "2 one", true},
		{"a package more", func() { n.cell(t, "strings.ToUpper(`three`)", `"strings"`) }, "THREE one", false},
		{"and again", func() { n.cell(t, "strings.ToUpper(`four`)", `"strings"`) }, "FOUR one", true},
		{"the former imports", func() { n.cell(t, "3") }, "3 one", true},
		{"by another name", func() { n.cell(t, "s.ToUpper(`five`)", `s "strings"`) }, "FIVE one", true},
		{"an imported package changed", func() { n.library(t, "two") }, "FIVE two", false},
		{"and changes while it is compiled", func() {
			n.cell(t, "s.ToLower(`FIVE`)", `s "strings"`)
			file := filepath.Join(n.local, "local.go")
			soon := time.Now().Add(time.Hour) // what the go command has read by then is older
			if err := os.Chtimes(file, soon, soon); err != nil {
				t.Fatal(err)
			}
		}, "five two", false},
		{"which is not recorded", func() {
			file, old := filepath.Join(n.local, "local.go"), time.Now().Add(-time.Hour)
			if err := os.Chtimes(file, old, old); err != nil {
				t.Fatal(err)
			}
		}, "five two", false},
		{"and stays so", func() { n.cell(t, "s.ToLower(`Five`)", `s "strings"`) }, "five two", false},
		{"and is recorded", func() { n.cell(t, "s.ToUpper(`five`)", `s "strings"`) }, "FIVE two", true},
		{"a file more in it", func() {
			write(t, filepath.Join(n.local, "more.go"), "package local\n\nimport \"os\"\n\nfunc init() { os.Stdout.WriteString(`more `) }\n")
		}, "more FIVE two", false},
		{"and gone", func() { os.Remove(filepath.Join(n.local, "more.go")) }, "FIVE two", false},
		{"once more", func() { n.cell(t, "s.ToUpper(`Five`)", `s "strings"`) }, "FIVE two", false},
		{"its test changed", func() { write(t, filepath.Join(n.local, "local_test.go"), "package local\n") }, "FIVE two", true},
		{"a flag in the environment", func() { n.env = append(n.env, "GOFLAGS=-tags=x") }, "FIVE two", false},
		{"a file more in the program", func() {
			write(t, filepath.Join(n.dir, "a.go"), "package main\n\nfunc init() { print(`a `) }\n")
		}, "a FIVE two", false},
		{"which embeds the cell", func() {
			write(t, filepath.Join(n.dir, "a.go"), "package main\n\nimport _ \"embed\"\n\n//go:embed main.go\nvar m string\n\nfunc init() { print(len(m), ` `) }\n")
		}, "LEN FIVE two", false},
		{"another cell is embedded", func() { n.cell(t, "s.ToUpper(`number six`)", `s "strings"`) }, "LEN NUMBER SIX two", true},
		{"C in the cell", func() {
			write(t, filepath.Join(n.dir, "main.go"), "package main\n\n// static int seven(void) { return 7; }\nimport \"C\"\nimport (\"fmt\"; \"local\")\n\n"+
				"func main() { fmt.Println(C.seven(), local.Text) }\n")
		}, "LEN 7 two", false},
		{"C again", func() {}, "LEN 7 two", false},
		{"nothing that may change", func() {
			write(t, filepath.Join(n.dir, "main.go"), "package main\n\nfunc main() { print(`7`) }\n")
		}, "LEN 7", false},
		{"and again", func() {
			write(t, filepath.Join(n.dir, "main.go"), "package main\n\nfunc main() { print(`8`) }\n")
		}, "LEN 8", true},
		{"an embedded file", func() {
			write(t, filepath.Join(n.dir, "text"), "eight")
			write(t, filepath.Join(n.dir, "main.go"), "package main\n\nimport (_ \"embed\"; \"fmt\"; \"local\")\n\n//go:embed text\nvar text string\n\n"+
				"func main() { fmt.Println(text, local.Text) }\n")
		}, "LEN eight two", false},
		{"another module", func() {
			os.Remove(filepath.Join(n.dir, "a.go"))
			n.cell(t, "9")
			write(t, filepath.Join(filepath.Dir(n.dir), "other", "go.mod"), "module local\n\ngo 1.26\n")
			write(t, filepath.Join(filepath.Dir(n.dir), "other", "local.go"), "package local\n\nconst Text = `other`\n")
			mod, _ := os.ReadFile(filepath.Join(n.dir, "go.mod"))
			write(t, filepath.Join(n.dir, "go.mod"), strings.Replace(string(mod), "../local", "../other", 1))
		}, "9 other", false},
		{"a recording that is damaged", func() { write(t, n.recorded(t, "steps.json"), "{") }, "9 other", false},
		{"packages that are gone", func() {
			n.run(t)
			write(t, n.recorded(t, "b001/importcfg"), "packagefile fmt=/nonesuch\n")
		}, "9 other", false},
	} {
		c.change()
		source, _ := os.ReadFile(filepath.Join(n.dir, "main.go"))
		want := strings.Replace(c.want, "LEN", strconv.Itoa(len(source)), 1)
		if got, replayed := n.run(t); got != want || replayed != c.replayed {
			t.Errorf("%s: prints %q, by the recording: %v; want %q, %v", c.name, got, replayed, want, c.replayed)
		}
	}
}

// TestRecordedMistake has a mistake in a cell: the go command tells of it as without a recording.
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
