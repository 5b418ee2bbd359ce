package setup

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// shell finds the programs that run a text as a program.
var shell = regexp.MustCompile(`^(/(usr/)?bin/)?(env|sh|bash|dash|zsh|ksh|fish|cmd(\.exe)?|powershell(\.exe)?|pwsh|perl|eval|xargs)$`)

// TestNoShell reads all code but the tests' for calls of shells: a path or a name with a quote or a dollar sign is nothing but
// itself where each argument goes to the program as it is.
func TestNoShell(t *testing.T) {
	h, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	calls := 0
	for _, folder := range []string{"snn", "plots", "kernel", "notebooks"} {
		err := filepath.WalkDir(filepath.Join(h.Root, folder), func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && d.Name() == "testdata" {
				return filepath.SkipDir
			}
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			files := token.NewFileSet()
			file, err := parser.ParseFile(files, path, nil, parser.SkipObjectResolution)
			if err != nil || !slices.ContainsFunc(file.Imports, func(i *ast.ImportSpec) bool { return i.Path.Value == `"os/exec"` || i.Path.Value == `"syscall"` }) {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if fun, ok := call.Fun.(*ast.SelectorExpr); ok && strings.HasPrefix(fun.Sel.Name, "Command") {
					calls++
				}
				for _, a := range call.Args {
					lit, ok := a.(*ast.BasicLit)
					if !ok || lit.Kind != token.STRING {
						continue
					}
					if text, err := strconv.Unquote(lit.Value); err == nil && shell.MatchString(text) {
						t.Errorf("%s: %q", files.Position(lit.Pos()), text)
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if calls < 10 {
		t.Errorf("%d calls of programs found: the test looks in the wrong place", calls)
	}
}

// TestCXXPaths runs the compiler that cgo is given with arguments that a shell would take for commands: it hands them on as they are.
func TestCXXPaths(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a 'b' $(touch made); touch made")
	script(t, filepath.Join(dir, "c++"), strings.TrimPrefix(cxx, "#!/bin/sh\n"))
	tools := t.TempDir()
	script(t, filepath.Join(tools, "compiler"), `printf '%s|' "$@"`)
	odd := "-I\"$(touch made)\"`touch made`; touch made\n#"
	for arg, want := range map[string]string{odd: odd, "torch_api.cpp": dir + "/gotch/empty.cpp", "x y.cpp": "x y.cpp", "": "", "*": "*"} {
		cmd := command([]string{"GOSNN_HOME=" + dir, "GOSNN_CXX=" + filepath.Join(tools, "compiler")}, filepath.Join(dir, "c++"), "-c", arg, "last")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil || string(out) != "-c|"+want+"|last|" {
			t.Errorf("%q: %v, the compiler is given %q, want %q", arg, err, out, want)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "made")); err == nil {
		t.Error("an argument was run as a command")
	}
}

// TestCXXGrad gives cgo's compiler the module's own C++ file: it is in libgotch only as it was when that was made.
func TestCXXGrad(t *testing.T) {
	home, checkout, tools := t.TempDir(), t.TempDir(), t.TempDir()
	script(t, filepath.Join(home, "c++"), strings.TrimPrefix(cxx, "#!/bin/sh\n"))
	script(t, filepath.Join(tools, "compiler"), `printf '%s|' "$@"`)
	write := func(name, text string) {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	given := func(args ...string) string {
		cmd := command([]string{"GOSNN_HOME=" + home, "GOSNN_CXX=" + filepath.Join(tools, "compiler")}, filepath.Join(home, "c++"), args...)
		cmd.Dir = checkout
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return strings.TrimSuffix(string(out), "|")
	}
	write(filepath.Join(checkout, "grad.cpp"), "// a node")
	write(filepath.Join(checkout, "loops.h"), "// loops")
	if got := given("grad.cpp"); got != "grad.cpp" {
		t.Errorf("a libgotch without it: %q", got)
	}
	write(filepath.Join(home, "gotch", "grad", "grad.cpp"), "// a node")
	write(filepath.Join(home, "gotch", "grad", "loops.h"), "// loops")
	if got, want := given("grad.cpp"), filepath.Join(home, "gotch", "empty.cpp"); got != want {
		t.Errorf("the libgotch with it: %q, want %q", got, want)
	}
	if got := given("-fsanitize=address", "grad.cpp"); got != "-fsanitize=address|grad.cpp" {
		t.Errorf("for a sanitizer: %q", got)
	}
	write(filepath.Join(checkout, "loops.h"), "// loops, changed")
	if got := given("grad.cpp"); got != "grad.cpp" {
		t.Errorf("a file that it includes was changed: %q", got)
	}
	// What was compiled is known by the compiler's version, and so by libgotch.
	first := given("-###")
	write(filepath.Join(home, "gotch", "grad", "loops.h"), "// loops, changed")
	if then := given("-###"); then == first || !strings.HasPrefix(then, "libgotch version ") {
		t.Errorf("with another libgotch the version is %q, before %q", then, first)
	}
}
