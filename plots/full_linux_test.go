package plots

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFigureWriteFileFull writes to a disk without room: the error names the file and says so.
func TestFigureWriteFileFull(t *testing.T) {
	libraryFile(t)
	for _, name := range []string{"a.png", "a.svg", "a.html"} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.Symlink("/dev/full", file); err != nil {
			t.Fatal(err)
		}
		if err := smallRaster(t).WriteFile(file); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
