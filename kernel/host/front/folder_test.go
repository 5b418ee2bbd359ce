package front

import (
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"gosnn/kernel/host/stub/protocol"
)

// TestFolder makes many folders at once, as a class that begins does, and removes what one that has ended left, GoNB's folder too.
func TestFolder(t *testing.T) {
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	dead, gonb, other := filepath.Join(temp, prefix+"dead"), filepath.Join(temp, "gonb_dead"), filepath.Join(temp, "notes")
	for _, dir := range []string{dead, gonb, other} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"lock": "", protocol.Folder: gonb} {
		if err := os.WriteFile(filepath.Join(dead, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	dirs, locks := make([]string, 8), make([]*os.File, 8)
	for i := range dirs {
		all.Go(func() {
			dir, lock, err := newFolder()
			if err != nil {
				t.Error(err)
				return
			}
			dirs[i], locks[i] = dir, lock
		})
	}
	all.Wait()
	runtime.GC()
	sweep(temp) // removes none that is in use
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: %v, %v", dir, info, err)
		}
	}
	for _, dir := range []string{dead, gonb} {
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s is still there", dir)
		}
	}
	if _, err := os.Stat(other); err != nil {
		t.Error(err)
	}
	for _, lock := range locks {
		lock.Close()
	}
	sweep(temp)
	if left, _ := filepath.Glob(filepath.Join(temp, prefix+"*")); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
}

// TestGonbFolder removes no folder but GoNB's, whatever is written down.
func TestGonbFolder(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	for _, name := range []string{other, "gonb_x", "/", "", filepath.Join(other, "gonb_none")} {
		if err := os.WriteFile(filepath.Join(dir, protocol.Folder), []byte(name), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := gonbFolder(dir); got != "" {
			t.Errorf("%q is taken for GoNB's folder %q", name, got)
		}
	}
}
