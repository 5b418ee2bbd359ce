package store

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"gosnn/kernel/internal/whole"
)

// Store is one notebook's part of a store.
type Store struct {
	root  string // of all notebooks
	dir   string // of this one
	limit int64
}

// Config says where a notebook's values are, and how many.
type Config struct {
	Root     string // folder of the store, absolute
	Notebook string // what tells this notebook from others, such as its path
	Session  string // what tells this run of the kernel from others
	Alive    string // if not empty: a path whose disappearance means that the values are of no more use
	Limit    int64  // bytes, of all notebooks together
	Clear    bool   // forget what earlier sessions have kept
}

// DefaultLimit is the size that a store may grow to: 2 GiB.
const DefaultLimit = 2 << 30

// Open opens a notebook's part of a store, and makes it if there is none.
func Open(c Config) (*Store, error) {
	if !filepath.IsAbs(c.Root) || c.Notebook == "" || c.Limit <= 0 {
		return nil, fmt.Errorf("store: root %q, notebook %q, limit %d: want an absolute path, a name, and bytes > 0", c.Root, c.Notebook, c.Limit)
	}
	s := &Store{root: c.Root, dir: filepath.Join(c.Root, folderName(c.Notebook)), limit: c.Limit}
	if err := private(c.Root); err != nil {
		return nil, err
	}
	_, err := os.Lstat(s.dir)
	fresh := errors.Is(err, os.ErrNotExist)
	for _, dir := range []string{s.dir, s.kept(), s.path("lock"), s.path("new"), s.memo()} {
		if err := private(dir); err != nil {
			return nil, err
		}
	}
	if fresh {
		s.sweep()
		if err := s.note("notebook", c.Notebook); err != nil {
			return nil, err
		}
		if c.Alive != "" {
			if err := s.note("alive", host()+"\n"+c.Alive); err != nil {
				return nil, err
			}
		}
	}
	last, _ := os.ReadFile(s.path("session"))
	if string(last) == c.Session {
		return s, nil
	}
	if c.Clear {
		if err := s.ForgetAll(); err != nil {
			return nil, err
		}
	}
	return s, s.note("session", c.Session)
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }
func (s *Store) kept() string            { return s.path("kept") }
func (s *Store) memo() string            { return filepath.Join(s.root, "memo") }

// folderName makes a folder's name of a notebook's: readable, and unique by a hash.
func folderName(notebook string) string {
	base := strings.TrimSuffix(filepath.Base(notebook), ".ipynb")
	readable := strings.Map(func(r rune) rune {
		if strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_", r) {
			return r
		}
		return '-'
	}, base)
	return fmt.Sprintf("%.40s-%.6x", readable, sha256.Sum256([]byte(notebook)))
}

// private makes a folder that its owner alone can use, or checks that it is one.
func private(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return fmt.Errorf("store: %s is not a folder", dir)
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok && int(st.Uid) != os.Geteuid() {
		return fmt.Errorf("store: %s belongs to another user", dir)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return os.Chmod(dir, 0o700)
	}
	return nil
}

// note writes a small file in the notebook's folder, whole or not at all.
func (s *Store) note(name, content string) error {
	return whole.Write(s.path(name), []byte(content), s.path("new"), "")
}

// inAll finds what lies in the folders of all notebooks. A link in the place of a folder is not followed: it may lead anywhere.
func (s *Store) inAll(pattern ...string) (paths []string) {
	found, _ := filepath.Glob(filepath.Join(append([]string{s.root, "*"}, pattern...)...))
	for _, path := range found {
		dir := filepath.Dir(path)
		for dir != s.root && isFolder(dir) {
			dir = filepath.Dir(dir)
		}
		if dir == s.root {
			paths = append(paths, path)
		}
	}
	return paths
}

// isFolder tells whether a path is a folder, and no link to one.
func isFolder(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && info.IsDir()
}

// sweep removes what nobody can use any more: the parts of sessions that have ended, and what has not been remembered
// for a month.
func (s *Store) sweep() {
	for _, file := range s.inAll("alive") {
		text, err := os.ReadFile(file)
		machine, path, ok := strings.Cut(string(text), "\n")
		if err != nil || !ok || machine != host() {
			continue // the path means nothing here: a home folder may be shared by machines
		}
		if _, err := os.Lstat(path); errors.Is(err, os.ErrNotExist) {
			os.RemoveAll(filepath.Dir(file))
		}
	}
	memos, _ := filepath.Glob(filepath.Join(s.memo(), "*"))
	for _, file := range memos {
		if info, err := os.Lstat(file); err == nil && time.Since(info.ModTime()).Abs() > 30*24*time.Hour {
			os.Remove(file)
		}
	}
}

func host() string {
	name, _ := os.Hostname()
	return name
}

// Load returns what Store has remembered under a key, for all notebooks.
func (s *Store) Load(key string) ([]byte, bool) {
	data, err := os.ReadFile(filepath.Join(s.memo(), filepath.Base(key)))
	return data, err == nil
}

// Store remembers data under a key. It may fail and be forgotten: it only saves time.
func (s *Store) Store(key string, data []byte) {
	_ = whole.Write(filepath.Join(s.memo(), filepath.Base(key)), data, s.path("new"), "")
}
