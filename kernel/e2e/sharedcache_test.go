package e2e

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sharedCache is a build cache for a class. It has the entries of the home's, but other tests write to that one.
type sharedCache struct {
	dir     string
	entries map[string]string      // content by name; the name of an output (-d) says it
	outputs map[string]os.FileInfo // as they were
}

// newSharedCache makes one that cannot be written to (by root it can).
func newSharedCache(t testing.TB) *sharedCache {
	t.Helper()
	h, from := home(t), environment(t, "GOCACHE")
	dir, err := os.MkdirTemp(h.Dir, "class-") // where links to the home's files can be
	if err != nil {
		t.Fatal(err)
	}
	c := &sharedCache{dir, map[string]string{}, map[string]os.FileInfo{}}
	t.Cleanup(func() {
		c.protect(t, 0o755)
		os.RemoveAll(dir)
	})
	for i := range 256 {
		part := fmt.Sprintf("%02x", i)
		if err := os.Mkdir(filepath.Join(dir, part), 0o755); err != nil {
			t.Fatal(err)
		}
		files, err := os.ReadDir(filepath.Join(from, part))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if f.Type().IsRegular() { // a folder holds a program that `go run` has linked
				c.add(t, from, filepath.Join(part, f.Name()))
			}
		}
	}
	c.add(t, from, "README") // or the go command writes it
	c.protect(t, 0o555)
	return c
}

// add adds a file, but outputs as links: there are gigabytes of them.
func (c *sharedCache) add(t testing.TB, from, name string) {
	t.Helper()
	if strings.HasSuffix(name, "-d") {
		err := os.Link(filepath.Join(from, name), filepath.Join(c.dir, name))
		if err == nil {
			c.outputs[name], err = os.Lstat(filepath.Join(c.dir, name))
		}
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		return
	}
	content, err := os.ReadFile(filepath.Join(from, name))
	if err == nil {
		err = os.WriteFile(filepath.Join(c.dir, name), content, 0o444)
	}
	if os.IsNotExist(err) { // another test's go command may just have trimmed it
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	c.entries[name] = string(content)
}

func (c *sharedCache) protect(t testing.TB, mode os.FileMode) {
	t.Helper()
	dirs, err := filepath.Glob(filepath.Join(c.dir, "??"))
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range append(dirs, c.dir) {
		if err := os.Chmod(dir, mode); err != nil {
			t.Fatal(err)
		}
	}
}

// unchanged wants each file as it was, byte for byte, and no other.
func (c *sharedCache) unchanged(t testing.TB) {
	t.Helper()
	for name, want := range c.entries {
		if content, err := os.ReadFile(filepath.Join(c.dir, name)); err != nil || string(content) != want {
			t.Errorf("in the shared build cache, %s was %q and is %q, %v", name, want, content, err)
		}
	}
	for name, was := range c.outputs {
		file := filepath.Join(c.dir, name)
		now, err := os.Lstat(file)
		if err == nil && now.Size() == was.Size() && now.ModTime().Equal(was.ModTime()) {
			continue
		}
		// Another test's go command may have noted that it has used the file. The name of an output is its SHA-256.
		if sum, err := sumOf(file); err != nil || sum+"-d" != filepath.Base(name) {
			t.Errorf("in the shared build cache, %s has the SHA-256 %s, %v", name, sum, err)
		}
	}
	files, err := filepath.Glob(filepath.Join(c.dir, "??", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name, err := filepath.Rel(c.dir, file)
		if _, output := c.outputs[name]; err != nil || !output && !has(c.entries, name) {
			t.Errorf("the class has written %s to the shared build cache", name)
		}
	}
	if !t.Failed() {
		t.Logf("the shared build cache: %d files, unchanged", len(files))
	}
}

func has(m map[string]string, key string) bool { _, ok := m[key]; return ok }

func sumOf(file string) (string, error) {
	f, err := os.Open(file)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return hex.EncodeToString(sum.Sum(nil)), err
}
