package setup

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"golang.org/x/mod/modfile"

	"gosnn/plots/echarts"
)

// Module is the path of the module whose packages notebooks import.
const Module = "gosnn"

// Home is the folder that holds all that set-up fetches and builds, and the source tree of this module.
type Home struct {
	Dir  string // absolute; $GOSNN_HOME, or .gosnn in the source tree
	Root string // absolute; the folder of this module's go.mod
}

// Find returns the home and the source tree: the tree around the working directory, or else
// the one that the home remembers. It creates nothing.
func Find() (Home, error) {
	h := Home{Dir: os.Getenv("GOSNN_HOME")}
	h.Root = treeAround(".")
	if h.Dir == "" && h.Root == "" {
		// An installed gosnn-kernel lies in the home's bin folder.
		if exe, err := os.Executable(); err == nil {
			h.Dir = filepath.Dir(filepath.Dir(exe))
		}
	}
	if h.Root == "" {
		m, err := readMark(h.Dir)
		if err != nil {
			return h, fmt.Errorf("no source tree of %s found: run this inside of it, or set GOSNN_HOME to a folder where set-up has run", Module)
		}
		h.Root = m.source
	}
	if h.Dir == "" {
		h.Dir = filepath.Join(h.Root, ".gosnn")
	}
	dir, err := filepath.Abs(h.Dir)
	if err != nil {
		return h, err
	}
	if err := plainPaths(dir, h.Root, os.Getenv("LIBTORCH")); err != nil {
		return h, fmt.Errorf("%w: move it, or set GOSNN_HOME or LIBTORCH to another", err)
	}
	h.Dir = dir
	return h, nil
}

// plainPaths refuses paths that would be taken for something else: folders are entries of colon-separated search paths, of GoNB's
// comma-separated list, and of a kernelspec, where Jupyter replaces what follows a dollar sign.
func plainPaths(paths ...string) error {
	for _, path := range paths {
		if strings.ContainsAny(path, ":,$'\"\n\r\x00") {
			return fmt.Errorf("the path %q holds one of : , $ ' \" or a line break, which search paths cannot", path)
		}
	}
	return nil
}

// treeAround returns the folder at or above dir whose go.mod is this module's, or "".
func treeAround(dir string) string {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return ""
	}
	for {
		if isModule(filepath.Join(dir, "go.mod")) {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}

// isModule reports whether a go.mod names this module.
func isModule(file string) bool {
	text, err := os.ReadFile(file)
	return err == nil && modfile.ModulePath(text) == Module
}

func (h Home) path(elem ...string) string { return filepath.Join(append([]string{h.Dir}, elem...)...) }

// Bin is where the programs lie: gonb, goimports, gopls, gosnn-kernel and its stub.
func (h Home) Bin() string { return h.path("bin") }

// Venv is the Python environment.
func (h Home) Venv() string { return h.path("venv") }

// Python is the environment's interpreter.
func (h Home) Python() string { return h.path("venv", "bin", "python") }

// Kernel is the command gosnn-kernel.
func (h Home) Kernel() string { return filepath.Join(h.Bin(), "gosnn-kernel") }

// Stub is what GoNB runs instead of a cell's program, see package stub.
func (h Home) Stub() string { return filepath.Join(h.Bin(), "stub") }

// BenchPython is the interpreter of the environment with snnTorch and matplotlib.
func (h Home) BenchPython() string { return h.path("bench", "bin", "python") }

// LintPython is the interpreter of the environment with the linters.
func (h Home) LintPython() string { return h.path("lint", "bin", "python") }

// ECharts is the library that draws the figures.
func (h Home) ECharts() string { return h.path(echarts.File) }

// Libtorch is the folder with include/ and lib/: $LIBTORCH, or else the one that set-up unpacked.
func (h Home) Libtorch() string {
	if dir := os.Getenv("LIBTORCH"); dir != "" {
		if absolute, err := filepath.Abs(dir); err == nil {
			return absolute // cells run elsewhere
		}
		return dir
	}
	return h.path("libtorch")
}

// platform names this machine as the pinned files do: linux-amd64.
func platform() string { return runtime.GOOS + "-" + runtime.GOARCH }
