package imports

import (
	"bytes"
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
	src, below := filepath.Join(goroot, "src"), map[string][]string{}
	for name, symbols := range missing {
		// Most are at the top, as fmt. No package below has the name of one there; to look through all folders takes some milliseconds.
		if public(name) && declares(filepath.Join(src, name), symbols) {
			paths = append(paths, name)
		} else {
			below[name] = symbols
		}
	}
	if len(below) == 0 {
		return paths, nil
	}
	more, err := search(src, below)
	return append(paths, more...), err
}

// public reports whether programs may import packages of a folder of the standard library.
func public(folder string) bool {
	switch folder {
	case "builtin", "cmd", "internal", "testdata", "vendor":
		return false
	}
	return true
}

// search looks for packages in all folders.
func search(src string, missing map[string][]string) (paths []string, err error) {
	found := map[string]string{}
	err = filepath.WalkDir(src, func(dir string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		name := d.Name()
		if !public(name) {
			return filepath.SkipDir
		}
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

// declares reports whether the package in a folder declares all symbols. Functions, which most are, are seen without parsing.
func declares(dir string, symbols []string) bool {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	wanted := map[string]bool{}
	for _, s := range symbols {
		wanted[s] = true
	}
	var files [][]byte
	for _, e := range entries {
		if len(wanted) == 0 {
			return true
		}
		if ok, err := build.Default.MatchFile(dir, e.Name()); err != nil || !ok || strings.HasSuffix(e.Name(), "_test.go") {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			continue
		}
		for s := range wanted {
			if bytes.Contains(text, []byte("\nfunc "+s+"(")) {
				delete(wanted, s)
			}
		}
		files = append(files, text)
	}
	for _, text := range files {
		if len(wanted) == 0 {
			break
		}
		f, err := parser.ParseFile(token.NewFileSet(), "", text, 0)
		if err != nil {
			continue
		}
		for name := range f.Scope.Objects {
			delete(wanted, name)
		}
	}
	return len(wanted) == 0
}
