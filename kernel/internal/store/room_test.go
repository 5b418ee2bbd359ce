package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

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
	if get(t, other, "c", key1) == "" {
		t.Error("a value was dropped for one that does not fit at all")
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
