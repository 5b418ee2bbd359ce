package setup

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// another is the number of a user who is none here.
const another = 54321

// TestCheckOwners has folders that other users can change.
func TestCheckOwners(t *testing.T) {
	for _, c := range []struct {
		name, says string
		root       bool // whether only root can make the case
		make       func(t *testing.T, h Home) error
	}{
		{"its own", "", false, func(t *testing.T, h Home) error { return os.Mkdir(h.Dir, 0o755) }},
		{"not there yet", "", false, func(t *testing.T, h Home) error { return nil }},
		{"for all to write", "by all users", false, func(t *testing.T, h Home) error { return mkdir(h.Dir, 0o777) }},
		{"like /tmp itself", "by all users", false, func(t *testing.T, h Home) error { return mkdir(h.Dir, 0o777|os.ModeSticky) }},
		{"in a folder for all", "by all users", false, func(t *testing.T, h Home) error { return os.Chmod(h.Root, 0o777) }},
		{"in a folder like /tmp", "", false, func(t *testing.T, h Home) error { return os.Chmod(h.Root, 0o777|os.ModeSticky) }},
		{"another user's", "another user (54321)", true, func(t *testing.T, h Home) error {
			return first(mkdir(h.Dir, 0o755), os.Chown(h.Dir, another, another))
		}},
		{"in another user's", "another user (54321)", true, func(t *testing.T, h Home) error {
			up := filepath.Join(h.Root, "theirs")
			return first(mkdir(up, 0o755), os.Chown(up, another, another), os.Symlink(up, h.Dir))
		}},
		{"a group's", "by a group", true, func(t *testing.T, h Home) error {
			return first(mkdir(h.Dir, 0o775), os.Chown(h.Dir, 0, another))
		}},
		{"another user's link", "another user (54321)", true, func(t *testing.T, h Home) error {
			to := filepath.Join(h.Root, "mine")
			return first(mkdir(to, 0o755), os.Symlink(to, h.Dir), os.Lchown(h.Dir, another, another))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.root && os.Geteuid() != 0 {
				t.Skip("only root can give a folder away")
			}
			h := testHome(t)
			if err := c.make(t, h); err != nil {
				t.Fatal(err)
			}
			err := h.claim()
			if (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
}

// TestPrepared has another user prepare a home: links in it to files of ours, under the names that set-up writes.
func TestPrepared(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root can give a folder away")
	}
	h := testHome(t)
	mine := filepath.Join(h.Root, "mine")
	write(t, mine, "mine")
	write(t, h.path(markFile), mark{h.Dir, h.Root}.String())
	for _, name := range []string{"root", "root.part", "setup.log", "lock", "linker", "linker.part", markFile + ".part"} {
		if err := os.Symlink(mine, h.path(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := first(os.Chown(h.Dir, another, another), os.Chmod(h.Dir, 0o777)); err != nil {
		t.Fatal(err)
	}
	if err := h.Setup(t.Context(), os.Stderr, Options{}); err == nil || !strings.Contains(err.Error(), "another user") {
		t.Errorf("set-up in it: %v", err)
	}
	if got := read(t, mine); got != "mine" {
		t.Errorf("the file is now %q", got)
	}
}

// mkdir makes a folder with that mode, whatever the umask is.
func mkdir(dir string, mode os.FileMode) error {
	return first(os.Mkdir(dir, 0o755), os.Chmod(dir, mode))
}

// first returns the first error that is one.
func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// TestUmask has a user whose umask lets all write.
func TestUmask(t *testing.T) {
	h := testHome(t)
	defer syscall.Umask(syscall.Umask(0))
	if err := h.claim(); err != nil {
		t.Fatal(err)
	}
	if err := h.checkOwners(h.Dir); err != nil {
		t.Error(err)
	}
}
