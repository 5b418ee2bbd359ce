//go:build unix

package tensorfile_test

import (
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"gosnn/snn/tensorfile"
)

// A named pipe, which nobody writes, is refused and not waited for.
func TestPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for name, read := range map[string]func(string) error{
		"ReadNpy":         func(p string) error { _, err := tensorfile.ReadNpy(p); return err },
		"ReadNpz":         func(p string) error { _, err := tensorfile.ReadNpz(p); return err },
		"ReadSafetensors": func(p string) error { _, _, err := tensorfile.ReadSafetensors(p); return err },
		"Names":           func(p string) error { _, err := tensorfile.Names(p); return err },
	} {
		if err := read(pipe); err == nil || !strings.Contains(err.Error(), "a named pipe") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
