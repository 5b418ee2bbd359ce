package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// List returns the descriptions of the notebook's values, oldest first, without checking their files.
func (s *Store) List() ([]*Meta, error) {
	entries, err := os.ReadDir(s.kept())
	if err != nil {
		return nil, err
	}
	var list []*Meta
	for _, e := range entries {
		if m, err := readMeta(filepath.Join(s.kept(), e.Name())); err == nil {
			list = append(list, m)
		}
	}
	slices.SortFunc(list, func(a, b *Meta) int { return a.Made.Compare(b.Made) })
	return list, nil
}

// ErrNone tells that there is no value with a name.
var ErrNone = errors.New("nothing is kept under the name")

// Forget removes all values with these names. It fails if there is none for one of them, and then removes nothing.
func (s *Store) Forget(names ...string) error {
	entries, err := os.ReadDir(s.kept())
	if err != nil {
		return err
	}
	var dirs []string
	for _, name := range names {
		if err := CheckName(name); err != nil {
			return fmt.Errorf("store: name %q: %w", name, err)
		}
		found := false
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), name+"@") {
				dirs, found = append(dirs, filepath.Join(s.kept(), e.Name())), true
			}
		}
		if !found {
			return fmt.Errorf("%w %q", ErrNone, name)
		}
	}
	return removeAll(dirs)
}

// Remove removes one value.
func (s *Store) Remove(m *Meta) { _ = os.RemoveAll(m.dir) }

// ForgetAll removes all of the notebook's values.
func (s *Store) ForgetAll() error {
	entries, err := os.ReadDir(s.kept())
	if err != nil {
		return err
	}
	var dirs []string
	for _, e := range entries {
		dirs = append(dirs, filepath.Join(s.kept(), e.Name()))
	}
	return removeAll(dirs)
}

func removeAll(dirs []string) error {
	for _, dir := range dirs {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	return nil
}
