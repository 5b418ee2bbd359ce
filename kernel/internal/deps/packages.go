package deps

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
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

// ErrChanged is the error for an imported package that may not be what was compiled.
var ErrChanged = errors.New("an imported package was changed while the cell was compiled")

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
