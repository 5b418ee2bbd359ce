package owner

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// another is the number of a user who is none here.
const another = 54321

// place is a folder that is this user's up to the root, or sticky: where a test may make folders.
type place struct {
	t   *testing.T
	dir string
}

func (p place) path(name string) string { return filepath.Join(p.dir, name) }

// mkdir makes a folder with that mode, whatever the umask is.
func (p place) mkdir(name string, mode os.FileMode) {
	p.t.Helper()
	p.must(errors.Join(os.MkdirAll(p.path(name), 0o755), os.Chmod(p.path(name), mode)))
}

func (p place) link(to, name string) { p.t.Helper(); p.must(os.Symlink(to, p.path(name))) }

// give gives a file, not what a link leads to, to another user.
func (p place) give(name string) {
	p.t.Helper()
	if os.Geteuid() != 0 {
		p.t.Skip("only root can give a file away")
	}
	p.must(os.Lchown(p.path(name), another, another))
}

func (p place) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func TestCheckAbove(t *testing.T) {
	for _, c := range []struct {
		name, path, says string
		make             func(place)
	}{
		{"own", "a/b/end", "", func(p place) { p.mkdir("a/b/end", 0o755) }},
		{"not there", "a/b/end", "", func(p place) {}},
		{"writable end", "a/end", "", func(p place) { p.mkdir("a/end", 0o777) }},
		{"another's end", "a/end", "", func(p place) { p.mkdir("a/end", 0o755); p.give("a/end") }},
		{"group's", "a/end", "", func(p place) { p.mkdir("a", 0o775) }},
		{"sticky", "a/end", "", func(p place) { p.mkdir("a", 0o777|os.ModeSticky) }},
		{"all's", "a/end", "a may be written to by all users", func(p place) { p.mkdir("a", 0o777) }},
		{"all's, far above", "a/b/c/end", "a may be written to by all users", func(p place) { p.mkdir("a/b/c/end", 0o755); p.mkdir("a", 0o757) }},
		{"write-only", "a/end", "a may be written to by all users", func(p place) { p.mkdir("a", 0o702) }},
		{"another's", "a/end", "a belongs to another user (54321)", func(p place) { p.mkdir("a", 0o755); p.give("a") }},
		{"another's sticky", "a/end", "a belongs to another user (54321)", func(p place) { p.mkdir("a", 0o777|os.ModeSticky); p.give("a") }},
		{"another's in sticky", "a/b/end", "b belongs to another user (54321)", func(p place) {
			p.mkdir("a", 0o777|os.ModeSticky)
			p.mkdir("a/b", 0o755)
			p.give("a/b")
		}},
		{"link", "l/end", "", func(p place) { p.mkdir("a", 0o755); p.link("a", "l") }},
		{"link to nothing", "l/end", "", func(p place) { p.link("a/b", "l") }},
		{"link into all's", "l/end", "a may be written to by all users", func(p place) { p.mkdir("a/b", 0o755); p.mkdir("a", 0o777); p.link("a/b", "l") }},
		{"another's link", "l/end", "l belongs to another user (54321)", func(p place) { p.mkdir("a", 0o755); p.link("a", "l"); p.give("l") }},
		{"link by a link of all's", "l/end", "a may be written to by all users", func(p place) {
			p.mkdir("a", 0o777)
			p.mkdir("b", 0o755)
			p.link("../b", "a/m")
			p.link("a/m", "l")
		}},
		{"up from a link", "l/../end", "a may be written to by all users", func(p place) { p.mkdir("a/b", 0o755); p.mkdir("a", 0o777); p.link("a/b", "l") }},
		{"absolute link", "l/end", "a may be written to by all users", func(p place) { p.mkdir("a/b", 0o755); p.mkdir("a", 0o777); p.link(p.path("a/b"), "l") }},
		{"end is a link into all's", "l", "a may be written to by all users", func(p place) { p.mkdir("a/b", 0o755); p.mkdir("a", 0o777); p.link("a/b", "l") }},
		{"circle", "l/end", "too many levels", func(p place) { p.link("m", "l"); p.link("l", "m") }},
		{"file", "f/end", "not a directory", func(p place) { p.must(os.WriteFile(p.path("f"), nil, 0o644)) }},
		{"dots and slashes", ".//a/./b//../end/", "a may be written to by all users", func(p place) { p.mkdir("a/b", 0o755); p.mkdir("a", 0o777) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := place{t, t.TempDir()}
			c.make(p)
			if err := CheckAbove(p.dir + "/" + c.path); (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
		})
	}
	for _, path := range []string{"", "a/b", "~/a"} {
		if CheckAbove(path) == nil || Check(path) == nil {
			t.Errorf("%q is taken", path)
		}
	}
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name, says string
		mode       os.FileMode
		foreign    bool
	}{
		{"own", "", 0o755, false},
		{"all's", "by all users", 0o757, false},
		{"sticky", "by all users", 0o777 | os.ModeSticky, false},
		{"another's", "another user (54321)", 0o700, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := place{t, t.TempDir()}
			p.mkdir("a", c.mode)
			if c.foreign {
				p.give("a")
			}
			if err := Check(p.path("a")); (err == nil) != (c.says == "") || err != nil && !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want %q", err, c.says)
			}
			if c.foreign {
				if err := Check(p.path("a"), another); err != nil {
					t.Errorf("one who is trusted: %v", err)
				}
			}
		})
	}
	p := place{t, t.TempDir()}
	p.mkdir("a", 0o775)
	if os.Geteuid() == 0 {
		p.must(os.Chown(p.path("a"), 0, another))
		if err := Check(p.path("a")); err == nil || !strings.Contains(err.Error(), "by a group") {
			t.Errorf("a group's folder: %v", err)
		}
	}
	if err := Check("/"); err != nil && os.Geteuid() == 0 {
		t.Error(err)
	}
}

// TestUmask has a user whose umask lets all write: what is made without a thought is refused.
func TestUmask(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0))
	dir := filepath.Join(t.TempDir(), "a")
	if err := os.MkdirAll(filepath.Join(dir, "b"), 0o777); err != nil {
		t.Fatal(err)
	}
	if CheckAbove(filepath.Join(dir, "b")) == nil {
		t.Error("it is taken")
	}
}
