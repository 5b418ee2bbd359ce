package gocmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestOddPaths has the go command, this module and what a user gives to it in folders whose names a shell would take for commands.
func TestOddPaths(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a 'b' \"c\" $(touch made) `touch made`; touch made\ntouch made #")
	here := filepath.Join(dir, "here")
	// Each word that it is called with on a line of its own, line breaks in it as \n.
	script(t, filepath.Join(dir, "go"), `for word do printf '%s' "$word" | tr '\n' '\t'; echo; done >> calls`)
	write(t, filepath.Join(dir, "go.sum"), "a hash\n")
	write(t, filepath.Join(here, "main.go"), "package main\n")
	odd := "$(touch made)`touch made`;touch made"
	for _, c := range []struct {
		args []string
		want []string
	}{
		{[]string{"mod", "init", "gonb_" + odd}, []string{"mod", "init", "gonb_" + odd, "mod", "edit", "-require=gosnn@v0.0.0", "-replace=gosnn=" + dir}},
		{[]string{"get", odd}, []string{"get", odd}},
		{[]string{"build", "-o", odd, "-v"}, []string{"build", "-o", odd, "-v"}},
		{[]string{odd}, []string{odd}},
	} {
		os.Remove(filepath.Join(here, "calls"))
		cmd := kernelGo(t, here, []string{"GOSNN_GO=" + filepath.Join(dir, "go"), "GOSNN_ROOT=" + dir, "GOCACHE=" + dir, "GOMODCACHE=" + dir}, c.args...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%q: %v: %s", c.args, err, out)
		}
		got, err := os.ReadFile(filepath.Join(here, "calls"))
		if want := strings.ReplaceAll(strings.Join(c.want, "\x00"), "\n", "\t"); err != nil || strings.ReplaceAll(strings.TrimSpace(string(got)), "\n", "\x00") != want {
			t.Errorf("%q calls go with\n%q, want\n%q (%v)", c.args, got, want, err)
		}
	}
	err := filepath.WalkDir(filepath.Dir(dir), func(path string, d os.DirEntry, err error) error {
		if d.Name() == "made" {
			t.Errorf("a name was run as a command: %s", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
