package deps

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// scanner follows imports.
type scanner struct {
	p     *Packages
	seen  map[string]bool
	dirs  []string // of local packages
	lines []string // what the hash is made of
}

// visit adds a package and its imports.
func (s *scanner) visit(path string) error {
	if s.seen[path] || path == "C" || path == "unsafe" {
		return nil
	}
	s.seen[path] = true
	m := s.p.moduleOf(path)
	if m == nil {
		return nil // of the standard library, or imported for another system only
	}
	below := strings.TrimPrefix(strings.TrimPrefix(path, m.Path), "/")
	if root, ok := s.p.folder[m.Path]; ok {
		return s.local(path, filepath.Join(root, below))
	}
	if m.Replace != nil {
		m = m.Replace
	}
	s.lines = append(s.lines, fmt.Sprintf("module %s %s %s", m.Path, m.Version, m.Sum))
	imports, err := s.p.published(m, path, below)
	if err != nil {
		// Without its source its imports are unknown: let it import everything.
		for _, d := range s.p.Build.Deps {
			s.lines = append(s.lines, fmt.Sprintf("module %s %s %s", d.Path, d.Version, d.Sum))
		}
		return nil
	}
	return s.all(imports)
}

func (s *scanner) all(imports []string) error {
	for _, path := range imports {
		if err := s.visit(path); err != nil {
			return err
		}
	}
	return nil
}

// local adds a package of a local module by its content.
func (s *scanner) local(path, dir string) error {
	files, imports, embeds, err := s.p.read(dir)
	if err != nil {
		return fmt.Errorf("deps: package %s: %w", path, err)
	}
	s.lines = append(s.lines, "package "+path+"\n"+strings.Join(files, "\n"))
	s.dirs = append(s.dirs, dir)
	if embeds { // what is embedded may lie in folders below
		err := filepath.WalkDir(dir, func(sub string, e os.DirEntry, err error) error {
			if err != nil || !e.IsDir() || sub == dir {
				return err
			}
			files, _, _, err := s.p.read(sub)
			s.lines = append(s.lines, "embedded "+path+"\n"+strings.Join(files, "\n"))
			s.dirs = append(s.dirs, sub)
			return err
		})
		if err != nil {
			return err
		}
	}
	return s.all(imports)
}

// read hashes the files of a folder, and returns what its Go files import.
func (p *Packages) read(dir string) (hashes, imports []string, embeds bool, err error) {
	files, err := sourceFiles(dir)
	if err != nil {
		return nil, nil, false, err
	}
	for _, f := range files {
		if info, err := os.Stat(f); err != nil || !info.Mode().IsRegular() {
			continue // a socket, or a link into nothing
		}
		src, err := os.ReadFile(f)
		if err != nil {
			return nil, nil, false, err
		}
		hashes = append(hashes, fmt.Sprintf("%s %x", filepath.Base(f), sha256.Sum256(src)))
		if strings.HasSuffix(f, ".go") {
			embeds = embeds || bytes.Contains(src, []byte("\n//go:embed "))
			imports = append(imports, importsOf(f, src)...)
		}
	}
	return hashes, imports, embeds, nil
}

// importsOf returns the import paths of a Go file.
func importsOf(name string, src []byte) []string {
	f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.ImportsOnly)
	if f == nil || err != nil && f.Imports == nil {
		return nil
	}
	var paths []string
	for _, spec := range f.Imports {
		if path, err := strconv.Unquote(spec.Path.Value); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}
