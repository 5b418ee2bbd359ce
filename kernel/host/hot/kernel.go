package hot

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"gosnn/kernel/host/setup"
)

// Kernel is what hot cells depend on outside of a notebook: the kernel's environment.
type Kernel struct {
	Go   string // the real go command
	Home string // gosnn's home folder
	Root string // folder of the module gosnn, as the notebook's workspace names it
}

// FromEnv is the kernel of this process, whose kernelspec says what it needs to know.
func FromEnv() Kernel {
	return Kernel{Go: os.Getenv("GOSNN_GO"), Home: os.Getenv("GOSNN_HOME"), Root: os.Getenv("GOSNN_ROOT")}
}

// Variable is the environment variable that switches hot cells off.
const Variable = "GOSNN_HOT"

// Tested lists the minor versions of Go for which the linker is known to work: it writes tables of the runtime's, whose form is Go's own.
var Tested = []string{"go1.26"}

// Reason is why no cell is hot; "" if cells may be.
func (k Kernel) Reason() string {
	version := k.goVersion()
	switch {
	case os.Getenv(Variable) == "off":
		return Variable + "=off"
	case runtime.GOOS != "linux" || runtime.GOARCH != "amd64":
		return "hot cells are for Linux on x86-64"
	case !slices.ContainsFunc(Tested, func(minor string) bool { return version == minor || strings.HasPrefix(version, minor+".") }):
		return "hot cells are tested with " + strings.Join(Tested, ", ") + ", this is " + version
	case k.Root == "" || k.Home == "":
		return "this is no kernel of gosnn's"
	}
	return ""
}

// goVersion is the version of the kernel's Go, as go1.26.8.
func (k Kernel) goVersion() string {
	root, err := setup.GoRoot(k.Go)
	if err != nil {
		return "no Go"
	}
	text, _ := os.ReadFile(filepath.Join(root, "VERSION"))
	version, _, _ := strings.Cut(string(text), "\n")
	return strings.TrimSpace(version)
}

// folder is where hosts are.
func (k Kernel) folder() string { return filepath.Join(k.Home, "hot") }
