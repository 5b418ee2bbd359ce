package setup

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// files are all entries below a folder with their modes and, of files, their content.
func files(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		all.WriteString(path + " " + info.Mode().String() + "\n")
		if d.Type().IsRegular() {
			all.WriteString(read(t, path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// TestClaim has set-up in its own folders, new, known and moved.
func TestClaim(t *testing.T) {
	h := testHome(t)
	for range 2 {
		if err := h.claim(); err != nil {
			t.Fatal(err)
		}
		write(t, h.path("setup.log"), "") // as set-up goes on
	}
	if m, err := readMark(h.Dir); err != nil || m != (mark{h.Dir, h.Root}) {
		t.Errorf("the mark is %+v, %v", m, err)
	}
	moved := Home{Dir: filepath.Join(h.Root, "moved"), Root: h.Root}
	if err := os.Rename(h.Dir, moved.Dir); err != nil {
		t.Fatal(err)
	}
	if err := moved.Remove(); err == nil || !strings.Contains(err.Error(), h.Dir) {
		t.Errorf("removes a home that was moved: %v", err)
	}
	if err := moved.claim(); err != nil {
		t.Error(err)
	}
	if err := moved.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(moved.Dir); !os.IsNotExist(err) {
		t.Errorf("after Remove: %v", err)
	}
	if err := moved.Remove(); err != nil {
		t.Errorf("a home that is not there: %v", err)
	}
}

// TestClaimRefuses has folders that are somebody's: neither set-up nor its removal changes anything in them.
func TestClaimRefuses(t *testing.T) {
	link := func(t *testing.T, to, name string) {
		if err := os.Symlink(to, name); err != nil {
			t.Fatal(err)
		}
	}
	for name, fill := range map[string]func(t *testing.T, h Home){
		"a thesis":            func(t *testing.T, h Home) { write(t, h.path("thesis.tex"), "years of work") },
		"a file named root":   func(t *testing.T, h Home) { write(t, h.path("root"), h.Root) },
		"programs":            func(t *testing.T, h Home) { write(t, h.path("bin", "mine"), ""); write(t, h.path("go", "mine.go"), "") },
		"another mark":        func(t *testing.T, h Home) { write(t, h.path(markFile), "mine\n") },
		"a mark with more":    func(t *testing.T, h Home) { write(t, h.path(markFile), mark{h.Dir, h.Root}.String()+"mine\n") },
		"an empty mark":       func(t *testing.T, h Home) { write(t, h.path(markFile), "") },
		"a folder for a mark": func(t *testing.T, h Home) { write(t, h.path(markFile, "file"), "") },
		"a link for a mark": func(t *testing.T, h Home) {
			write(t, h.path("thesis.tex"), "years of work")
			write(t, filepath.Join(h.Root, "mark"), mark{h.Dir, h.Root}.String())
			link(t, filepath.Join(h.Root, "mark"), h.path(markFile))
		},
		"a pipe for a mark": func(t *testing.T, h Home) {
			if err := os.Mkdir(h.Dir, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := syscall.Mkfifo(h.path(markFile), 0o644); err != nil {
				t.Fatal(err)
			}
		},
		"a home directory": func(t *testing.T, h Home) {
			write(t, h.path(markFile), mark{h.Dir, h.Root}.String())
			t.Setenv("HOME", h.Dir)
		},
		"a home directory within": func(t *testing.T, h Home) {
			write(t, h.path(markFile), mark{h.Dir, h.Root}.String())
			write(t, h.path("ada", "thesis.tex"), "years of work")
			t.Setenv("HOME", h.path("ada"))
		},
		"a link to nowhere": func(t *testing.T, h Home) { link(t, filepath.Join(h.Root, "nowhere"), h.Dir) },
	} {
		t.Run(name, func(t *testing.T) {
			h := testHome(t)
			fill(t, h)
			before := files(t, h.Root)
			if err := h.claim(); err == nil {
				t.Error("set-up takes it")
			}
			if err := h.Remove(); err == nil {
				t.Error("it is removed")
			}
			if after := files(t, h.Root); after != before {
				t.Errorf("before:\n%s\nafter:\n%s", before, after)
			}
		})
	}
	for _, dir := range []string{"/", "/.", "/usr", "/etc"} { // of the last two: not empty
		if err := (Home{Dir: dir, Root: t.TempDir()}).claim(); err == nil {
			t.Errorf("set-up takes %s", dir)
		}
		if err := (Home{Dir: dir, Root: t.TempDir()}).Remove(); err == nil {
			t.Fatalf("%s is removed", dir)
		}
	}
	h := testHome(t)
	for _, dir := range []string{h.Root, filepath.Dir(h.Root)} {
		write(t, filepath.Join(dir, markFile), mark{dir, h.Root}.String())
		if err := (Home{Dir: dir, Root: h.Root}).Remove(); err == nil || !strings.Contains(err.Error(), "source tree") {
			t.Fatalf("the source tree in %s: %v", dir, err)
		}
	}
}

// TestRemoveLinked has a home on another disk, to which a link leads.
func TestRemoveLinked(t *testing.T) {
	disk, h := t.TempDir(), testHome(t)
	if err := os.Symlink(filepath.Join(disk), h.Dir); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(h.Root, "thesis.tex"), "years of work")
	if err := h.claim(); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join(h.Root, "thesis.tex"), h.path("link")); err != nil {
		t.Fatal(err)
	}
	if err := h.Remove(); err != nil {
		t.Fatal(err)
	}
	for _, gone := range []string{disk, h.Dir} {
		if _, err := os.Lstat(gone); !os.IsNotExist(err) {
			t.Errorf("%s: %v", gone, err)
		}
	}
	read(t, filepath.Join(h.Root, "thesis.tex"))
	if err := os.Mkdir(disk, 0o755); err != nil { // for the test's own removal
		t.Fatal(err)
	}
}

// TestWriteFile has links in the place of a file, and of the name that an earlier version wrote to first.
func TestWriteFile(t *testing.T) {
	dir := t.TempDir()
	mine, file := filepath.Join(dir, "mine"), filepath.Join(dir, "home", "file")
	write(t, mine, "mine")
	if err := os.Mkdir(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{file, file + ".part"} {
		if err := os.Symlink(mine, name); err != nil {
			t.Fatal(err)
		}
	}
	defer syscall.Umask(syscall.Umask(0))
	if err := writeFile(file, "new"); err != nil || read(t, file) != "new" || read(t, mine) != "mine" {
		t.Errorf("%v; the file has %q, what a link named has %q", err, read(t, file), read(t, mine))
	}
	if info, err := os.Lstat(file); err != nil || info.Mode() != 0o644 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}
