package hot

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"

	"gosnn/kernel/host/setup"
)

// listed is a package as the go command lists it.
type listed struct {
	ImportPath, Name, Export string
	Standard, Incomplete     bool
	Deps                     []string
	Module                   *struct{ Path, Version string }
}

// foreign are packages of other modules that a host has in full.
var foreign = []string{"github.com/sugarme/gotch", "github.com/sugarme/gotch/ts", "github.com/sugarme/gotch/nn", "github.com/janpfeifer/gonb/gonbui",
	"github.com/janpfeifer/gonb/gonbui/comms", "github.com/janpfeifer/gonb/gonbui/dom", "github.com/janpfeifer/gonb/gonbui/widgets"}

// list lists the standard library, what notebooks import, and all that these import, compiled.
func (k Kernel) list(dir string) (packages []listed, err error) {
	// By name: the go command does not follow the links by which a kernelspec has the module.
	local, err := setup.CellPackages(k.Root)
	if err != nil {
		return nil, err
	}
	std, err := output(exec.Command(k.Go, "list", "std"))
	if err != nil {
		return nil, err
	}
	// What Go tests itself by is not to be compiled. The host has plugin, which no cell imports: a build that compiled it, or anything, could not be taken down.
	standard := slices.DeleteFunc(strings.Fields(std), func(path string) bool { return path != "plugin" && !listed{ImportPath: path}.isImportable() })
	cmd := exec.Command(k.Go, slices.Concat([]string{"list", "-e", "-export", "-deps", "-json=ImportPath,Name,Export,Standard,Incomplete,Deps,Module"}, standard, foreign, local)...)
	cmd.Dir = dir
	text, err := output(cmd)
	if err != nil {
		return nil, err
	}
	for d := json.NewDecoder(strings.NewReader(text)); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages, nil
		} else if err != nil {
			return nil, err
		}
		if !p.Incomplete {
			packages = append(packages, p)
		}
	}
}

// isReferred reports whether the host refers to all that the package exports.
func (p listed) isReferred() bool {
	return p.isImportable() && p.Export != "" &&
		(p.Standard || strings.HasPrefix(p.ImportPath, setup.Module+"/") || slices.Contains(foreign, p.ImportPath))
}

// isImportable reports whether a cell may import the package.
func (p listed) isImportable() bool {
	words := strings.Split(p.ImportPath, "/")
	return p.Name != "main" && !slices.Contains(words, "internal") && !slices.Contains(words, "vendor") && words[0] != "cmd" &&
		!slices.Contains(never, p.ImportPath) && !strings.HasPrefix(p.ImportPath, "simd")
}

// never are packages that are not for programs, or that change how one runs.
var never = []string{"unsafe", "builtin", "plugin", "runtime/race", "runtime/cgo", "runtime/msan", "runtime/asan", "runtime/coverage", "testing/cryptotest"}

// isCgo reports whether a program that imports the package has the runtime for C.
func (p listed) isCgo() bool { return slices.Contains(p.Deps, "runtime/cgo") }
