package hot

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"
)

// Cell is a notebook's program, as far as it says whether it may be hot.
type Cell struct {
	Dir     string // of the notebook's module
	Module  string // its name
	Imports []string
	Keeps   bool   // whether it imports package kernel, which wants the cell's source in the program
	source  []byte // main.go
}

// errOrdinary is why a cell is built the ordinary way.
var errOrdinary = errors.New("for the ordinary way")

func ordinary(format string, args ...any) error {
	return fmt.Errorf("%w: %s", errOrdinary, fmt.Sprintf(format, args...))
}

// Admit returns the program in a folder if it may be a hot cell: one file, whose imports the host has, in a module that means by
// them what the host's did. What is not known to work is left to the ordinary way.
func (h *Host) Admit(dir string) (*Cell, error) {
	c := &Cell{Dir: dir}
	if err := c.readSource(); err != nil {
		return nil, err
	}
	cgo := false
	for _, path := range c.Imports {
		brings, ok := h.Plan.Imports[path]
		if !ok && path != "unsafe" {
			return nil, ordinary("the host has no %s", path)
		}
		cgo = cgo || brings
		c.Keeps = c.Keeps || path == "gosnn/kernel"
	}
	if !cgo {
		// The host has C code in it. Without it, Go notices when all goroutines wait for ever.
		return nil, ordinary("there is no C in it")
	}
	return c, h.admitModule(c)
}

// readSource reads main.go.
func (c *Cell) readSource() error {
	files, err := os.ReadDir(c.Dir)
	if err != nil {
		return err
	}
	for _, f := range files {
		switch name := f.Name(); filepath.Ext(name) {
		case ".go":
			if name != "main.go" && name != companion && !strings.HasSuffix(name, "_test.go") {
				return ordinary("%s is a part of it", name)
			}
		case ".c", ".cc", ".cpp", ".cxx", ".h", ".hh", ".hpp", ".hxx", ".s", ".S", ".sx", ".m", ".f", ".F", ".for", ".f90", ".swig", ".swigcxx", ".syso", ".pgo":
			return ordinary("%s is a part of it", name)
		}
	}
	c.source, err = os.ReadFile(filepath.Join(c.Dir, "main.go"))
	if err != nil {
		return err
	}
	f, err := parser.ParseFile(token.NewFileSet(), "main.go", c.source, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return ordinary("%v", err) // the go command puts it in its own words
	}
	if f.Name.Name != "main" {
		return ordinary("it is package %s", f.Name.Name)
	}
	c.Imports, err = importsOf(f)
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(c.source)) {
		if directive(line) {
			return ordinary("%s", strings.TrimSpace(line))
		}
	}
	return nil
}

// directive reports whether a line may be one that changes how the program is built, wherever it stands.
func directive(line string) bool {
	line = strings.TrimSpace(line)
	switch {
	case strings.HasPrefix(line, "//go:noinline"), strings.HasPrefix(line, "//go:nosplit"):
		return false
	}
	return strings.HasPrefix(line, "//go:") || strings.HasPrefix(line, "// +build") || strings.HasPrefix(line, "//export ") ||
		strings.HasPrefix(line, "//line ") || strings.HasPrefix(line, "/*line ")
}

func importsOf(f *ast.File) (paths []string, err error) {
	for _, i := range f.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		if err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// admitModule compares the notebook's module with the host's: an import must mean the same version of the same module.
func (h *Host) admitModule(c *Cell) error {
	text, err := os.ReadFile(filepath.Join(c.Dir, "go.mod"))
	if err != nil {
		return err
	}
	own, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		return ordinary("%v", err)
	}
	host, err := modfile.Parse("go.mod", []byte(h.Plan.GoMod), nil)
	if err != nil {
		return err
	}
	switch {
	case own.Module == nil || own.Go == nil || host.Go == nil || own.Go.Version != host.Go.Version,
		(own.Toolchain == nil) != (host.Toolchain == nil), len(own.Exclude) > 0, len(own.Godebug) > 0, len(own.Ignore) > 0,
		!maps.Equal(replacements(own), replacements(host)):
		return ordinary("go.mod is not as at first")
	}
	c.Module = own.Module.Mod.Path
	for _, r := range own.Require {
		if version, ok := h.Plan.Versions[r.Mod.Path]; r.Mod.Path != "gosnn" && (!ok || version != r.Mod.Version) {
			return ordinary("go.mod requires %s", r.Mod)
		}
	}
	work, err := os.ReadFile(filepath.Join(c.Dir, "go.work"))
	if err == nil && string(work) != h.Plan.GoWork {
		err = ordinary("go.work is not as at first")
	}
	return err
}

// replacements are a module's, as text.
func replacements(f *modfile.File) map[string]string {
	m := map[string]string{}
	for _, r := range f.Replace {
		m[r.Old.String()] = r.New.String()
	}
	return m
}
