package imports

import (
	"fmt"
	"go/build"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// standard returns, for each name, the import path of the one package of the standard library that has it and declares some symbols. It
// returns an error if there is none, or more than one.
func standard(goroot string, missing map[string][]string) (paths []string, err error) {
	if len(missing) == 0 {
		return nil, nil
	}
	found := map[string]string{}
	src := filepath.Join(goroot, "src")
	err = filepath.WalkDir(src, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		switch d.Name() {
		case "builtin", "cmd", "internal", "testdata", "vendor":
			return filepath.SkipDir // not for all programs
		}
		name := d.Name()
		if symbols, ok := missing[name]; ok && dir != src && declares(dir, symbols) {
			if other := found[name]; other != "" {
				return fmt.Errorf("%s and %s both have %s", other, dir, strings.Join(symbols, ", "))
			}
			found[name] = dir
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for name, symbols := range missing {
		dir := found[name]
		if dir == "" || name == "rand" { // of which goimports has an order of its own
			return nil, fmt.Errorf("no one package of the standard library is called %s and has %s", name, strings.Join(symbols, ", "))
		}
		paths = append(paths, filepath.ToSlash(strings.TrimPrefix(dir, src+string(filepath.Separator))))
	}
	return paths, nil
}

// declares reports whether the package in a folder declares all symbols.
func declares(dir string, symbols []string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	wanted := map[string]bool{}
	for _, s := range symbols {
		wanted[s] = true
	}
	for _, e := range entries {
		if len(wanted) == 0 {
			break
		}
		if ok, err := build.Default.MatchFile(dir, e.Name()); err != nil || !ok || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), filepath.Join(dir, e.Name()), nil, 0)
		if err != nil {
			continue
		}
		//lint:ignore SA1019 a scope has what a file declares; no type needs to be known
		for name := range f.Scope.Objects {
			delete(wanted, name)
		}
	}
	return len(wanted) == 0
}
