package gocmd

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gosnn/kernel/host/hot"
)

var errOrdinary = errors.New("for the ordinary go command")

// inputs is the hash of all that a build of the notebook depends on, but for the code in main.go: its frame, which has the imports,
// the other files of the program, the environment, the modules and the go command. Packages in the module cache and of the standard library
// do not change under their names; those that may change, as those of this module, are in local.
//
// A program of a kind that recorded commands do not do for gives errOrdinary: one with cgo, with embedded files of its own,
// or with files that are not Go.
func (c Command) inputs(frame []byte, local []string) (hash string, err error) {
	h := sha256.New()
	add := func(name string, content []byte) { fmt.Fprintf(h, "%q %d\n%s\n", name, len(content), content) }
	add("main.go", frame)
	for _, name := range []string{"go.mod", "go.work"} {
		content, _ := os.ReadFile(name) // a folder without go.work is no error
		add(name, content)
	}
	here, err := os.ReadDir(".")
	if err != nil {
		return "", err
	}
	for _, file := range here {
		switch name := file.Name(); filepath.Ext(name) {
		case ".go":
			if name != "main.go" && !strings.HasSuffix(name, "_test.go") {
				content, err := os.ReadFile(name)
				if err != nil {
					return "", err
				}
				add(name, content)
			}
		case ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".s", ".S", ".sx", ".m", ".f", ".F", ".for", ".f90", ".swig", ".swigcxx", ".syso":
			return "", errOrdinary
		}
	}
	env := slices.DeleteFunc(os.Environ(), func(kv string) bool { return !hot.IsBuildVariable(kv) })
	slices.Sort(env)
	add("environment", []byte(strings.Join(env, "\n")))
	if info, err := os.Stat(c.Go); err == nil {
		add(c.Go, fmt.Append(nil, info.Size(), info.ModTime()))
	}
	for _, name := range local {
		if err := addLocal(add, name); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// addLocal adds a file, or the files of a folder of a package without those of its tests.
func addLocal(add func(string, []byte), name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	files := []string{name}
	if info.IsDir() {
		entries, err := os.ReadDir(name)
		if err != nil {
			return err
		}
		files = files[:0]
		for _, e := range entries {
			if !e.IsDir() && !strings.HasSuffix(e.Name(), "_test.go") {
				files = append(files, filepath.Join(name, e.Name()))
			}
		}
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		add(file, content)
	}
	return nil
}

// frameOf is what a program's main file says about how to build it: the lines above the package clause, and the imports.
func frameOf(name string) ([]byte, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if strings.Contains(string(source), "//go:embed") {
		return nil, errOrdinary
	}
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, name, source, parser.ImportsOnly)
	if err != nil {
		return nil, errOrdinary // the go command says it in its own words
	}
	frame := slices.Clone(source[:files.Position(f.Package).Offset])
	var paths []string
	for _, i := range f.Imports {
		if i.Path.Value == `"C"` {
			return nil, errOrdinary
		}
		paths = append(paths, i.Path.Value)
	}
	slices.Sort(paths)
	return append(frame, strings.Join(slices.Compact(paths), "\n")...), nil
}
