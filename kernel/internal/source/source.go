// Package source gives a running cell the source code that it was compiled from.
//
// GoNB writes a cell, with the declarations of those before it, to main.go in a folder of its own, and builds
// it. The same file serves for completions: while a cell is built or runs, a Tab key in another cell writes other
// code there. So reading main.go is not enough to know what a program was compiled from.
//
// [Load] therefore puts a file beside main.go that embeds it, so that the next cell carries its source. For the first cell
// of a kernel, which has none, it asks the go command whether what is in the folder is what the program was built from: it
// compares their build IDs, which name the content of all inputs.
package source

import (
	"bytes"
	"embed"
	_ "embed" // for the companion
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"slices"
	"strings"

	"gosnn/kernel/internal/program"
	"gosnn/snn/atomicfile"
)

// Companion is the file that embeds a cell's source. It needs nothing but the standard library, because cells
// that keep nothing are built with it, too.
//
//go:embed companion.go.txt
var Companion []byte

// CompanionName is its name. It sorts before main.go: Go initialises the variables of a package in the order of its files.
const CompanionName = "gosnn_source.go"

// FlagName is the flag under which the companion hands over the source.
const FlagName = "gosnn.source"

// ErrChanged is the error for source on disk that is not what the program was compiled from.
var ErrChanged = errors.New("the cell's source on disk is not what this program was compiled from")

// Load returns the Go files that this program was compiled from, by name, for a main package in dir.
func Load(dir string) (map[string][]byte, error) {
	embedded, ok := lookup()
	if !ok {
		return load(dir)
	}
	return read(embedded)
}

// lookup finds the source that is compiled in.
func lookup() (fs.FS, bool) {
	f := flag.Lookup(FlagName)
	if f == nil {
		return nil, false
	}
	v, ok := f.Value.(interface{ Source() embed.FS })
	if !ok {
		return nil, false
	}
	return v.Source(), true
}

// load reads the source from the folder, and makes the next program carry its own.
func load(dir string) (map[string][]byte, error) {
	files, err := read(os.DirFS(dir))
	if err != nil {
		return nil, err
	}
	same, err := builtFrom(dir)
	if err == nil && !same {
		err = ErrChanged
	}
	again, rerr := read(os.DirFS(dir))
	if err == nil && (rerr != nil || !maps.EqualFunc(files, again, bytes.Equal)) {
		err = ErrChanged // while the go command was looking
	}
	if werr := writeCompanion(dir); err == nil {
		err = werr
	}
	if err != nil {
		return nil, err
	}
	return files, nil
}

// read returns the Go files of a folder that make up the program: all but the companion, and tests only
// in a %test cell.
func read(dir fs.FS) (map[string][]byte, error) {
	names, err := fs.Glob(dir, "*.go")
	if err != nil {
		return nil, err
	}
	test := !slices.Contains(names, "main.go") // GoNB writes either this or main_test.go
	files := map[string][]byte{}
	for _, name := range names {
		if name == CompanionName || strings.HasSuffix(name, "_test.go") && !test {
			continue
		}
		if files[name], err = fs.ReadFile(dir, name); err != nil {
			return nil, err
		}
	}
	if len(files) == 0 {
		return nil, errors.New("source: no Go files")
	}
	return files, nil
}

// builtFrom reports whether this program was built from what the folder holds now.
func builtFrom(dir string) (bool, error) {
	exe, err := program.File()
	if err != nil {
		return false, err
	}
	id, err := buildID(exe)
	if err != nil {
		return false, err
	}
	// The middle of a program's build ID is that of its main package.
	parts := strings.Split(id, "/")
	if len(parts) != 4 {
		return false, fmt.Errorf("source: %s has no build ID of its main package", exe)
	}
	cmd := exec.Command("go", "list", "-export", "-f", "{{.BuildID}}", ".")
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		return false, fmt.Errorf("source: go list -export: %w", err)
	}
	return strings.TrimSpace(string(out)) == parts[1]+"/"+parts[2], nil
}

// writeCompanion writes the companion so that no build sees half of it. The go command ignores the file's first name, which begins
// with a dot.
func writeCompanion(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	return atomicfile.WriteIn(root, CompanionName, Companion, 0o600)
}
