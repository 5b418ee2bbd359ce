package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// state lists what lies below a folder, with modes and times, but not the store in it nor the folder's own time.
func state(t *testing.T, dir string) (lines []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasPrefix(path, "gosnn-kept-") {
			return fs.SkipDir
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		line := fmt.Sprint(path, " ", info.Mode())
		if path != "." {
			line += fmt.Sprint(" ", info.Size(), info.ModTime())
		}
		lines = append(lines, line)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// TestExistingFolder has the store in folders with files of the user's own, years old and named as those in a store are.
func TestExistingFolder(t *testing.T) {
	for _, mode := range []fs.FileMode{0o755, os.ModeSticky | 0o777, 0o700} {
		dir := t.TempDir()
		long := time.Now().AddDate(-3, 0, 0)
		for _, name := range []string{"thesis/new/chapter", "memo/birthdays", "photos/kept/spikes@" + key1 + "/0", "notebooks/x/kept/a@b/c", "new/x",
			"x/alive", "meta", "CACHEDIR.TAG"} {
			path := filepath.Join(dir, name)
			if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(host()+"\n/nowhere"), 0o644)); err != nil {
				t.Fatal(err)
			}
			for p := path; p != dir; p = filepath.Dir(p) {
				if err := os.Chtimes(p, long, long); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
		before := state(t, dir)
		s := open(t, Config{Dir: dir, Limit: 10_000, Session: "1", Clear: true})
		for _, name := range []string{"a", "b", "c", "d"} {
			put(t, s, name, key1, strings.Repeat("x", 3000))
		}
		s.sweep()
		if err := s.ForgetAll(); err != nil {
			t.Fatal(err)
		}
		if after := state(t, dir); !slices.Equal(before, after) {
			t.Errorf("%v: before\n%s\nafter\n%s", mode, strings.Join(before, "\n"), strings.Join(after, "\n"))
		}
	}
}

// TestNoStore finds something else in the store's place, and leaves it as it is.
func TestNoStore(t *testing.T) {
	name := "gosnn-kept-" + strconv.Itoa(os.Geteuid())
	for _, c := range []struct {
		what string
		make func(path string) error
		want string
	}{
		{"file", func(path string) error { return os.WriteFile(path, nil, 0o600) }, "is not a folder"},
		{"link", func(path string) error { return errors.Join(os.Mkdir(path+"x", 0o700), os.Symlink(path+"x", path)) }, "is not a folder"},
		{"link inside", func(path string) error {
			return errors.Join(os.Mkdir(path+"x", 0o700), os.Symlink(filepath.Base(path)+"x", path))
		}, "is not a folder"},
		{"pipe", func(path string) error { return syscall.Mkfifo(path, 0o600) }, "is not a folder"},
		{"empty folder", func(path string) error { return os.Mkdir(path, 0o700) }, "is no store"},
		{"another cache", func(path string) error {
			return errors.Join(os.Mkdir(path, 0o700), os.WriteFile(filepath.Join(path, tagName), []byte(tag[:44]), 0o600))
		}, "is no store"},
		{"a store that others can write to", func(path string) error {
			s, err := Open(Config{Dir: filepath.Dir(path), Notebook: "n", Limit: 1})
			if err != nil {
				return err
			}
			s.Close()
			return os.Chmod(path, 0o770)
		}, "has mode 0770"},
	} {
		t.Run(c.what, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			if err := c.make(path); err != nil {
				t.Fatal(err)
			}
			before := tree(t, filepath.Dir(path))
			_, err := Open(Config{Dir: filepath.Dir(path), Notebook: "n", Limit: 1})
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), path) {
				t.Errorf("error %v, want that %s %s", err, path, c.want)
			}
			if after := tree(t, filepath.Dir(path)); !slices.Equal(before, after) {
				t.Errorf("before %q, after %q", before, after)
			}
		})
	}
}

// TestSwapped has the folder above the store replaced, after the store was opened, by one with a store of the same form.
func TestSwapped(t *testing.T) {
	above := t.TempDir()
	dir, foreign := filepath.Join(above, "dir"), filepath.Join(above, "foreign")
	other := open(t, Config{Dir: foreign})
	put(t, other, "spikes", key1, "foreign")
	put(t, other, "more", key1, "foreign")
	s := open(t, Config{Dir: dir})
	put(t, s, "spikes", key1, "mine")
	if err := errors.Join(os.Rename(dir, dir+"-away"), os.Rename(foreign, dir)); err != nil {
		t.Fatal(err)
	}
	before := tree(t, dir)
	for name, want := range map[string]string{"spikes": "mine", "more": "", "new": ""} {
		v, err := s.Get(name, key1)
		if err != nil {
			t.Fatal(err)
		}
		var text []byte
		if v != nil {
			if text, err = v.dir.ReadFile("0"); err != nil {
				t.Fatal(err)
			}
			v.Close()
		}
		if string(text) != want {
			t.Errorf("%s: %q, want %q", name, text, want)
		}
	}
	s.Remember("memory", []byte("x"))
	d, err := s.New(Meta{Name: "new", Key: key1})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Commit(nil); err != nil {
		t.Fatal(err)
	}
	if err := s.ForgetAll(); err != nil {
		t.Fatal(err)
	}
	if after := tree(t, dir); !slices.Equal(before, after) {
		t.Errorf("the foreign store held %q, and holds %q", before, after)
	}
}

// TestOtherUser lets another user, the first, prepare what the second one opens in a folder that both can write to.
func TestOtherUser(t *testing.T) {
	const first, second = 64001, 64002
	run := func(user int, dir string) string {
		t.Helper()
		out, _ := process(t, user, "keep", dir).Output()
		return strings.TrimSpace(string(out))
	}
	t.Run("each has a store", func(t *testing.T) {
		dir := public(t)
		if a, b := run(first, dir), run(second, dir); a != "kept" || b != "kept" {
			t.Errorf("%s, and %s", a, b)
		}
	})
	name := "gosnn-kept-" + strconv.Itoa(second)
	for what, prepare := range map[string]func(dir, path string) error{
		"a store of the other's": func(dir, path string) error {
			if got := run(first, dir); got != "kept" {
				return errors.New(got)
			}
			return os.Rename(filepath.Join(dir, "gosnn-kept-"+strconv.Itoa(first)), path)
		},
		"a link to the own thesis": func(dir, path string) error {
			thesis := filepath.Join(dir, "thesis")
			return errors.Join(os.Mkdir(thesis, 0o700), os.WriteFile(filepath.Join(thesis, "new"), nil, 0o600), os.Chown(thesis, second, second),
				os.Symlink(thesis, path), os.Lchown(path, first, first))
		},
		"a link to the own store": func(dir, path string) error {
			if got := run(second, dir); got != "kept" {
				return errors.New(got)
			}
			return errors.Join(os.Rename(path, path+"-away"), os.Symlink(path+"-away", path), os.Lchown(path, first, first))
		},
		"a pipe": func(dir, path string) error {
			return errors.Join(syscall.Mkfifo(path, 0o666), os.Chown(path, first, first))
		},
	} {
		t.Run(what, func(t *testing.T) {
			dir := public(t)
			path := filepath.Join(dir, name)
			process(t, second, "", "") // or skip
			if err := prepare(dir, path); err != nil {
				t.Fatal(err)
			}
			before := tree(t, dir)
			if got := run(second, dir); !strings.Contains(got, "belongs to another user") && !strings.Contains(got, "is not a folder") {
				t.Errorf("the second user got %q", got)
			}
			if after := tree(t, dir); !slices.Equal(before, after) {
				t.Errorf("before %q, after %q", before, after)
			}
		})
	}
}
