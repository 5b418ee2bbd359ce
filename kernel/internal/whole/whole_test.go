package whole

import (
	"os"
	"path/filepath"
	"testing"
)

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	aside, file := filepath.Join(dir, "aside"), filepath.Join(dir, "file")
	if err := Write(file, []byte("one"), aside, ".new-"); err == nil {
		t.Error("writes aside where there is no folder")
	}
	if err := os.Mkdir(aside, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{"one", "the second", ""} {
		if err := Write(file, []byte(content), aside, ".new-"); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != content {
			t.Errorf("%q, %v; want %q", got, err, content)
		}
	}
	if info, err := os.Stat(file); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if err := Write(dir, []byte("x"), aside, ".new-"); err == nil {
		t.Error("writes in the place of a folder")
	}
	if left, err := os.ReadDir(aside); err != nil || len(left) != 0 {
		t.Errorf("left aside: %v, %v", left, err)
	}
}
