package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// another is the number of a user who is none here.
const another = 54321

// TestParents has a store where other users could replace the folders above it, and where they cannot. Where they can, nothing is made.
func TestParents(t *testing.T) {
	mkdir := func(dir string, mode os.FileMode) error {
		return errors.Join(os.MkdirAll(dir, 0o755), os.Chmod(dir, mode))
	}
	for _, c := range []struct {
		name, dir, says string
		root            bool // whether only root can make the case
		make            func(dir string) error
	}{
		{"like /tmp", "a", "", false, func(dir string) error { return mkdir(dir+"/a", 0o777|os.ModeSticky) }},
		{"below one like /tmp", "a/b/c", "", false, func(dir string) error { return mkdir(dir+"/a", 0o777|os.ModeSticky) }},
		{"a link to it", "l", "", false, func(dir string) error { return errors.Join(mkdir(dir+"/a", 0o755), os.Symlink("a", dir+"/l")) }},
		{"a link's end that is not there", "l/b", "file exists", false, func(dir string) error { return os.Symlink("a", dir+"/l") }},
		{"a file", "f", "not a directory", false, func(dir string) error { return os.WriteFile(dir+"/f", nil, 0o600) }},
		{"below a file", "f/a", "not a directory", false, func(dir string) error { return os.WriteFile(dir+"/f", nil, 0o600) }},
		{"a pipe", "p", "not a directory", false, func(dir string) error { return syscall.Mkfifo(dir+"/p", 0o600) }},
		{"a link to itself", "l", "too many levels", false, func(dir string) error { return os.Symlink("l", dir+"/l") }},
		{"below two links to each other", "l/a", "too many levels", false, func(dir string) error {
			return errors.Join(os.Symlink("m", dir+"/l"), os.Symlink("l", dir+"/m"))
		}},
		{"all may write to it", "a", "by all users", false, func(dir string) error { return mkdir(dir+"/a", 0o777) }},
		{"all may write above it", "a/b/c", "by all users", false, func(dir string) error { return mkdir(dir+"/a", 0o777) }},
		{"a link to where all may write", "l", "by all users", false, func(dir string) error {
			return errors.Join(mkdir(dir+"/a/b", 0o755), mkdir(dir+"/a", 0o777), os.Symlink("a/b", dir+"/l"))
		}},
		{"another user's", "a", "another user", true, func(dir string) error {
			return errors.Join(mkdir(dir+"/a", 0o755), os.Chown(dir+"/a", another, another))
		}},
		{"another user's above it", "a/b", "another user", true, func(dir string) error {
			return errors.Join(mkdir(dir+"/a/b", 0o755), os.Chown(dir+"/a", another, another))
		}},
		{"another user's sticky one", "a/b", "another user", true, func(dir string) error {
			return errors.Join(mkdir(dir+"/a", 0o777|os.ModeSticky), os.Chown(dir+"/a", another, another))
		}},
		{"another user's link", "l", "another user", true, func(dir string) error {
			return errors.Join(mkdir(dir+"/a", 0o755), os.Symlink("a", dir+"/l"), os.Lchown(dir+"/l", another, another))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.root && os.Geteuid() != 0 {
				t.Skip("only root can give a folder away")
			}
			dir := t.TempDir()
			if err := c.make(dir); err != nil {
				t.Fatal(err)
			}
			before := tree(t, dir)
			s, err := Open(Config{Dir: filepath.Join(dir, c.dir), Notebook: "n", Limit: 1})
			if err == nil {
				s.Close()
			}
			if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("error %v, want %q", err, c.says)
			}
			if after := tree(t, dir); err != nil && !slices.Equal(before, after) {
				t.Errorf("before %q, after %q", before, after)
			}
		})
	}
}
