package hot

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestCompile compiles cells in several folders. What comes from the build cache is, byte by byte, what the compiler gives for that
// folder, and the compiler is asked whenever the cache may not be.
func TestCompile(t *testing.T) {
	h := *find(t)
	dir := t.TempDir()
	cache, runs := filepath.Join(dir, "cache"), filepath.Join(dir, "runs")
	t.Setenv("GOCACHE", cache)
	t.Setenv("GOCACHEPROG", "")
	compiler := filepath.Join(dir, "compile")
	if err := os.WriteFile(compiler, fmt.Appendf(nil, "#!/bin/sh\necho >>%s\nexec %s \"$@\"\n", runs, h.Plan.Compile[0]), 0o700); err != nil {
		t.Fatal(err)
	}
	h.Plan.Compile = slices.Concat([]string{compiler}, h.Plan.Compile[1:])
	const cell = "package main\n\nimport _ \"gosnn/kernel\"\n\nfunc main() { panic(\"no spike\") }\n"
	damage := func() {
		entries, err := filepath.Glob(filepath.Join(cache, "*", "*-d"))
		if err != nil || len(entries) == 0 {
			t.Fatal("nothing is kept", err)
		}
		for _, file := range entries {
			if err := os.WriteFile(file, []byte("damaged"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	remove := func() {
		if err := os.RemoveAll(cache); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name, folder, source string
		before               func()
		runs                 int // of the compiler
	}{
		{"first", "first", cell, nil, 1},
		{"again", "first", cell, nil, 0},
		{"another folder", "third", cell, nil, 0},
		{"a folder with a longer name", "fourth", cell, nil, 1},
		{"another cell", "first", strings.Replace(cell, "no spike", "one spike", 1), nil, 1},
		{"a long name", strings.Repeat("long", 20), cell, nil, 1},
		{"another long name", strings.Repeat("name", 20), cell, nil, 0},
		{"a folder that the compiler's flag cannot name", "fi;st", cell, nil, 1},
		{"damaged", "third", cell, damage, 1},
		{"mended", "first", cell, nil, 0},
		{"removed", "first", cell, remove, 1},
		{"no folder", "first", cell, func() { remove(); t.Setenv("GOCACHE", filepath.Join(compiler, "cache")) }, 1},
	} {
		if c.before != nil {
			c.before()
		}
		program := &Cell{Dir: filepath.Join(dir, c.folder), Keeps: true, source: []byte(c.source)}
		if err := os.MkdirAll(filepath.Join(program.Dir, workFolder), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(program.Dir, "main.go"), program.source, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(runs); err != nil {
			t.Fatal(err)
		}
		archive := filepath.Join(program.Dir, workFolder, "main.a")
		if err := h.compile(program, archive); err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		got, err := os.ReadFile(archive)
		if err != nil {
			t.Fatal(err)
		}
		if lines, _ := os.ReadFile(runs); len(lines) != c.runs {
			t.Errorf("%s: the compiler ran %d times, want %d", c.name, len(lines), c.runs)
		}
		if err := h.runCompiler(program, archive, ""); err != nil {
			t.Fatal(err)
		}
		if want, err := os.ReadFile(archive); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, which are not the %d of the compiler: %v", c.name, len(got), len(want), err)
		}
	}
}
