package setup

import (
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"gosnn/snn/modcache"
)

// Env returns the variables that gotch, GoNB and this module's packages need, in a fixed order: what
// [Home.Command] runs with and, with a little more, a kernelspec bakes in. Only PATH refers to the surroundings, as ${PATH}.
func (h Home) Env() []string {
	lt := h.Libtorch()
	include, lib := filepath.Join(lt, "include"), filepath.Join(lt, "lib")
	path := []string{h.Bin(), filepath.Join(h.Venv(), "bin")}
	if tool := h.realGo(); tool != "" {
		path = append(path, filepath.Dir(tool)) // JupyterLab may be started where Go is not on the PATH
	}
	env := []string{
		"GOSNN_HOME=" + h.Dir,
		"PATH=" + strings.Join(append(path, "${PATH}"), ":"),
		"GOCACHE=" + h.path("go", "build"),
		"GOMODCACHE=" + h.modules(),
		"GOFLAGS=" + h.goFlags(false),
		// gotch's cgo flags look for libtorch inside of the module cache; these find it here instead.
		"CPATH=" + include + ":" + filepath.Join(include, "torch/csrc/api/include"),
		"LIBRARY_PATH=" + h.gotchLib() + ":" + lib + ":" + h.path("stubs"),
		runtimeLibraryPath + "=" + lib + ":" + h.gotchLib(),
		// The notebook's figures find ECharts, and snn finds MNIST, by these.
		"GOSNN_MNIST=" + h.mnist(),
		// gotch ends each program that starts where it cannot make its folder for models. It is ~/.cache/gotch otherwise: in a
		// home folder that cannot be written to no cell would run.
		"GOTCH_CACHE=" + h.models(),
	}
	return append(env, h.gotchEnv()...)
}

// kernelEnv is [Home.Env] as the kernel in the folder dir has it: with a go command that knows of this module.
func (h Home) kernelEnv(dir string) []string {
	env := h.Env()
	for i, kv := range env {
		if path, ok := strings.CutPrefix(kv, "PATH="); ok {
			env[i] = "PATH=" + h.path("shim") + ":" + path
		}
		if strings.HasPrefix(kv, "GOFLAGS=") {
			env[i] = "GOFLAGS=" + h.goFlags(sharedGotch && os.Getenv("GOSNN_LINKER") == "")
		}
	}
	return append(env, "GOSNN_ROOT="+moduleIn(dir), "GOSNN_GO="+h.realGo())
}

// models is gotch's folder for models that a program fetches.
func (h Home) models() string { return h.path("models") }

// GoRoot is the folder of the Go that a go command, which may be named by links, is a part of.
func GoRoot(tool string) (string, error) {
	real, err := filepath.EvalSymlinks(tool)
	if err != nil {
		return "", err
	}
	return filepath.Dir(filepath.Dir(real)), nil
}

// realGo is the go command on the PATH that is not the kernel's: a notebook may run gosnn-kernel, too.
func (h Home) realGo() string {
	for _, dir := range filepath.SplitList(os.Getenv("PATH")) {
		if dir == h.path("shim") {
			continue
		}
		if file := lookPath("go", dir); file != "go" {
			return file
		}
	}
	return ""
}

// runtimeLibraryPath is the variable by which the loader finds shared libraries.
var runtimeLibraryPath = map[bool]string{true: "DYLD_LIBRARY_PATH", false: "LD_LIBRARY_PATH"}[runtime.GOOS == "darwin"]

// goFlags are the flags of every build: nothing for a debugger, neither in packages nor in programs, because a cell is a
// program that is linked anew each time it runs, by Go's own linker (internal) or the fast one that there is; and a module
// cache that can be deleted.
func (h Home) goFlags(internal bool) string {
	ldflags := "-ldflags=-s -w"
	if internal {
		ldflags += " -linkmode=internal"
	}
	if linker := h.linker(); linker != "" {
		ldflags += " -extldflags=-fuse-ld=" + linker
	}
	return "-modcacherw -gcflags=all=-dwarf=false '" + ldflags + "'"
}

// module is the folder of a module's source in the module cache, the latest version if there are several; "" if there is none.
func (h Home) module(path string) string {
	dirs, _ := filepath.Glob(modcache.Folder(h.modules(), path+"@*"))
	if len(dirs) == 0 {
		return ""
	}
	return dirs[len(dirs)-1]
}

// modules is the home's module cache.
func (h Home) modules() string { return h.path("go", "mod") }

// oldABI reports whether a libtorch was compiled with std::string as it was before C++11, as the x86-64
// wheels of PyTorch 2.1 are: code that links with it must be, too.
func oldABI(lib string) bool {
	f, err := elf.Open(lib)
	if err != nil {
		return false // not ELF: on macOS there is one ABI only
	}
	defer f.Close()
	symbols, err := f.DynamicSymbols()
	return err == nil && !slices.ContainsFunc(symbols, func(s elf.Symbol) bool {
		// c10::Error's constructors take strings. Imported names say nothing: libstdc++ has both kinds.
		return s.Section != elf.SHN_UNDEF && strings.Contains(s.Name, "c105Error") && strings.Contains(s.Name, "__cxx11")
	})
}

// Command prepares a program to be run in the home's environment.
func (h Home) Command(name string, args ...string) *exec.Cmd {
	env := h.Env()
	if !h.writable() {
		env = append(env, "GOCACHEPROG="+h.CacheProgram())
	}
	return command(env, name, args...)
}

// command prepares a program to be run with env over this process's own environment.
func command(env []string, name string, args ...string) *exec.Cmd {
	for i, kv := range env {
		env[i] = strings.ReplaceAll(kv, "${PATH}", os.Getenv("PATH"))
		if path, ok := strings.CutPrefix(env[i], "PATH="); ok {
			name = lookPath(name, path)
		}
	}
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...) // of two values for one variable, the last counts
	return cmd
}

// lookPath finds a program on the given search path; exec.LookPath knows only this process's own.
func lookPath(name, path string) string {
	if strings.ContainsRune(name, filepath.Separator) {
		return name
	}
	for _, dir := range filepath.SplitList(path) {
		file := filepath.Join(dir, name)
		if info, err := os.Stat(file); err == nil && !info.IsDir() && info.Mode()&0o111 != 0 {
			return file
		}
	}
	return name
}
