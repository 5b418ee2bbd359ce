package store

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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
	defer syscall.Umask(syscall.Umask(0))
	dir := filepath.Join(t.TempDir(), "new", "folders")
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

// TestDamage changes a value's files in every way, with and without a hint in its size and time.
func TestDamage(t *testing.T) {
	file := func(m *Value) string { return m.path(0) }
	write := func(path string, b []byte) error { return os.WriteFile(path, b, 0o600) }
	for _, c := range []struct {
		name   string
		damage func(m *Value) error
	}{
		{"byte changed, times set back", func(m *Value) error {
			info, err := os.Stat(file(m))
			if err != nil {
				return err
			}
			time.Sleep(20 * time.Millisecond) // more than a tick of the file system's clock
			return errors.Join(write(file(m), []byte("onE")), os.Chtimes(file(m), info.ModTime(), info.ModTime()))
		}},
		{"byte changed, before a start of the machine", func(m *Value) error {
			return errors.Join(write(file(m), []byte("onE")), os.Remove(filepath.Join(m.dir.Name(), usedName)))
		}},
		{"truncated", func(m *Value) error { return os.Truncate(file(m), 2) }},
		{"emptied", func(m *Value) error { return os.Truncate(file(m), 0) }},
		{"longer", func(m *Value) error { return write(file(m), []byte("ones")) }},
		{"replaced by another file", func(m *Value) error {
			return errors.Join(os.Remove(file(m)), write(file(m), []byte("two")))
		}},
		{"file removed", func(m *Value) error { return os.Remove(file(m)) }},
		{"link to a file outside", func(m *Value) error {
			outside := filepath.Join(filepath.Dir(m.dir.Name()), "..", "outside")
			return errors.Join(write(outside, []byte("one")), os.Remove(file(m)), os.Symlink(outside, file(m)))
		}},
		{"description removed", func(m *Value) error { return os.Remove(filepath.Join(m.dir.Name(), metaName)) }},
		{"description half written", func(m *Value) error { return os.Truncate(filepath.Join(m.dir.Name(), metaName), 40) }},
		{"description changed", func(m *Value) error {
			path := filepath.Join(m.dir.Name(), metaName)
			data, err := os.ReadFile(path)
			return errors.Join(err, write(path, bytes.Replace(data, []byte(`"Size":3`), []byte(`"Size":2`), 1)))
		}},
		{"description of another value", func(m *Value) error {
			other := *m
			other.Key = key2
			data, err := encodeMeta(&other.Meta)
			return errors.Join(err, write(filepath.Join(m.dir.Name(), metaName), data))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := open(t, Config{Dir: t.TempDir()})
			m := put(t, s, "spikes", key1, "one")
			if got := get(t, s, "spikes", key1); got != "one" {
				t.Fatalf("before: %q", got)
			}
			if err := c.damage(m); err != nil {
				t.Fatal(err)
			}
			if got := get(t, s, "spikes", key1); got != "" {
				t.Errorf("trusted: %q", got)
			}
			put(t, s, "spikes", key1, "one")
			if got := get(t, s, "spikes", key1); got != "one" {
				t.Errorf("after it was put again: %q", got)
			}
		})
	}
}

// TestTouched makes sure that a value whose files have new times but the same content is checked and kept.
func TestTouched(t *testing.T) {
	s := open(t, Config{Dir: t.TempDir()})
	m := put(t, s, "spikes", key1, "one")
	now := time.Now().Add(time.Hour)
	if err := os.Chtimes(m.path(0), now, now); err != nil {
		t.Fatal(err)
	}
	if got := get(t, s, "spikes", key1); got != "one" {
		t.Errorf("got %q", got)
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

func TestEvict(t *testing.T) {
	root := t.TempDir()
	s := open(t, Config{Dir: root, Limit: 10_000})
	other := open(t, Config{Dir: root, Notebook: "other", Limit: 10_000})
	content := strings.Repeat("x", 3000)
	for i, name := range []string{"a", "b"} {
		m := put(t, s, name, key1, content)
		used := time.Now().Add(time.Duration(i-10) * time.Hour)
		if err := os.Chtimes(filepath.Join(m.dir.Name(), usedName), used, used); err != nil {
			t.Fatal(err)
		}
	}
	get(t, s, "a", key1) // now b is the one that was not used for longest
	put(t, other, "c", key1, content)
	var left []string
	for _, name := range []string{"a", "b"} {
		if get(t, s, name, key1) != "" {
			left = append(left, name)
		}
	}
	if get(t, other, "c", key1) == "" || !slices.Equal(left, []string{"a"}) {
		t.Errorf("left %v, want a and the other notebook's c", left)
	}
	d, err := s.New(Meta{Name: "large", Key: key1})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Discard()
	if _, err := d.Add("0", func(w io.Writer) error { _, err := w.Write(make([]byte, 10_001)); return err }); !errors.Is(err, ErrTooLarge) {
		t.Errorf("error %v, want ErrTooLarge", err)
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

// TestSweep removes what belonged to a kernel that is gone, when a notebook is opened for the first time.
func TestSweep(t *testing.T) {
	root, alive, ends := t.TempDir(), t.TempDir(), t.TempDir()
	gone := open(t, Config{Dir: root, Notebook: "kernel 1", Alive: ends})
	far := open(t, Config{Dir: root, Notebook: "kernel far away", Alive: ends})
	if err := far.note("alive", "another-machine\n"+ends); err != nil {
		t.Fatal(err)
	}
	stays := open(t, Config{Dir: root, Notebook: "kernel 2", Alive: alive})
	put(t, gone, "spikes", key1, "one")
	put(t, stays, "spikes", key1, "one")
	stays.Remember("old", nil)
	old := time.Now().AddDate(0, -2, 0)
	if err := os.Chtimes(stays.path("memo/old"), old, old); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(ends); err != nil {
		t.Fatal(err)
	}
	open(t, Config{Dir: root, Notebook: "kernel 3"})
	if _, err := os.Lstat(gone.path(gone.dir)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder of a kernel that is gone: %v", err)
	}
	if _, err := os.Lstat(far.path(far.dir)); err != nil {
		t.Errorf("the folder of another machine's kernel: %v", err)
	}
	if get(t, stays, "spikes", key1) != "one" {
		t.Error("the folder of a kernel that runs is gone")
	}
	if _, ok := stays.Recall("old"); ok {
		t.Error("an old memory is still there")
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

// FuzzMeta reads descriptions that anything may have written.
func FuzzMeta(f *testing.F) {
	good, err := encodeMeta(&Meta{Name: "spikes", Key: key1, Files: []File{{"0", 3, 7}}, Tensors: []Tensor{{File: 0, Shape: []int64{3}}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte("00000000\n{}"))
	f.Add([]byte("\n"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := decodeMeta(data)
		if err != nil {
			return
		}
		for _, file := range m.Files {
			if strings.ContainsRune(file.Name, filepath.Separator) || file.Size < 0 {
				t.Errorf("file %+v", file)
			}
		}
		for _, x := range m.Tensors {
			if x.File >= len(m.Files) {
				t.Errorf("tensor in file %d of %d", x.File, len(m.Files))
			}
		}
	})
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
