package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// outside are names that lead out of a folder, or that no file can have.
var outside = []string{"", ".", "..", "../x", "../../x", "a/../../x", "/etc/passwd", `..\x`, "x\x00", "x\x00/../y", "x\n", "~", "$HOME", "x@y", "*", "ä",
	strings.Repeat("x", 101), strings.Repeat("x", 5000), ".hidden"}

// TestNamesStayInside gives such names to all that takes one, and finds no file but the store's own.
func TestNamesStayInside(t *testing.T) {
	root := filepath.Join(t.TempDir(), "store")
	s := open(t, Config{Dir: root})
	put(t, s, "spikes", key1, "one")
	before := tree(t, filepath.Dir(root))
	d, err := s.New(Meta{Name: "x", Key: key1})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range outside {
		_, get := s.Get(name, key1)
		_, add := s.New(Meta{Name: name, Key: key1})
		_, lock := s.Lock(name, key1)
		_, file := d.Add(name, nil)
		for what, err := range map[string]error{"Get": get, "New": add, "Lock": lock, "Forget": s.Forget(name), "Add": file} {
			if !errors.Is(err, ErrName) {
				t.Errorf("%s of %.20q: %v, want ErrName", what, name, err)
			}
		}
		if len(name) != 64 {
			_, get = s.Get("spikes", name)
			_, add = s.New(Meta{Name: "spikes", Key: name})
			_, lock = s.Lock("spikes", name)
			if get == nil || add == nil || lock == nil {
				t.Errorf("the key %.20q is taken: %v, %v, %v", name, get, add, lock)
			}
		}
		s.Remember(name, []byte("memory"))
		if data, ok := s.Recall(name); ok && string(data) != "memory" {
			t.Errorf("the memory of %.20q is %.20q", name, data)
		}
	}
	d.Discard()
	after := slices.DeleteFunc(tree(t, filepath.Dir(root)), func(path string) bool { return filepath.Base(filepath.Dir(path)) == "memo" })
	if !slices.Equal(before, after) {
		t.Errorf("files before %q, after %q", before, after)
	}
}

// TestFilesStayInside has a description whose file leads out of the value's folder.
func TestFilesStayInside(t *testing.T) {
	for _, name := range outside {
		data, err := encodeMeta(&Meta{Name: "spikes", Key: key1, Files: []File{{Name: name, Size: 1}}})
		if err != nil {
			t.Fatal(err)
		}
		if m, err := decodeMeta(data); err == nil {
			t.Errorf("a file named %.20q is taken: %v", name, m.Files)
		}
	}
}

// TestLinks plants links to things outside in a store. None of them is read, written, removed or given another time.
func TestLinks(t *testing.T) {
	dir := t.TempDir()
	root, far := filepath.Join(dir, "store"), filepath.Join(dir, "far")
	s := open(t, Config{Dir: root, Limit: 10})
	other := open(t, Config{Dir: filepath.Join(far, "store")})
	value := put(t, other, "spikes", key1, "secret")
	if err := os.WriteFile(other.path(other.dir+"/alive"), []byte(host()+"\n/nowhere"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := tree(t, far)
	info, err := os.Stat(filepath.Join(value.dir.Name(), usedName))
	if err != nil {
		t.Fatal(err)
	}
	link := func(to, from string) {
		t.Helper()
		if err := errors.Join(os.RemoveAll(from), os.Symlink(to, from)); err != nil {
			t.Fatal(err)
		}
	}
	mine := s.path(s.dir + "/kept/spikes@" + key1)
	for what, plant := range map[string]func(){
		"the value": func() { link(value.dir.Name(), mine) },
		"its description": func() {
			put(t, s, "spikes", key1, "mine")
			link(filepath.Join(value.dir.Name(), metaName), filepath.Join(mine, metaName))
		},
		"its last check": func() {
			put(t, s, "spikes", key1, "mine")
			link(filepath.Join(value.dir.Name(), usedName), filepath.Join(mine, usedName))
		},
		"a file of it": func() { put(t, s, "spikes", key1, "mine"); link(value.path(0), filepath.Join(mine, "0")) },
	} {
		plant()
		if got := get(t, s, "spikes", key1); got != "" {
			t.Errorf("%s is a link: %q is read", what, got)
		}
	}
	made := filepath.Join(far, "made")
	link(made, s.path(s.dir+"/lock/spikes@"+key1))
	if unlock, err := s.Lock("spikes", key1); err == nil {
		unlock()
		t.Error("a link is taken for a lock")
	}
	// A notebook's folder that is a link: neither a sweep nor the limit goes there.
	link(other.path(other.dir), s.path("notebooks/linked"))
	s.sweep()
	link(other.path(other.dir), s.path("notebooks/linked"))
	put(t, s, "large", key1, "0123456789")
	if err := s.ForgetAll(); err != nil {
		t.Fatal(err)
	}
	if after := tree(t, far); !slices.Equal(before, after) {
		t.Errorf("outside there were %q, and are %q", before, after)
	}
	if now, err := os.Stat(filepath.Join(value.dir.Name(), usedName)); err != nil || !now.ModTime().Equal(info.ModTime()) {
		t.Errorf("the file outside has another time: %v", err)
	}
}

// TestPipesAndHoles has pipes in the place of what lies in a store, and files of a terabyte that are holes: none is waited for or read, and
// what was kept is used or damaged.
func TestPipesAndHoles(t *testing.T) {
	hole := func(path string) error {
		return errors.Join(os.WriteFile(path, nil, 0o600), os.Truncate(path, 1<<40))
	}
	value := "kept/spikes@" + key1
	for _, name := range []string{tagName, "memo/key", "new.lock", "new/half", "new/half/" + usedName, "session", "notebook", "alive",
		"lock/spikes@" + key1, "kept/other@" + key1, value + "/" + metaName, value + "/" + usedName, value + "/0"} {
		for what, plant := range map[string]func(path string) error{"pipe": func(path string) error { return syscall.Mkfifo(path, 0o600) }, "hole": hole} {
			t.Run(name+" "+what, func(t *testing.T) {
				c := Config{Dir: t.TempDir(), Notebook: "n", Session: "1", Limit: 10}
				s := open(t, c)
				put(t, s, "spikes", key1, "one")
				s.Remember("key", []byte("x"))
				path := s.path(name)
				if parent, _, _ := strings.Cut(name, "/"); parent != "memo" && parent != "new" && name != tagName && name != "new.lock" {
					path = s.path(s.dir + "/" + name)
				}
				if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.RemoveAll(path), plant(path)); err != nil {
					t.Fatal(err)
				}
				s, err := Open(c)
				if name == tagName {
					if err == nil || !strings.Contains(err.Error(), "is no store") {
						t.Errorf("error %v", err)
					}
					return
				}
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				if unlock, err := s.Lock("spikes", key1); err == nil {
					unlock()
				}
				if got := get(t, s, "spikes", key1); got != "one" && (got != "" || !strings.HasPrefix(name, value)) {
					t.Errorf("kept: %q", got)
				}
				if data, ok := s.Recall("key"); ok && string(data) != "x" {
					t.Errorf("remembered: %d bytes", len(data))
				}
				s.sweep()
				s.makeRoom(10, "")
				if _, err := s.List(); err != nil {
					t.Error(err)
				}
				if err := s.ForgetAll(); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// tree lists the files and folders below a folder.
func tree(t *testing.T, dir string) (paths []string) {
	t.Helper()
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, _ fs.DirEntry, err error) error {
		paths = append(paths, path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}
