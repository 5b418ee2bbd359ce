package hot

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
)

// Host is a host that is there.
type Host struct {
	Kernel
	Dir  string // its folder
	Plan Plan
}

// Plan is what is known of a host.
type Plan struct {
	Module   string            // of its main package
	Compile  []string          // how the main package was compiled: command line, with its folder called $WORK
	Link     []string          // how it was linked
	Env      []string          // of Link
	Info     string            // what the host says that it was built from, as a line for the linker
	Imports  map[string]bool   // the packages that a cell may import; true: one that brings in cgo
	Versions map[string]string // of the modules in its build list, by path
	GoMod    string            // go.mod of the host
	GoWork   string
}

// ErrNone is why no host was found: there is none yet, or what it was made of has changed.
var ErrNone = errors.New("there is no host for what cells import now")

// Find returns the host for the present state of what cells import, if it has passed its test.
func (k Kernel) Find() (*Host, error) { return k.find(k.Key()) }

// FindFor is [Kernel.Find] for a cell of a notebook's folder.
func (k Kernel) FindFor(dir string) (*Host, error) { return k.find(k.keyFor(dir)) }

func (k Kernel) find(key string, err error) (*Host, error) {
	if err != nil {
		return nil, err
	}
	h := &Host{Kernel: k, Dir: filepath.Join(k.folder(), key)}
	if _, err := os.Stat(h.tested()); errors.Is(err, os.ErrNotExist) {
		return nil, ErrNone
	}
	return h, h.readPlan()
}

// Last returns the host of the last hot cell in a notebook's folder. It may not be the one for what cells import now.
func (k Kernel) Last(dir string) (*Host, error) {
	folder, err := os.ReadFile(filepath.Join(dir, workFolder, hostFile))
	if err != nil {
		return nil, err
	}
	h := &Host{Kernel: k, Dir: string(folder)}
	return h, h.readPlan()
}

// hostFile has, in a notebook's folder of hot cells, the host of the last.
const hostFile = "host"

func (h *Host) readPlan() error {
	text, err := os.ReadFile(h.path("plan.json"))
	if err == nil {
		err = json.Unmarshal(text, &h.Plan)
	}
	return err
}

func (h *Host) path(name string) string { return filepath.Join(h.Dir, name) }

// Executable is the host itself.
func (h *Host) executable() string { return h.path("host") }

// Archives lists the compiled packages, for the compiler and for the linkers.
func (h *Host) archives() string { return h.path("importcfg") }

// tested is the file that says that the host has passed its test.
func (h *Host) tested() string { return h.path("tested") }
