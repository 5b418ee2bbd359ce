package lecture

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// The README shows the figures of the committed notebooks, each small.
func TestPictures(t *testing.T) {
	folder := t.TempDir()
	if err := WritePictures(dir, folder); err != nil {
		t.Fatalf("%v. What to do: make notebooks", err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pictures {
		want, err := os.ReadFile(filepath.Join(folder, p.file))
		if err != nil {
			t.Fatal(err)
		}
		committed, err := os.ReadFile(filepath.Join(root, "docs", "pictures", p.file))
		if err != nil || !bytes.Equal(committed, want) {
			t.Errorf("docs/pictures/%s is not the figure of the notebook (%v). What to do: make notebooks", p.file, err)
		}
		if len(committed) > 256<<10 {
			t.Errorf("%s has %d bytes", p.file, len(committed))
		}
		if !bytes.Contains(readme, []byte("docs/pictures/"+p.file)) {
			t.Errorf("README.md does not show %s", p.file)
		}
	}
}
