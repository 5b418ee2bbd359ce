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
