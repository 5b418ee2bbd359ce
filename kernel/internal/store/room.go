package store

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"
)

// makeRoom drops the values of all notebooks that are least recently used until there is room for n bytes, but not the one in the
// folder keep. It returns the room that there is within the limit, or 0 if n bytes cannot be had.
func (s *Store) makeRoom(n int64, keep string) (room int64) {
	type value struct {
		folder string
		used   time.Time
		size   int64
	}
	var values []value
	total, err := s.sweepNew()
	if err != nil || total+n > s.limit { // then no value need go
		return 0
	}
	for _, folder := range s.glob("notebooks/*/kept/*@*") {
		v := value{folder: folder, size: s.size(folder)}
		if info, err := s.root.Lstat(path.Join(folder, usedName)); err == nil {
			v.used = s.notLater(path.Join(folder, usedName), info.ModTime())
		}
		total += v.size
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b value) int { return a.used.Compare(b.used) })
	for _, v := range values {
		if total+n <= s.limit {
			break
		}
		if v.folder != keep && s.root.RemoveAll(v.folder) == nil {
			total -= v.size
		}
	}
	return s.limit - total
}

// sweepNew removes what processes that have ended left half written, and returns the size of what others are writing.
func (s *Store) sweepNew() (size int64, err error) {
	if len(s.glob("new/*")) == 0 { // as mostly
		return 0, nil
	}
	unlock, err := s.lockNew()
	if err != nil {
		return 0, err
	}
	defer unlock()
	for _, half := range s.glob("new/*") {
		if !s.abandoned(half) || s.root.RemoveAll(half) != nil {
			size += s.size(half)
		}
	}
	return size, nil
}

// abandoned reports whether no process writes a draft any more.
func (s *Store) abandoned(half string) bool {
	f, err := s.root.OpenFile(path.Join(half, usedName), os.O_RDWR, 0)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist) // its writer ended before it locked the file
	}
	defer f.Close()
	return tryLock(f)
}

// glob lists what matches a pattern, without following links out of the store.
func (s *Store) glob(pattern string) []string {
	paths, _ := fs.Glob(s.root.FS(), pattern)
	return paths
}

// size is that of a folder's files. What is no folder has none: to open a pipe would be to wait.
func (s *Store) size(folder string) (size int64) {
	if info, err := s.root.Lstat(folder); err != nil || !info.IsDir() {
		return 0
	}
	entries, _ := fs.ReadDir(s.root.FS(), folder)
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			size += info.Size()
		}
	}
	return size
}

// notLater returns a file's time of use. One in the future comes from a clock that has been set back since: it
// becomes now, or the value would be the last to go for as long as that clock was ahead.
func (s *Store) notLater(file string, used time.Time) time.Time {
	now := time.Now()
	if !used.After(now) {
		return used
	}
	_ = s.root.Chtimes(file, now, now)
	return now
}

// sweep removes what nobody can use any more: the parts of sessions that have ended, and what was remembered a month ago.
func (s *Store) sweep() {
	for _, file := range s.glob("notebooks/*/alive") {
		text, err := readFile(s.root, file)
		machine, session, ok := strings.Cut(string(text), "\n")
		if err != nil || !ok || machine != host() {
			continue // the path means nothing here: machines may share a home folder
		}
		if _, err := os.Lstat(session); errors.Is(err, fs.ErrNotExist) {
			_ = s.root.RemoveAll(path.Dir(file))
		}
	}
	for _, file := range s.glob("memo/*") {
		if info, err := s.root.Lstat(file); err == nil && time.Since(info.ModTime()).Abs() > 30*24*time.Hour {
			_ = s.root.Remove(file)
		}
	}
}

func host() string {
	name, _ := os.Hostname()
	return name
}
