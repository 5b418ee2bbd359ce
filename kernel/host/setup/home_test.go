package setup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// testHome is an empty home of a small source tree.
func testHome(t *testing.T) Home {
	t.Helper()
	root := t.TempDir()
	write(t, filepath.Join(root, "go.mod"), "module gosnn\n\ngo 1.26\n")
	write(t, filepath.Join(root, "go.sum"), "a hash\n")
	return Home{Dir: filepath.Join(root, ".gosnn"), Root: root}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := writeFile(name, content); err != nil {
		t.Fatal(err)
	}
}

// script makes a program of a shell script.
func script(t *testing.T, name, text string) {
	t.Helper()
	write(t, name, "#!/bin/sh\n"+text)
	if err := os.Chmod(name, 0o755); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestFind(t *testing.T) {
	h := testHome(t)
	t.Setenv("GOSNN_HOME", "")
	t.Chdir(h.Root)
	if got, err := Find(); err != nil || got != h {
		t.Errorf("in the tree: %v, %v, want %v", got, err, h)
	}
	deep := filepath.Join(h.Root, "notebooks", "ko")
	if err := os.MkdirAll(deep, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Chdir(deep)
	if got, err := Find(); err != nil || got != h {
		t.Errorf("deep in the tree: %v, %v, want %v", got, err, h)
	}
	t.Chdir(t.TempDir())
	if got, err := Find(); err == nil || !strings.Contains(err.Error(), "GOSNN_HOME") {
		t.Errorf("outside of any tree: %v, %v, want an error that names GOSNN_HOME", got, err)
	}
	write(t, h.path(markFile), mark{h.Dir, h.Root}.String())
	t.Setenv("GOSNN_HOME", h.Dir)
	if got, err := Find(); err != nil || got != h {
		t.Errorf("outside, by GOSNN_HOME: %v, %v, want %v", got, err, h)
	}
	for _, bad := range []string{"a:b", "a,b", "a$b", `a"b`, "a'b", "a\nb", "$(touch x)"} {
		t.Setenv("GOSNN_HOME", filepath.Join(h.Root, bad))
		t.Chdir(h.Root)
		if got, err := Find(); err == nil {
			t.Errorf("GOSNN_HOME %q gives %v, want an error", bad, got)
		}
	}
	t.Setenv("GOSNN_HOME", h.Dir)
	t.Setenv("LIBTORCH", "/opt/$HOME")
	if got, err := Find(); err == nil || !strings.Contains(err.Error(), "LIBTORCH") {
		t.Errorf("LIBTORCH with a dollar sign gives %v, %v", got, err)
	}
	t.Setenv("LIBTORCH", "libtorch")
	if got, err := Find(); err != nil || got.Libtorch() != filepath.Join(h.Root, "libtorch") {
		t.Errorf("LIBTORCH relative to %s is %s, %v", h.Root, got.Libtorch(), err)
	}
	t.Setenv("LIBTORCH", "")
	t.Setenv("GOSNN_HOME", filepath.Join(h.Root, "mit Leerzeichen, nein"))
	if _, err := Find(); err == nil {
		t.Error("a comma in GOSNN_HOME is taken")
	}
	t.Setenv("GOSNN_HOME", filepath.Join(h.Root, "집 mit Leerzeichen"))
	if got, err := Find(); err != nil || filepath.Base(got.Dir) != "집 mit Leerzeichen" {
		t.Errorf("spaces and letters beyond ASCII: %v, %v", got, err)
	}
}
