package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

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
