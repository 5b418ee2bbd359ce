//go:build unix

package dataset

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A named pipe, which nobody writes, is refused and not waited for.
func TestPipe(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "train-images")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), syscall.Mkfifo(filepath.Join(filepath.Dir(pipe), "train-labels"), 0o600)); err != nil {
		t.Skip(err)
	}
	for name, read := range map[string]func() error{
		"IdxFiles":  func() error { _, err := IdxFiles(pipe, pipe); return err },
		"MNIST":     func() error { _, err := MNIST(Folder(filepath.Dir(pipe))); return err },
		"OpenImage": func() error { _, err := OpenImage(pipe); return err },
	} {
		if err := read(); err == nil || !strings.Contains(err.Error(), "a named pipe") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
