package setup

import (
	"os"
	"strings"
	"testing"
)

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
	if env := h.Command("true").Env; env[len(env)-1] != "GOCACHEPROG="+h.CacheProgram() {
		t.Errorf("the last variable is %s", env[len(env)-1])
	}
	t.Setenv("HOME", h.path("go", "build"))
	if found, err := h.checkCache(); err == nil {
		t.Errorf("without a place of its own: %s", found)
	}
}
