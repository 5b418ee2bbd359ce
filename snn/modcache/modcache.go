// Package modcache finds Go's module cache, where the go command keeps published modules.
package modcache

import (
	"cmp"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/module"
)

// Dir returns the folder of the module cache, as `go env GOMODCACHE` does, but for what `go env -w` has set.
func Dir() string {
	if dir := os.Getenv("GOMODCACHE"); dir != "" {
		return dir
	}
	home, _ := os.UserHomeDir() // without one, the caller finds no folder
	gopath := cmp.Or(os.Getenv("GOPATH"), filepath.Join(home, "go"))
	return filepath.Join(filepath.SplitList(gopath)[0], "pkg", "mod")
}

// Folder returns the folder that a module, path@version, has in a module cache. The version may be a pattern of
// [filepath.Glob].
func Folder(cache, mod string) string {
	path, version, _ := strings.Cut(mod, "@")
	escaped, err := module.EscapePath(path)
	if err != nil {
		escaped = path // no module of that name was ever published
	}
	return filepath.Join(cache, filepath.FromSlash(escaped)+"@"+version)
}
