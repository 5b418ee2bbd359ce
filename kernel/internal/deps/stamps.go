package deps

import (
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// folderStamp is the state of a folder's files. Within a program it is taken once.
type folderStamp struct {
	sum     [sha256.Size]byte
	changed time.Time // the latest change of a file that can have been just now
}

// settled is how old a file's last change must be for its time to identify its content: clocks of file systems tick
// coarsely.
const settled = 2 * time.Second

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
