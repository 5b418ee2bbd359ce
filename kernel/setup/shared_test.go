package setup

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestShimShared has a home that belongs to somebody else. Folders that are not there stand for those that cannot be written
// to, as root can write to any.
func TestShimShared(t *testing.T) {
	dir, own := t.TempDir(), t.TempDir()
	shim := filepath.Join(dir, "shim")
	script(t, shim, strings.TrimPrefix(goShim, "#!/bin/sh\n"))
	script(t, filepath.Join(dir, "go"), `echo "$* by $GOCACHEPROG"; [ "$1" != get ]`)
	const program = "'/opt/go snn/bin/gosnn-kernel' cache"
	const missing = "A module is missing, and /nonesuch/mod, where it would be, belongs to somebody else.\n" +
		"What to do: ask them to run `/opt/go snn/bin/gosnn-kernel run go mod download MODULE@latest`, and run the cell again.\n"
	for _, c := range []struct{ name, cache, modules, call, want string }{
		{"one's own", own, own, "list", "list by \n"},
		{"shared", "/nonesuch", own, "list", "list by " + program + "\n"},
		{"shared, a cell", "/nonesuch", own, "build -o cell", "build -o cell by " + program + "\n"},
		{"one's own, a module is missing", own, own, "get", "get by \n"},
		{"shared, a module is missing", "/nonesuch", "/nonesuch/mod", "get", "get by " + program + "\n" + missing},
	} {
		t.Run(c.name, func(t *testing.T) {
			cmd := command([]string{"GOSNN_GO=" + filepath.Join(dir, "go"), "GOSNN_HOME=/opt/go snn", "GOCACHEPROG=",
				"GOCACHE=" + c.cache, "GOMODCACHE=" + c.modules}, shim, strings.Fields(c.call)...)
			if out, err := cmd.CombinedOutput(); string(out) != c.want || (err == nil) == strings.HasPrefix(c.call, "get") {
				t.Errorf("%v, it prints\n%swant\n%s", err, out, c.want)
			}
		})
	}
}

func TestCheckCache(t *testing.T) {
	h := testHome(t)
	if found, err := h.checkCache(); err == nil {
		t.Errorf("a home without a cache has %s", found)
	}
	if !h.writable() {
		t.Error("a home that is not there yet cannot be written to")
	}
	const digits = "0123456789abcdef"
	for _, a := range digits {
		for _, b := range digits {
			if err := os.MkdirAll(h.path("go", "build", string(a)+string(b)), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
	if found, err := h.checkCache(); err != nil || found != h.path("go", "build") {
		t.Errorf("%q, %v", found, err)
	}
	if os.Geteuid() == 0 {
		return // root may write to any folder
	}
	if err := os.Chmod(h.path("go", "build"), 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(h.path("go", "build"), 0o755) // or it cannot be removed
	t.Setenv("XDG_CACHE_HOME", "")
	t.Setenv("HOME", t.TempDir())
	if found, err := h.checkCache(); err != nil || !strings.Contains(found, "which you share") {
		t.Errorf("%q, %v", found, err)
	}
	if env := h.Command("true").Env; env[len(env)-1] != "GOCACHEPROG="+h.cacheProgram() {
		t.Errorf("the last variable is %s", env[len(env)-1])
	}
	t.Setenv("HOME", h.path("go", "build"))
	if found, err := h.checkCache(); err == nil {
		t.Errorf("without a place of its own: %s", found)
	}
}
