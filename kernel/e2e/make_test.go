package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestMakeLeavesFolders has make set up in, and remove, folders that are not homes of gosnn: it changes nothing in them.
func TestMakeLeavesFolders(t *testing.T) {
	t.Parallel()
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

// TestMakeOddHomes has make take the name of a home as it is: no part of it is a command, a variable or an option, and what cannot be a home
// is refused before anything is made.
func TestMakeOddHomes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	own := filepath.Join(dir, "user")
	err := errors.Join(os.Symlink("loop", filepath.Join(dir, "loop")), os.Symlink("none", filepath.Join(dir, "nowhere")), os.Mkdir(own, 0o755))
	if err != nil {
		t.Fatal(err)
	}
	makeIn := func(home, target string) (string, error) {
		cmd := makeCommand(t, home, target)
		cmd.Env = append(cmd.Env, "HOME="+own)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	entries := func() string {
		t.Helper()
		list, err := filepath.Glob(filepath.Join(dir, "*"))
		inner, err2 := filepath.Glob(filepath.Join(dir, "*", "*"))
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		return strings.Join(append(list, inner...), "\n")
	}
	before := entries()
	for home, says := range map[string]string{
		"a/home": "absolute path", "~/home": "absolute path", "-x": "absolute path", ".": "absolute path",
		dir + "/a:b": "a dollar sign", dir + "/$HOME": "a dollar sign", dir + "/$(touch " + dir + "/made)": "a dollar sign", dir + "/it's": "a quote",
		dir + `/"x`: "a quote", dir + "/a\nb": "a line break", dir + "/loop": "may write to", dir + "/nowhere": "may write to", own: "your home directory",
	} {
		if out, err := makeIn(home, "own-home"); err == nil || !strings.Contains(out, says) {
			t.Errorf("%q: %v, want %q\n%s", home, err, says, out)
		}
	}
	for _, home := range []string{dir + "/loop", dir + "/nowhere", own} {
		if out, err := makeIn(home, "clean"); err == nil {
			t.Errorf("make clean of %q: %s", home, out)
		}
	}
	if after := entries(); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	for _, name := range []string{"`touch made`", "a;touch made", "two words", "&"} {
		home := filepath.Join(dir, "good", name)
		if out, err := makeIn(home, "own-home"); err != nil {
			t.Errorf("%q: %v\n%s", home, err, out)
		}
		if _, err := os.Stat(filepath.Join(home, ".gosnn-home")); err != nil {
			t.Error(err)
		}
	}
}
