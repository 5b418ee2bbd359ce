package setup

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestMakeFlags wants make to build gosnn-kernel by the flags that set-up builds by: by others, the go command would compile all that
// both have twice.
func TestMakeFlags(t *testing.T) {
	h, err := Find()
	if err != nil {
		t.Fatal(err)
	}
	want := "\nflags := " + testHome(t).goFlags(false) + "\n"
	if !strings.Contains(read(t, filepath.Join(h.Root, "Makefile")), want) {
		t.Errorf("the Makefile has no line %q", want)
	}
}
