package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMakeLeavesFolders has make set up in, and remove, folders that are not homes of gosnn: it changes nothing in them.
func TestMakeLeavesFolders(t *testing.T) {
	for name, entry := range map[string]string{"a thesis": "thesis.tex", "a file named root": "root", "programs": "bin/gosnn-kernel",
		"a folder for a mark": ".gosnn-home/file"} {
		dir := t.TempDir()
		file := filepath.Join(dir, entry)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte("#!/bin/sh\nrm -r "+dir), 0o755); err != nil {
			t.Fatal(err)
		}
		for _, target := range []string{"clean", "setup", "doctor"} {
			if out, err := makeIn(t, dir, target); err == nil || !strings.Contains(out, "no home of gosnn") {
				t.Errorf("%s: make %s: %v\n%s", name, target, err, out)
			}
		}
		left, err := os.ReadDir(dir)
		if _, gone := os.Stat(file); err != nil || gone != nil || len(left) != 1 {
			t.Errorf("%s: left are %v, %v, %v", name, left, err, gone)
		}
	}
	if out, err := makeIn(t, "/", "clean"); err == nil {
		t.Errorf("make clean of /: %s", out)
	}
}
