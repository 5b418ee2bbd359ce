package deps

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// published returns the imports of a package in a published module, whose content is fixed by its version.
func (p *Packages) published(m *debug.Module, path, below string) ([]string, error) {
	key := fmt.Sprintf("module-%x", sha256.Sum256([]byte(m.Path+"@"+m.Version+" "+path)))
	if data, ok := p.Memory.Recall(key); ok {
		return strings.Fields(string(data)), nil
	}
	name, err := module.EscapePath(m.Path)
	if err != nil {
		return nil, err
	}
	version, err := module.EscapeVersion(m.Version)
	if err != nil {
		return nil, err
	}
	_, imports, _, err := p.read(filepath.Join(p.Cache, name+"@"+version, below))
	if err != nil {
		return nil, err
	}
	slices.Sort(imports)
	imports = slices.Compact(imports)
	p.Memory.Remember(key, []byte(strings.Join(imports, "\n")+"\n"))
	return imports, nil
}

// moduleOf returns the module that provides a package; nil if it is in the standard library.
func (p *Packages) moduleOf(path string) *debug.Module {
	var found *debug.Module
	for _, m := range append([]*debug.Module{&p.Build.Main}, p.Build.Deps...) {
		if m.Path != "" && (path == m.Path || strings.HasPrefix(path, m.Path+"/")) && (found == nil || len(m.Path) > len(found.Path)) {
			found = m
		}
	}
	return found
}

// findFolders finds where the local modules are: those replaced by a folder, and those of the workspace.
func (p *Packages) findFolders() error {
	if p.folder != nil {
		return nil
	}
	if p.Build == nil {
		return errors.New("deps: the program has no build information")
	}
	folder := map[string]string{p.Build.Main.Path: p.Dir}
	work, err := p.workspace()
	if err != nil {
		return err
	}
	for _, m := range p.Build.Deps {
		switch {
		case m.Replace != nil && m.Replace.Version == "" || m.Replace != nil && m.Replace.Version == "(devel)":
			dir := m.Replace.Path
			if !filepath.IsAbs(dir) {
				dir = filepath.Join(p.Dir, dir)
			}
			folder[m.Path] = dir
		case m.Replace == nil && work[m.Path] != "":
			folder[m.Path] = work[m.Path]
		case m.Version == "(devel)" || m.Version == "":
			return fmt.Errorf("deps: module %s is local, but neither go.work nor a replacement says where", m.Path)
		}
	}
	p.folder, p.stamps = folder, map[string]folderStamp{}
	return nil
}

// workspace returns the folders of the modules in the go.work file, by their paths.
func (p *Packages) workspace() (map[string]string, error) {
	if p.Work == "" {
		return nil, nil
	}
	data, err := os.ReadFile(p.Work)
	if err != nil {
		return nil, err
	}
	work, err := modfile.ParseWork(p.Work, data, nil)
	if err != nil {
		return nil, err
	}
	dirs := map[string]string{}
	for _, use := range work.Use {
		dir := use.Path
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(filepath.Dir(p.Work), dir)
		}
		if data, err := os.ReadFile(filepath.Join(dir, "go.mod")); err == nil {
			dirs[modfile.ModulePath(data)] = dir
		}
	}
	return dirs, nil
}
