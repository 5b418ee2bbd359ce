package kernel

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"gosnn/kernel/internal/deps"
	"gosnn/kernel/internal/program"
	"gosnn/kernel/internal/source"
	"gosnn/kernel/internal/store"
	"gosnn/snn/modcache"
)

// notebook is the running cell's view of its notebook.
type notebook struct {
	outside bool   // the program is not a cell
	off     error  // why this cell keeps nothing; nil if it does
	main    string // import path of the cell's package, by which functions are named in a %test cell
	program *deps.Program
	imports *deps.Packages
	store   *store.Store

	mu   sync.Mutex
	keys map[string]string // of the values that this cell has used
	said bool
}

// errNotKept is why a value is computed but not kept.
var errNotKept = errors.New("computed, not kept")

// current returns the running cell's notebook. The first call finds it.
var current = sync.OnceValue(func() *notebook {
	dir := os.Getenv("GONB_TMP_DIR")
	exe, err := program.File()
	if dir == "" || err != nil || !sameFolder(dir, filepath.Dir(exe)) {
		return &notebook{outside: true} // perhaps started by a cell
	}
	nb := &notebook{keys: map[string]string{}}
	if err := nb.open(dir); err != nil {
		nb.off = fmt.Errorf("%w: %w", errNotKept, err)
	}
	return nb
})

func sameFolder(a, b string) bool {
	x, err := os.Stat(a)
	if err != nil {
		return false
	}
	y, err := os.Stat(b)
	return err == nil && os.SameFile(x, y)
}

// open finds the cell's source, its packages and the store.
func (nb *notebook) open(dir string) error {
	config, err := configure(dir)
	if err != nil {
		return err
	}
	if nb.store, err = store.Open(config); err != nil {
		return storeError{err}
	}
	files, err := source.Load(dir)
	if err != nil {
		return err
	}
	if nb.program, err = deps.Parse(files); err != nil {
		return err
	}
	build, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("the program has no build information")
	}
	nb.main = build.Path
	nb.imports = &deps.Packages{Build: build, Dir: dir, Work: workFile(dir), Cache: modcache.Dir(), Began: began(dir),
		Memory: nb.store, Stamp: store.Stamp}
	return nil
}

// began returns the time before which a file must have been changed to be known as compiled. GoNB writes main.go right
// before it builds. If it was written again since, for completions, only the end of the build is known.
func began(dir string) time.Time {
	exe, err := program.File()
	if err != nil {
		return time.Time{}
	}
	built, err := os.Stat(exe)
	if err != nil {
		return time.Time{}
	}
	for _, name := range []string{"main.go", "main_test.go"} {
		if written, err := os.Stat(filepath.Join(dir, name)); err == nil && !written.ModTime().After(built.ModTime()) {
			return written.ModTime()
		}
	}
	return built.ModTime().Add(-time.Minute)
}

// identify finds a value's key: a hash of all that it depends on.
func (nb *notebook) identify(name string, options []Option) (*identity, error) {
	if nb.off != nil {
		return nil, nb.off
	}
	nb.mu.Lock()
	defer nb.mu.Unlock()
	line, ok := nb.callLine()
	if !ok {
		return nil, fmt.Errorf("%w: Keep is called from a package, not from the notebook's own code", errNotKept)
	}
	d, err := nb.program.Definition(name, line)
	var capture *deps.CaptureError
	switch {
	case errors.Is(err, deps.ErrNoCall):
		return nil, fmt.Errorf("%w: %w", errNotKept, err)
	case errors.As(err, &capture):
		return nil, fmt.Errorf("%s: %w: %w", name, ErrCapture, err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	packages, err := nb.imports.Hash(d.Imports)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotKept, err)
	}
	id := &identity{nb: nb, Meta: store.Meta{Name: name, Decl: d.Decl, Uses: d.Uses, Seed: d.Seed}}
	h := sha256.New()
	fmt.Fprintf(h, "kept 1 %x %x\n", d.Hash, packages)
	for _, use := range d.Keeps {
		key, ok := nb.keys[use.Name]
		if !ok && use.Inputs {
			return nil, fmt.Errorf("%s: it uses %s, which has inputs of its own and is not kept yet: keep that in a package-level variable",
				name, use.Name)
		}
		fmt.Fprintf(h, "uses %s %s\n", use.Name, key)
		id.Keeps = append(id.Keeps, use.Name)
	}
	for _, o := range options {
		labels, err := o.add(h, nb)
		if err != nil {
			return nil, err
		}
		id.Inputs = append(id.Inputs, labels...)
	}
	id.Key = fmt.Sprintf("%x", h.Sum(nil))
	if before, ok := nb.keys[name]; ok && before != id.Key {
		return nil, fmt.Errorf("%s: %w", name, ErrTwice)
	}
	nb.keys[name] = id.Key
	return id, nil
}

// callLine returns the line of the notebook's code that called this package. It reports false if other code did.
func (nb *notebook) callLine() (int, bool) {
	pc := make([]uintptr, 16)
	frames := runtime.CallersFrames(pc[:runtime.Callers(2, pc)])
	for {
		f, more := frames.Next()
		if pkg := packageOf(f.Function); pkg != "gosnn/kernel" {
			return f.Line, pkg == "main" || pkg == nb.main
		}
		if !more {
			return 0, false
		}
	}
}

// packageOf returns the import path in a function's full name.
func packageOf(function string) string {
	slash := strings.LastIndexByte(function, '/') + 1 // type arguments are written [...]
	pkg, _, _ := strings.Cut(function[slash:], ".")
	return function[:slash] + pkg
}
