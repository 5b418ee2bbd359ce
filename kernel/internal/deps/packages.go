package deps

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Packages hashes imported packages, those of one build.
type Packages struct {
	Build  *debug.BuildInfo // what was linked: the modules and their versions
	Dir    string           // of the main module, which relative paths start from
	Work   string           // the go.work file that was used, or ""
	Cache  string           // the module cache
	Began  time.Time        // when the build began; what changed later may not be what was compiled
	Memory Memory           // across builds
	Stamp  func(path string) (stamp []byte, changed time.Time, err error)
	folder map[string]string // of the local modules
	stamps map[string]folderStamp
}

// Memory keeps data under keys; it may forget.
type Memory interface {
	Recall(key string) (data []byte, ok bool)
	Remember(key string, data []byte)
}

// folderStamp is the state of a folder's files. Within a program it is taken once.
type folderStamp struct {
	sum     [sha256.Size]byte
	changed time.Time // the latest change of a file that can have been just now
}

// ErrChanged is the error for an imported package that may not be what was compiled.
var ErrChanged = errors.New("an imported package was changed while the cell was compiled")

// settled is how old a file's last change must be for its time to identify its content: clocks of file systems tick
// coarsely.
const settled = 2 * time.Second

// Hash returns the hash of the packages with these import paths and of all that they import.
func (p *Packages) Hash(imports []string) (sum [sha256.Size]byte, err error) {
	if err := p.findFolders(); err != nil {
		return sum, err
	}
	h := sha256.New()
	fmt.Fprintln(h, "packages 1", runtime.Version(), runtime.GOOS, runtime.GOARCH, imports)
	for _, m := range p.Build.Deps {
		fmt.Fprintln(h, m.Path, m.Version, m.Sum, p.folder[m.Path])
		if r := m.Replace; r != nil {
			fmt.Fprintln(h, r.Path, r.Version, r.Sum)
		}
	}
	key := fmt.Sprintf("imports-%x", h.Sum(nil))
	if data, ok := p.Memory.Recall(key); ok {
		if sum, ok, err := p.recall(data); ok || err != nil {
			return sum, err
		}
	}
	return p.scan(key, imports)
}

// recall takes the hash from what scan stored, if the folders that scan read are unchanged.
func (p *Packages) recall(data []byte) (sum [sha256.Size]byte, ok bool, err error) {
	lines := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	if len(lines) < 2 {
		return sum, false, nil
	}
	all, err := p.stampAll(lines[2:])
	switch {
	case errors.Is(err, ErrChanged):
		return sum, false, err
	case err != nil || fmt.Sprintf("%x", all.sum) != lines[1]:
		return sum, false, nil
	}
	saved, err := hex.DecodeString(lines[0])
	return sum, err == nil && copy(sum[:], saved) == len(sum), nil
}

// scan reads the packages, and stores their hash under the key if nothing has changed just now.
func (p *Packages) scan(key string, imports []string) (sum [sha256.Size]byte, err error) {
	s := &scanner{p: p, seen: map[string]bool{}}
	for _, path := range imports {
		if first, _, _ := strings.Cut(path, "/"); strings.Contains(first, ".") && p.moduleOf(path) == nil {
			return sum, fmt.Errorf("deps: package %s is in no module of this program", path)
		}
		if err := s.visit(path); err != nil {
			return sum, err
		}
	}
	slices.Sort(s.dirs)
	all, err := p.stampAll(s.dirs)
	if err != nil {
		return sum, err
	}
	slices.Sort(s.lines)
	sum = sha256.Sum256([]byte(runtime.Version() + runtime.GOOS + runtime.GOARCH + strings.Join(s.lines, "\n")))
	if time.Since(all.changed) > settled {
		record := append([]string{fmt.Sprintf("%x", sum), fmt.Sprintf("%x", all.sum)}, s.dirs...)
		p.Memory.Remember(key, []byte(strings.Join(record, "\n")+"\n"))
	}
	return sum, nil
}

// stampAll combines the states of folders.
func (p *Packages) stampAll(dirs []string) (all folderStamp, err error) {
	h := sha256.New()
	for _, dir := range dirs {
		one, ok := p.stamps[dir]
		if !ok {
			if one, err = p.stamp(dir); err != nil {
				return all, err
			}
			p.stamps[dir] = one
		}
		fmt.Fprintf(h, "%s %x\n", dir, one.sum)
		if one.changed.After(all.changed) {
			all.changed = one.changed
		}
	}
	h.Sum(all.sum[:0])
	return all, nil
}

// stamp takes the state of a folder.
func (p *Packages) stamp(dir string) (one folderStamp, err error) {
	files, err := sourceFiles(dir)
	if err != nil {
		return one, err
	}
	h := sha256.New()
	for _, f := range files {
		stamp, changed, err := p.Stamp(f)
		if err != nil {
			return one, err
		}
		io.WriteString(h, f)
		h.Write(stamp)
		if changed.After(one.changed) && !farAhead(changed) {
			one.changed = changed
		}
	}
	if one.changed.After(p.Began) {
		return one, fmt.Errorf("%w: %s", ErrChanged, dir)
	}
	h.Sum(one.sum[:0])
	return one, nil
}

// farAhead reports whether a time cannot come from this machine's clock, nor from a file server's that is a little ahead. It
// comes from a clock that was set back since, and means nothing.
func farAhead(changed time.Time) bool { return time.Until(changed) > time.Hour }

// sourceFiles returns what a package may be built from: the files of its folder without tests and hidden ones.
func sourceFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || strings.HasPrefix(name, ".") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		files = append(files, filepath.Join(dir, name))
	}
	return files, nil
}

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
