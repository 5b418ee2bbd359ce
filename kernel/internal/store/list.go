package store

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// List returns the descriptions of the notebook's values, oldest first, without checking their files.
func (s *Store) List() ([]*Meta, error) {
	folders, err := s.folders()
	if err != nil {
		return nil, err
	}
	var list []*Meta
	for _, folder := range folders {
		if v, err := s.openValue(folder); err == nil {
			list = append(list, &v.Meta)
			v.Close()
		}
	}
	slices.SortFunc(list, func(a, b *Meta) int { return a.Made.Compare(b.Made) })
	return list, nil
}

// folders lists the folders of the notebook's values.
func (s *Store) folders() (names []string, err error) {
	entries, err := fs.ReadDir(s.kept.FS(), ".")
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names, err
}

// ErrNone is the error for a name that no value has.
var ErrNone = errors.New("nothing is kept under the name")

// Forget removes all values with these names. It fails if there is none for one of them, and then removes nothing.
func (s *Store) Forget(names ...string) error {
	folders, err := s.folders()
	if err != nil {
		return err
	}
	var found []string
	for _, name := range names {
		if err := CheckName(name); err != nil {
			return fmt.Errorf("store: name %q: %w", name, err)
		}
		before := len(found)
		for _, folder := range folders {
			if strings.HasPrefix(folder, name+"@") {
				found = append(found, folder)
			}
		}
		if len(found) == before {
			return fmt.Errorf("%w %q", ErrNone, name)
		}
	}
	return s.removeAll(found)
}

// Remove removes one value.
func (s *Store) Remove(m *Meta) {
	if folder, err := folderOf(m.Name, m.Key); err == nil {
		_ = s.kept.RemoveAll(folder)
	}
}

// ForgetAll removes all of the notebook's values.
func (s *Store) ForgetAll() error {
	folders, err := s.folders()
	if err != nil {
		return err
	}
	return s.removeAll(folders)
}

func (s *Store) removeAll(folders []string) error {
	for _, folder := range folders {
		if err := s.kept.RemoveAll(folder); err != nil {
			return err
		}
	}
	return nil
}
