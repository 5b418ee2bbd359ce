package store

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"gosnn/snn/atomicfile"
)

// Store is one notebook's part of a store.
type Store struct {
	root  *os.Root // of all notebooks
	dir   string   // of this one, in root
	kept  *os.Root // its values
	limit int64
}

// Config says where a notebook's values are, and how many.
type Config struct {
	Dir      string // folder that the store is in, absolute
	Notebook string // identifies the notebook: its path
	Session  string // identifies this run of the kernel
	Alive    string // if not empty: a path whose disappearance ends the use of the values
	Limit    int64  // bytes, of all notebooks together
	Clear    bool   // forget what earlier sessions have kept
}

// DefaultLimit is the size that a store may grow to: 2 GiB.
const DefaultLimit = 2 << 30

// Open opens a notebook's part of a store, and makes it if there is none.
func Open(c Config) (*Store, error) {
	if !filepath.IsAbs(c.Dir) || c.Notebook == "" || c.Limit <= 0 {
		return nil, fmt.Errorf("store: folder %q, notebook %q, limit %d: want an absolute path, a name, and bytes > 0", c.Dir, c.Notebook, c.Limit)
	}
	root, err := openFolder(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("store in %s: %w", c.Dir, err)
	}
	s := &Store{root: root, dir: path.Join("notebooks", folderName(c.Notebook)), limit: c.Limit}
	if err := s.enter(c); err != nil {
		s.Close()
		return nil, fmt.Errorf("store in %s: %w", c.Dir, err)
	}
	return s, nil
}

// Close ends the use of the store. Values that are open stay so.
func (s *Store) Close() {
	if s.kept != nil {
		s.kept.Close()
	}
	s.root.Close()
}

func (s *Store) enter(c Config) error {
	_, err := s.root.Lstat(s.dir)
	fresh := errors.Is(err, fs.ErrNotExist)
	for _, dir := range []string{"new", "memo", path.Join(s.dir, "lock"), path.Join(s.dir, "kept")} {
		if err := s.root.MkdirAll(dir, 0o700); err != nil {
			return err
		}
	}
	if s.kept, err = s.root.OpenRoot(path.Join(s.dir, "kept")); err != nil {
		return err
	}
	if fresh {
		s.sweep()
		if err := s.note("notebook", c.Notebook); err != nil {
			return err
		}
		if c.Alive != "" {
			if err := s.note("alive", host()+"\n"+c.Alive); err != nil {
				return err
			}
		}
	}
	if _, err := s.sweepNew(); err != nil {
		return err
	}
	last, _ := readFile(s.root, path.Join(s.dir, "session"))
	if string(last) == c.Session {
		return nil
	}
	if c.Clear {
		if err := s.ForgetAll(); err != nil {
			return err
		}
	}
	return s.note("session", c.Session)
}

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

// note writes a small file in the notebook's folder.
func (s *Store) note(name, content string) error {
	return atomicfile.WriteIn(s.root, path.Join(s.dir, name), []byte(content), 0o600)
}

// Recall returns what [Store.Remember] was given for a key, by any notebook.
func (s *Store) Recall(key string) ([]byte, bool) {
	data, err := readFile(s.root, path.Join("memo", path.Base(key)))
	return data, err == nil
}

// Remember keeps data under a key. It may fail, and the data be forgotten: they only save time.
func (s *Store) Remember(key string, data []byte) {
	_ = atomicfile.WriteIn(s.root, path.Join("memo", path.Base(key)), data, 0o600)
}
