package hot

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// module is the name of the host's module: GoNB's begin alike.
const module = "gonb_host"

// Make makes the host for the present state of what cells import, if there is none. While another process makes it, it waits.
func (k Kernel) Make() (h *Host, err error) {
	if why := k.Reason(); why != "" {
		return nil, errors.New(why)
	}
	if err := os.MkdirAll(k.folder(), 0o755); err != nil {
		return nil, err
	}
	unlock, err := lock(filepath.Join(k.folder(), "lock"), syscall.LOCK_EX)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if h, err := k.Find(); err == nil {
		return h, nil
	}
	key, err := k.Key()
	if err != nil {
		return nil, err
	}
	m := maker{Kernel: k, dir: filepath.Join(k.folder(), key), part: filepath.Join(k.folder(), "part")}
	if err := errors.Join(os.RemoveAll(m.part), os.MkdirAll(filepath.Join(m.part, "b001"), 0o755)); err != nil {
		return nil, err
	}
	defer os.RemoveAll(m.part)
	defer func() {
		if err != nil && !errors.Is(err, errChanged) {
			err = errors.Join(k.changedSince(key), err) // what failed may be made of old and new files
		}
		k.remember(key, err)
	}()
	for _, step := range []func() error{m.buildLinker, m.buildLibrary, m.buildHost, m.jumpToCell, m.takePackages, m.index, m.writePlan} {
		if err = step(); err != nil {
			return nil, fmt.Errorf("making a host: %w", err)
		}
	}
	if err = k.changedSince(key); err != nil {
		return nil, err
	}
	if err = errors.Join(os.RemoveAll(m.dir), os.Rename(m.part, m.dir)); err != nil {
		return nil, err
	}
	h = &Host{Kernel: k, Dir: m.dir}
	if err = h.readPlan(); err == nil {
		err = h.Test()
	}
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(m.dir))
	}
	k.removeOld(key)
	return h, os.WriteFile(h.tested(), nil, 0o644)
}

// maker makes one host, in a folder aside.
type maker struct {
	Kernel
	dir, part string // where it will be, and where it is made
	packages  []listed
	plan      Plan
}

func (m *maker) path(name string) string { return filepath.Join(m.part, name) }

// buildLinker builds the linker as a command of Go's own tree, which the go command is made to see there: nothing is written to it.
func (m *maker) buildLinker() error {
	goroot, err := m.goroot()
	if err != nil {
		return err
	}
	entries, err := sources.ReadDir("linker")
	if err != nil {
		return err
	}
	overlay := map[string]map[string]string{"Replace": {}}
	for _, e := range entries {
		text, err := sources.ReadFile("linker/" + e.Name())
		if err != nil {
			return err
		}
		file := m.path("linker_" + e.Name())
		if err := os.WriteFile(file, text, 0o644); err != nil {
			return err
		}
		overlay["Replace"][filepath.Join(goroot, "src", filepath.FromSlash(linkerPackage), e.Name())] = file
	}
	text, err := json.Marshal(overlay)
	if err != nil {
		return err
	}
	if err := os.WriteFile(m.path("overlay.json"), text, 0o644); err != nil {
		return err
	}
	cmd := exec.Command(m.Go, "build", "-overlay", m.path("overlay.json"), "-tags", "gosnn_linker", "-o", m.path("linker"), linkerPackage)
	cmd.Dir = m.part
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	_, err = output(cmd)
	return err
}

// linkerPackage is the linker's path, below the toolchain's own commands.
const linkerPackage = "cmd/gosnnlinker"

// goEnv is the go command's subcommand that prints its settings.
const goEnv = "env"

func (k Kernel) goroot() (string, error) {
	root, err := output(exec.Command(k.Go, goEnv, "GOROOT"))
	return strings.TrimSpace(root), err
}

// buildLibrary compiles the zygote's library, which loads libtorch.
func (m *maker) buildLibrary() error {
	text, err := sources.ReadFile("zygote/zygote.c")
	if err != nil {
		return err
	}
	if err := os.WriteFile(m.path("zygote.c"), text, 0o644); err != nil {
		return err
	}
	compiler := os.Getenv("GOSNN_CXX")
	if compiler == "" {
		compiler = "g++"
	}
	cmd := exec.Command(compiler, "-O2", "-shared", "-fPIC", "-s", "-x", "c", m.path("zygote.c"), "-x", "none", "-o", m.path("libzygote.so"),
		"-Wl,--no-as-needed", filepath.Join(m.Home, "gotch", "libgotch.so"), "-Wl,--allow-shlib-undefined")
	_, err = output(cmd)
	return err
}

// buildHost builds the host in a module as GoNB makes one for a notebook, so that all is as in a cell. The kernel's go command takes
// down how that is done.
func (m *maker) buildHost() error {
	dir := m.path("module")
	if err := os.Mkdir(dir, 0o755); err != nil {
		return err
	}
	text, err := sources.ReadFile("template/main.go.txt")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "main.go"), text, 0o644); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := m.makeModule(dir); err != nil {
		return err
	}
	if m.packages, err = m.list(dir); err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(dir, "references.go"))
	if err != nil {
		return err
	}
	if err := errors.Join(writeReferences(f, m.packages), f.Close()); err != nil {
		return err
	}
	cmd := exec.Command(m.Go, "build", "-toolexec", word(self)+" tool "+word(m.part), "-ldflags=-w -linkmode=internal", "-o", m.path("host"))
	cmd.Dir = dir
	_, err = output(cmd)
	return err
}

// makeModule makes a module of a folder, in a workspace with this one.
func (k Kernel) makeModule(dir string) error {
	shim := filepath.Join(k.Home, "shim", "go")
	for _, line := range [][]string{{shim, "mod", "init", module}, {k.Go, "work", "init"}, {k.Go, "work", "use", ".", k.Root}} {
		cmd := exec.Command(line[0], line[1:]...)
		cmd.Dir = dir
		if _, err := output(cmd); err != nil {
			return err
		}
	}
	return nil
}

// takePackages keeps the compiled packages: the go command trims its cache, and a changed package takes another's place there.
func (m *maker) takePackages() error {
	if err := os.Mkdir(m.path("packages"), 0o755); err != nil {
		return err
	}
	text, err := os.ReadFile(m.path("b001/importcfg.link"))
	if err != nil {
		return err
	}
	var now, later strings.Builder // with the names that files have here, and in the folder that this becomes
	n := 0
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(line, "modinfo ") {
			m.plan.Info = line
		}
		pkg, file, ok := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "packagefile ")), "=")
		if !strings.HasPrefix(line, "packagefile ") || !ok || filepath.Base(filepath.Dir(file)) == "b001" {
			continue // the main package, and what the host was built from
		}
		name := fmt.Sprintf("packages/%d.a", n)
		n++
		if os.Link(file, m.path(name)) != nil {
			if err := copyFile(file, m.path(name)); err != nil {
				return err
			}
		}
		fmt.Fprintf(&now, "packagefile %s=%s\n", pkg, m.path(name))
		fmt.Fprintf(&later, "packagefile %s=%s\n", pkg, filepath.Join(m.dir, name))
	}
	return errors.Join(os.WriteFile(m.path("importcfg.part"), []byte(now.String()), 0o644),
		os.WriteFile(m.path("importcfg"), []byte(later.String()), 0o644))
}

func (m *maker) index() error {
	_, err := output(exec.Command(m.path("linker"), "-index", "-host", m.path("host"), "-importcfg", m.path("importcfg.part")))
	return err
}

// writePlan writes down what is to be known of the host, and removes what it was made from.
func (m *maker) writePlan() error {
	p := Plan{Module: module, Imports: map[string]bool{}, Versions: map[string]string{}, Info: m.plan.Info}
	for name, line := range map[string]*[]string{"compile": &p.Compile, "link": &p.Link, "env": &p.Env} {
		text, err := os.ReadFile(m.path(name + ".json"))
		if err == nil {
			err = json.Unmarshal(text, line)
		}
		if err != nil {
			return err
		}
	}
	linked, err := os.ReadFile(m.path("importcfg"))
	if err != nil {
		return err
	}
	for _, pkg := range m.packages {
		if pkg.isImportable() && strings.Contains(string(linked), "packagefile "+pkg.ImportPath+"=") {
			p.Imports[pkg.ImportPath] = pkg.isCgo()
		}
		if pkg.Module != nil {
			p.Versions[pkg.Module.Path] = pkg.Module.Version
		}
	}
	for name, text := range map[string]*string{"go.mod": &p.GoMod, "go.work": &p.GoWork} {
		b, err := os.ReadFile(filepath.Join(m.path("module"), name))
		if err != nil {
			return err
		}
		*text = string(b)
	}
	used, _ := filepath.Glob(m.path("linker_*"))
	for _, name := range append(used, m.path("overlay.json"), m.path("zygote.c"), m.path("module"), m.path("compile.json"), m.path("link.json"),
		m.path("env.json"), m.path("importcfg.part")) {
		if err := os.RemoveAll(name); err != nil {
			return err
		}
	}
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return os.WriteFile(m.path("plan.json"), text, 0o644)
}

// removeOld removes hosts that have not been made last, nor the time before. A kernel that uses one makes its next cell the ordinary way.
func (k Kernel) removeOld(key string) {
	hosts, _ := filepath.Glob(filepath.Join(k.folder(), "*", "plan.json"))
	slices.SortFunc(hosts, func(a, b string) int { return modified(b).Compare(modified(a)) })
	for i, plan := range hosts {
		if dir := filepath.Dir(plan); i >= kept && filepath.Base(dir) != key {
			_ = os.RemoveAll(dir)
		}
	}
}

// kept is how many hosts are kept: those of some checkouts, or of some states of one.
const kept = 4
