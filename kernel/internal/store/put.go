package store

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// ErrTooLarge tells that a value alone is larger than the whole store may be.
var ErrTooLarge = errors.New("store: value is larger than the limit")

// Draft is a value that is being written.
type Draft struct {
	store *Store
	dir   string
	meta  Meta
	size  int64
}

// New begins to write a value. The caller adds files, and then calls Commit or Discard.
func (s *Store) New(m Meta) (*Draft, error) {
	if _, err := s.folder(m.Name, m.Key); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(s.path("new"), "value-") // for its owner alone
	if err != nil {
		return nil, err
	}
	m.Files = nil
	return &Draft{store: s, dir: dir, meta: m}, nil
}

// Add writes a file of the value and returns its number. Write may be called with a part at a time.
func (d *Draft) Add(name string, write func(io.Writer) error) (int, error) {
	if err := CheckName(name); err != nil {
		return 0, fmt.Errorf("store: file %q: %w", name, err)
	}
	f, err := os.OpenFile(filepath.Join(d.dir, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	w := &sumWriter{f: f, left: d.store.limit - d.size}
	err = write(w)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return 0, err
	}
	d.size += w.n
	d.meta.Files = append(d.meta.Files, File{Name: name, Size: w.n, CRC: w.crc})
	return len(d.meta.Files) - 1, nil
}

// sumWriter writes, and sums up what it has written.
type sumWriter struct {
	f    *os.File
	n    int64
	left int64
	crc  uint32
}

func (w *sumWriter) Write(b []byte) (int, error) {
	if int64(len(b)) > w.left {
		return 0, ErrTooLarge
	}
	// In pieces that stay in the processor's cache between the two passes.
	for done := 0; done < len(b); {
		piece := b[done:min(done+1<<18, len(b))]
		n, err := w.f.Write(piece)
		w.crc = crc32.Update(w.crc, castagnoli, piece[:n])
		w.n, w.left, done = w.n+int64(n), w.left-int64(n), done+n
		if err != nil {
			return done, err
		}
	}
	return len(b), nil
}

// Commit makes the value visible, as a whole, and drops what has not been used for longest if the store has become too
// large. If another cell was faster, its value, which is the same, stays.
func (d *Draft) Commit(tensors []Tensor) (*Meta, error) {
	defer d.Discard()
	d.meta.Tensors = tensors
	data, err := encodeMeta(&d.meta)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(d.dir, metaName), data, 0o600); err != nil {
		return nil, err
	}
	m := d.meta
	m.dir = d.dir
	stamp, err := m.stamp() // renaming the folder changes none of it
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(d.dir, usedName), stamp, 0o600); err != nil {
		return nil, err
	}
	dir, err := d.store.folder(m.Name, m.Key)
	if err != nil {
		return nil, err
	}
	if err := os.Rename(d.dir, dir); err != nil {
		if got, gerr := d.store.Get(m.Name, m.Key); gerr == nil && got != nil {
			return got, nil
		}
		return nil, err
	}
	m.dir = dir
	d.store.evict(dir)
	return &m, nil
}

// Discard removes a value that was not committed.
func (d *Draft) Discard() { _ = os.RemoveAll(d.dir) }

// evict drops the values of all notebooks that have not been used for longest until the rest is within the limit; never
// the one in the folder keep. It also removes what a process that was killed has left half written.
func (s *Store) evict(keep string) {
	type value struct {
		dir  string
		used time.Time
		size int64
	}
	var values []value
	var total int64
	for _, dir := range s.inAll("kept", "*@*") {
		v := value{dir: dir}
		entries, err := os.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, e := range entries {
			info, err := e.Info()
			if err != nil {
				continue
			}
			v.size += info.Size()
			if e.Name() == usedName {
				v.used = notLater(filepath.Join(dir, usedName), info.ModTime())
			}
		}
		total += v.size
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b value) int { return a.used.Compare(b.used) })
	for _, v := range values {
		if total <= s.limit {
			break
		}
		if v.dir != keep && os.RemoveAll(v.dir) == nil {
			total -= v.size
		}
	}
	for _, path := range s.inAll("new", "*") {
		if info, err := os.Lstat(path); err == nil && time.Since(info.ModTime()).Abs() > 24*time.Hour {
			_ = os.RemoveAll(path) // also one that a wrong clock has put into the future: who writes now has the clock of now
		}
	}
}

// notLater returns a file's time of use. One in the future comes from a clock that has been set back since: it
// becomes now, or the value would be the last to go for as long as that clock was ahead.
func notLater(file string, used time.Time) time.Time {
	now := time.Now()
	if !used.After(now) {
		return used
	}
	_ = os.Chtimes(file, now, now)
	return now
}

// Lock waits until no other process computes the value with this name and key. The system unlocks it when the process
// ends, however it ends.
func (s *Store) Lock(name, key string) (unlock func(), err error) {
	if _, err := s.folder(name, key); err != nil {
		return nil, err
	}
	path := filepath.Join(s.path("lock"), name+"@"+key)
	for {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR|syscall.O_NOFOLLOW, 0o600)
		if err != nil {
			return nil, err
		}
		if err := flock(f); err != nil {
			f.Close()
			return nil, fmt.Errorf("store: %w", err)
		}
		held, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, err
		}
		if now, err := os.Stat(path); err == nil && os.SameFile(held, now) {
			return func() { os.Remove(path); f.Close() }, nil
		}
		f.Close() // the one who held it has removed it
	}
}

// flock waits for the lock of an open file.
func flock(f *os.File) error {
	for {
		if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err != syscall.EINTR {
			return err
		}
	}
}
