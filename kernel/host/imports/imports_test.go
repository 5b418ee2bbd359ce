package imports

import (
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	goimports "golang.org/x/tools/imports"
)

// goroot is that of the go command, as go test has it in the environment's PATH.
var goroot = func() string {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(out))
}()

// cells are programs as GoNB has them: with the imports of all cells, and without those that nobody wrote.
var cells = []struct {
	name, imports, body string
	further             bool // goimports has to look further than the standard library
}{
	{"nothing", "", "", false},
	{"added", "", "fmt.Println(strings.ToUpper(\"a\"), math.Pi)", false},
	{"taken away", "import (\n\t\"fmt\"\n\t\"os\"\n\t\"gosnn/plots\"\n)", "fmt.Println(1)", false},
	{"all taken away", "import \"os\"\nimport \"io\"", "", false},
	{"both", "import (\n\t\"os\"\n\t\"github.com/sugarme/gotch/ts\"\n)", "fmt.Println(ts.MustOfSlice([]float32{1}))", false},
	{"named", "import (\n\tm \"math\"\n\tstr \"strings\"\n\t_ \"embed\"\n\t. \"sort\"\n)", "_ = m.Pi; Ints(nil)", false},
	{"name of another", "import fmt \"log\"", "fmt.Println(1)", false},
	{"declared here", "import \"strings\"", "os := struct{ A int }{}; _ = os.A; { strings := os; _ = strings.A }", false},
	{"declared below", "", "_ = log.A }\nvar log struct{ A int }\nfunc f() {", false},
	{"version", "import \"math/rand/v2\"", "_ = rand.IntN(3)", false},
	{"two of a name", "", "_ = template.HTML(\"\")", false},
	{"either of two", "", "_ = template.New(\"\")", true},
	{"deep", "", "_ = httptest.NewRecorder(); _ = json.Marshal; _ = sha256.Sum256", false},
	{"of this system", "", "_ = syscall.Getpid; _ = os.Getpid; _ = filepath.Join", false},
	{"constants and types", "", "var _ time.Duration = time.Second; var _ io.Reader; _ = os.Stdin; _ = http.StatusOK", false},
	{"rand", "", "_ = rand.Int", true},
	{"no such function", "", "fmt.Prinln(1)", true},
	{"no such package", "", "nowhere.To()", true},
	{"of this module", "", "_ = snn.NumSteps(1)", true},
	{"type parameter", "", "f := func() { _ = slices.Max[[]int] }; f()", false},
	{"comments", "import (\n\t\"fmt\" // to print\n\t// below\n\t\"os\"\n)", "// fmt\nfmt.Println(1) // os.Exit", false},
	{"method of a result", "import \"bytes\"", "bytes.NewBuffer(nil).WriteString(\"fmt.X\")", false},
	{"composite", "import \"image\"", "_ = image.Point{X: 1}; _ = []color.Gray{{Y: 1}}", false},
	{"label", "", "log.Println(1)\nos:\n\tfor { break os }", false},
}

// TestFix compares with goimports' own library, where that looks no further, either.
func TestFix(t *testing.T) {
	for _, cell := range cells {
		t.Run(cell.name, func(t *testing.T) {
			source := "package main\n\n" + cell.imports + "\n\nfunc main() {\n\tflag.Parse()\n\t" + cell.body + "\n}\n"
			got, err := Fix([]byte(source), goroot)
			if cell.further != (err != nil) {
				t.Fatalf("error %v", err)
			}
			if err != nil {
				return
			}
			name := filepath.Join(t.TempDir(), "main.go")
			if err := os.WriteFile(name, []byte(source), 0o644); err != nil {
				t.Fatal(err)
			}
			want, err := goimports.Process(name, nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			if g, w := specs(t, got), specs(t, want); !slices.Equal(g, w) {
				t.Errorf("%q, goimports has %q", g, w)
			}
		})
	}
}

// specs are the imports of a program, sorted.
func specs(t *testing.T, source []byte) (list []string) {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "main.go", source, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range f.Imports {
		name := ""
		if i.Name != nil {
			name = i.Name.Name + " "
		}
		list = append(list, name+i.Path.Value)
	}
	slices.Sort(list)
	return list
}

// TestTop has the names at the top of the standard library taken by no package below.
func TestTop(t *testing.T) {
	src := filepath.Join(goroot, "src")
	top, err := filepath.Glob(filepath.Join(src, "*", "*.go"))
	if err != nil || len(top) == 0 {
		t.Fatal("no packages", err)
	}
	for _, depth := range []string{"*/*/*.go", "*/*/*/*.go"} {
		files, err := filepath.Glob(filepath.Join(src, depth))
		if err != nil || len(files) == 0 {
			t.Fatal("no packages", err)
		}
		for _, file := range files {
			dir := filepath.Dir(file)
			if rel, _ := filepath.Rel(src, dir); slices.ContainsFunc(strings.Split(filepath.ToSlash(rel), "/"), func(s string) bool { return !public(s) }) {
				continue
			}
			if slices.ContainsFunc(top, func(t string) bool { return filepath.Dir(t) == filepath.Join(src, filepath.Base(dir)) }) {
				t.Fatalf("%s has the name of a package at the top", dir)
			}
		}
	}
}

func TestFixRefuses(t *testing.T) {
	for _, source := range []string{"", "package main\nfunc main() {", "package main\nimport \"gopkg.in/yaml.v3\"\nfunc main() {}"} {
		if _, err := Fix([]byte(source), goroot); err == nil {
			t.Errorf("%q: no error", source)
		}
	}
}

// FuzzFix has whatever is left compile no worse: the imports are of names that the program uses.
func FuzzFix(f *testing.F) {
	for _, cell := range cells {
		f.Add(cell.imports, cell.body)
	}
	f.Fuzz(func(t *testing.T, imports, body string) {
		source := "package main\n" + imports + "\nfunc main() {\n" + body + "\n}\n"
		fixed, err := Fix([]byte(source), goroot)
		if err != nil {
			return
		}
		again, err := Fix(fixed, goroot)
		if err != nil {
			t.Fatalf("%q became %q: %v", source, fixed, err)
		}
		if g, w := specs(t, again), specs(t, fixed); !slices.Equal(g, w) {
			t.Errorf("%q: imports %q, then %q", source, w, g)
		}
	})
}

// TestWrite has a program of two files left to goimports.
func TestWrite(t *testing.T) {
	goCommand := filepath.Join(goroot, "bin", "go")
	t.Setenv("GOSNN_GO", goCommand)
	dir := t.TempDir()
	name := filepath.Join(dir, "main.go")
	if err := os.WriteFile(name, []byte("package main\nfunc main() { fmt.Println() }\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := write(name); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(name); err != nil || !strings.Contains(string(text), "import \"fmt\"") {
		t.Errorf("%s, error %v", text, err)
	}
	if err := os.WriteFile(filepath.Join(dir, "other.go"), []byte("package main\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if write(name) == nil {
		t.Error("no error with two files")
	}
}

func BenchmarkFix(b *testing.B) {
	source := []byte("package main\nimport (\n\"os\"\n\"gosnn/snn\"\n)\nfunc main() {\n\tflag.Parse()\n\tfmt.Println(snn.NumSteps(1))\n}\n")
	for b.Loop() {
		if _, err := Fix(source, goroot); err != nil {
			b.Fatal(err)
		}
	}
}
