package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"gosnn/kernel/internal/owner"
)

// tagName and tag mark a folder as a store. The first line is that of the Cache Directory Tagging Specification
// (bford.info/cachedir), which backup programs know.
const (
	tagName = "CACHEDIR.TAG"
	tag     = `Signature: 8a477f597d28d172789f06886806bc55
# Values that gosnn keeps for notebooks (kernel.Keep). They are computed again when they are missing:
# the folder may be removed while no notebook runs.
`
)

// openFolder opens the user's store in dir, and makes both if they are missing.
func openFolder(dir string) (*os.Root, error) {
	// Several users may name the same folder.
	name := "gosnn-kept-" + strconv.Itoa(os.Geteuid())
	path := filepath.Join(dir, name)
	if err := owner.CheckAbove(path); err != nil { // then nothing is made there
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if err := owner.CheckAbove(path); err != nil { // what was not there before
		return nil, err
	}
	parent, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer parent.Close()
	entry, err := parent.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		if err := makeFolder(parent, name); err != nil {
			return nil, err
		}
		entry, err = parent.Lstat(name)
	}
	if err != nil {
		return nil, err
	}
	root, err := openOwn(parent, name, entry)
	if err != nil {
		return nil, fmt.Errorf("%s %w", path, err)
	}
	return root, nil
}

// makeFolder makes a store. It is marked before it has its name.
func makeFolder(parent *os.Root, name string) error {
	part := ".gosnn-kept-" + rand.Text()
	if err := parent.Mkdir(part, 0o700); err != nil {
		return err
	}
	defer parent.RemoveAll(part)
	if err := parent.WriteFile(filepath.Join(part, tagName), []byte(tag), 0o600); err != nil {
		return err
	}
	err := parent.Rename(part, name)
	if errors.Is(err, fs.ErrExist) { // another cell was faster
		return nil
	}
	return err
}

// openOwn opens a folder that is a store and that this user alone can write to. Its errors follow the folder's name.
func openOwn(parent *os.Root, name string, entry fs.FileInfo) (*os.Root, error) {
	if err := checkOwn(entry); err != nil { // before it is opened: to open a pipe is to wait
		return nil, err
	}
	root, err := parent.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	info, err := root.Stat(".")
	if err == nil {
		err = checkOwn(info) // now nobody can replace it
	}
	if err == nil && !os.SameFile(entry, info) {
		err = errors.New("was replaced while it was opened")
	}
	if err == nil {
		err = checkTag(root)
	}
	if err != nil {
		root.Close()
		return nil, err
	}
	return root, nil
}

func checkOwn(info fs.FileInfo) error {
	switch {
	case !info.IsDir():
		return errors.New("is not a folder")
	case info.Sys().(*syscall.Stat_t).Uid != uint32(os.Geteuid()):
		return errors.New("belongs to another user")
	case info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("has mode %#o, want 0700: others may have changed what it holds. Remove it, or use a disk that has modes", info.Mode().Perm())
	}
	return nil
}

func checkTag(root *os.Root) error {
	if text, err := readFile(root, tagName); err != nil || string(text) != tag {
		return fmt.Errorf("is no store: it has no %s of one", tagName)
	}
	return nil
}
