// Package imports is goimports as a notebook's kernel sees it.
//
// GoNB runs `goimports -w main.go` for every cell, to learn which imports the cell needs: it takes away those of other cells,
// and adds those of the standard library that nobody has written, as flag in the main function that GoNB makes. Whether an import
// is there is seen from the file alone; but goimports asks the go command for its environment first, and reads folders, which takes most
// of a tenth of a second. [Fix] decides as goimports does where the file and the standard library are enough. Where they are not, it
// leaves the file to goimports: a name that no import brings may be that of any package on this machine.
//
// The library of goimports, golang.org/x/tools/imports, cannot be asked for this part alone.
package imports

import (
	"bytes"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/tools/go/ast/astutil"

	"gosnn/kernel/host/setup"
)

// Main is the program goimports: of its command lines, the one of GoNB's is done here, and all others by goimports itself.
func Main(args []string) error {
	if len(args) == 3 && args[1] == "-w" && write(args[2]) == nil {
		return nil
	}
	real := filepath.Join(os.Getenv("GOSNN_HOME"), "bin", "goimports")
	if err := syscall.Exec(real, append([]string{"goimports"}, args[1:]...), os.Environ()); err != nil {
		return fmt.Errorf("%s: %w", real, err)
	}
	return nil
}

// write fixes the imports of a file in its place.
func write(name string) error {
	if others, err := filepath.Glob(filepath.Join(filepath.Dir(name), "*.go")); err != nil || len(others) != 1 {
		return errors.Join(err, errors.New("the program has more than one file"))
	}
	source, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	goroot, err := setup.GoRoot(os.Getenv("GOSNN_GO"))
	if err != nil {
		return err
	}
	fixed, err := Fix(source, goroot)
	if err != nil || bytes.Equal(fixed, source) {
		return err
	}
	return os.WriteFile(name, fixed, 0o644)
}

// Fix returns a program's only file with the imports that it needs. It returns an error where goimports has to look further than
// the file and the standard library in a folder goroot.
func Fix(source []byte, goroot string) ([]byte, error) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, "main.go", source, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	used := references(f)
	missing := maps.Clone(used)
	for _, i := range slices.Clone(f.Imports) {
		name, err := nameOf(i)
		if err != nil {
			return nil, err
		}
		if name == "" {
			continue
		}
		delete(missing, name)
		if used[name] == nil {
			remove(set, f, i)
		}
	}
	paths, err := standard(goroot, missing)
	if err != nil {
		return nil, err
	}
	for _, p := range paths {
		astutil.AddImport(set, f, p)
	}
	ast.SortImports(set, f)
	var b bytes.Buffer
	err = format.Node(&b, set, f)
	return b.Bytes(), err
}

// references are the names that may be those of packages, with what is taken from each: names that the file does not declare.
func references(f *ast.File) map[string][]string {
	refs := map[string][]string{}
	ast.Inspect(f, func(n ast.Node) bool {
		if s, ok := n.(*ast.SelectorExpr); ok && s.Sel.IsExported() {
			if x, ok := s.X.(*ast.Ident); ok && x.Obj == nil {
				refs[x.Name] = append(refs[x.Name], s.Sel.Name)
			}
		}
		return true
	})
	return refs
}

// nameOf is the name that an import brings: as written, or by the path's last element, as goimports has it at first. It is "" for those
// that stay whatever the file uses.
func nameOf(i *ast.ImportSpec) (string, error) {
	p, err := strconv.Unquote(i.Path.Value)
	switch {
	case err != nil:
		return "", err
	case p == "C" || i.Name != nil && (i.Name.Name == "_" || i.Name.Name == "."):
		return "", nil
	case i.Name != nil:
		return i.Name.Name, nil
	}
	name := path.Base(p)
	if _, err := strconv.Atoi(strings.TrimPrefix(name, "v")); err == nil && path.Dir(p) != "." {
		name = path.Base(path.Dir(p)) // of a version, as in math/rand/v2
	}
	if !token.IsIdentifier(name) {
		return "", fmt.Errorf("the path %s does not have the name of its package", p)
	}
	return name, nil
}

func remove(set *token.FileSet, f *ast.File, i *ast.ImportSpec) {
	name := ""
	if i.Name != nil {
		name = i.Name.Name
	}
	p, _ := strconv.Unquote(i.Path.Value) // nameOf has done so
	astutil.DeleteNamedImport(set, f, name, p)
}
