package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

var key1, key2 = strings.Repeat("1a", 32), strings.Repeat("2b", 32)

func open(t *testing.T, c Config) *Store {
	t.Helper()
	if c.Notebook == "" {
		c.Notebook = "/home/ada/tutorial 1.ipynb"
	}
	if c.Limit == 0 {
		c.Limit = DefaultLimit
	}
	s, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func put(t *testing.T, s *Store, name, key, content string) *Value {
	t.Helper()
	d, err := s.New(Meta{Name: name, Key: key, Made: time.Now()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Add("0", func(w io.Writer) error { _, err := io.WriteString(w, content); return err }); err != nil {
		t.Fatal(err)
	}
	if err := d.Commit([]Tensor{{File: 0, DType: 0, Shape: []int64{int64(len(content))}}}); err != nil {
		t.Fatal(err)
	}
	v, err := s.Get(name, key)
	if err != nil || v == nil {
		t.Fatalf("%s was put, but is not there: %v", name, err)
	}
	t.Cleanup(v.Close)
	return v
}

// path is where the value's i-th file is.
func (v *Value) path(i int) string { return filepath.Join(v.dir.Name(), v.Files[i].Name) }

// path is where something in the store is.
func (s *Store) path(name string) string { return filepath.Join(s.root.Name(), name) }

// get returns a value's content, or "" if it is not there.
func get(t *testing.T, s *Store, name, key string) string {
	t.Helper()
	m, err := s.Get(name, key)
	if err != nil {
		t.Fatal(err)
	}
	if m == nil {
		return ""
	}
	defer m.Close()
	data, err := os.ReadFile(m.path(0))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestPutGet(t *testing.T) {
	root := filepath.Join(t.TempDir(), "kept")
	s := open(t, Config{Dir: root})
	put(t, s, "spikes", key1, "one")
	put(t, s, "spikes", key2, "two")
	again := open(t, Config{Dir: root})
	if a, b := get(t, again, "spikes", key1), get(t, again, "spikes", key2); a != "one" || b != "two" {
		t.Errorf("got %q and %q", a, b)
	}
	if got := get(t, s, "other", key1); got != "" {
		t.Errorf("a value that was never put: %q", got)
	}
	if m := put(t, s, "spikes", key1, "one"); m.Bytes() != 3 {
		t.Errorf("putting it again: %d bytes", m.Bytes())
	}
	other := open(t, Config{Dir: root, Notebook: "/home/ada/other/tutorial 1.ipynb"})
	if got := get(t, other, "spikes", key1); got != "" {
		t.Errorf("another notebook sees %q", got)
	}
}

// TestPrivate makes sure that nobody else can enter a folder or read a file, also with the umask that hides nothing.
func TestPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "folders")
	defer syscall.Umask(syscall.Umask(0))
	s := open(t, Config{Dir: dir, Alive: "/"})
	put(t, s, "spikes", key1, "one")
	s.Remember("memory", []byte("x"))
	if _, err := s.Lock("spikes", key2); err != nil {
		t.Fatal(err)
	}
	if _, err := s.New(Meta{Name: "half", Key: key1}); err != nil {
		t.Fatal(err)
	}
	err := filepath.WalkDir(filepath.Dir(dir), func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestHalf leaves values unfinished: failed and discarded.
func TestHalf(t *testing.T) {
	s := open(t, Config{Dir: t.TempDir()})
	d, err := s.New(Meta{Name: "spikes", Key: key1})
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("broken")
	if _, err := d.Add("0", func(w io.Writer) error { io.WriteString(w, "on"); return broken }); !errors.Is(err, broken) {
		t.Errorf("error %v, want the writer's own", err)
	}
	if got := get(t, s, "spikes", key1); got != "" {
		t.Errorf("an unfinished value is there: %q", got)
	}
	d.Discard()
	if left, _ := os.ReadDir(s.path("new")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestForget(t *testing.T) {
	s := open(t, Config{Dir: t.TempDir()})
	put(t, s, "spikes", key1, "one")
	put(t, s, "spikes", key2, "two")
	put(t, s, "spikes2", key1, "three")
	if err := s.Forget("spikes", "none"); !errors.Is(err, ErrNone) || get(t, s, "spikes", key1) == "" {
		t.Errorf("error %v, want ErrNone and nothing removed", err)
	}
	if err := s.Forget("../spikes"); !errors.Is(err, ErrName) {
		t.Errorf("error %v, want ErrName", err)
	}
	if err := s.Forget("spikes"); err != nil {
		t.Fatal(err)
	}
	list, err := s.List()
	if err != nil || len(list) != 1 || list[0].Name != "spikes2" {
		t.Errorf("left %v, %v", list, err)
	}
	if err := s.ForgetAll(); err != nil {
		t.Fatal(err)
	}
	if list, _ := s.List(); len(list) != 0 {
		t.Errorf("left %v", list)
	}
}

// TestRestart opens a store as kernels do that are started one after the other.
func TestRestart(t *testing.T) {
	root := t.TempDir()
	put(t, open(t, Config{Dir: root, Session: "gonb_1", Clear: true}), "spikes", key1, "one")
	for _, c := range []struct {
		name, session string
		clear         bool
		want          string
	}{
		{"the same kernel", "gonb_1", true, "one"},
		{"another kernel keeps", "gonb_2", false, "one"},
		{"another kernel clears", "gonb_3", true, ""},
	} {
		if got := get(t, open(t, Config{Dir: root, Session: c.session, Clear: c.clear}), "spikes", key1); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestTogether lets several cells write, read and forget the same values at once.
func TestTogether(t *testing.T) {
	root := t.TempDir()
	content := strings.Repeat("spike", 20_000)
	var computed sync.Map
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			s := open(t, Config{Dir: root})
			for _, key := range []string{key1, key2} {
				unlock, err := s.Lock("spikes", key)
				if err != nil {
					t.Error(err)
					return
				}
				if got := get(t, s, "spikes", key); got == "" {
					if _, twice := computed.LoadOrStore(key, true); twice {
						t.Error("computed twice")
					}
					put(t, s, "spikes", key, content)
				} else if got != content {
					t.Errorf("%d bytes", len(got))
				}
				unlock()
			}
		})
	}
	wg.Wait()
	for range 4 { // without locks, as after a cell was killed
		wg.Go(func() {
			s := open(t, Config{Dir: root})
			for range 20 {
				d, err := s.New(Meta{Name: "spikes", Key: key1})
				if err != nil {
					t.Error(err)
					return
				}
				if _, err := d.Add("0", func(w io.Writer) error { _, err := io.WriteString(w, content); return err }); err != nil {
					t.Error(err)
				}
				_ = d.Commit([]Tensor{{Shape: []int64{100_000}}})
				if v, err := s.Get("spikes", key1); err != nil {
					t.Error(err)
				} else if v != nil {
					if data, err := v.dir.ReadFile("0"); err == nil && string(data) != content {
						t.Errorf("%d bytes", len(data))
					}
					v.Close()
				}
				_ = s.Forget("spikes")
			}
		})
	}
	wg.Wait()
}

func TestArguments(t *testing.T) {
	for _, c := range []Config{
		{Dir: "relative", Notebook: "n", Limit: 1},
		{Dir: t.TempDir(), Limit: 1},
		{Dir: t.TempDir(), Notebook: "n"},
		{Dir: "/dev/null/x", Notebook: "n", Limit: 1},
	} {
		if _, err := Open(c); err == nil {
			t.Errorf("Open(%+v): no error", c)
		}
	}
	s := open(t, Config{Dir: t.TempDir()})
	for _, name := range []string{"", ".hidden", "a/b", "../a", "a\x00b", "ä", strings.Repeat("a", 101)} {
		if _, err := s.Get(name, key1); !errors.Is(err, ErrName) {
			t.Errorf("Get(%q): error %v, want ErrName", name, err)
		}
		if _, err := s.New(Meta{Name: name, Key: key1}); !errors.Is(err, ErrName) {
			t.Errorf("New(%q): error %v, want ErrName", name, err)
		}
		if _, err := s.Lock(name, key1); !errors.Is(err, ErrName) {
			t.Errorf("Lock(%q): error %v, want ErrName", name, err)
		}
	}
	for _, key := range []string{"", "1a", strings.Repeat("zz", 32), "../" + key1[3:]} {
		if _, err := s.Get("a", key); err == nil {
			t.Errorf("Get with key %q: no error", key)
		}
	}
}

// BenchmarkGet finds a value of 40 MB whose files are as they were.
func BenchmarkGet(b *testing.B) {
	s, err := Open(Config{Dir: b.TempDir(), Notebook: "n", Limit: DefaultLimit})
	if err != nil {
		b.Fatal(err)
	}
	d, err := s.New(Meta{Name: "spikes", Key: key1})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := d.Add("0", func(w io.Writer) error { _, err := w.Write(make([]byte, 40<<20)); return err }); err != nil {
		b.Fatal(err)
	}
	if err := d.Commit(nil); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		v, err := s.Get("spikes", key1)
		if err != nil || v == nil {
			b.Fatal(v, err)
		}
		v.Close()
	}
}
