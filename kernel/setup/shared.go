package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"gosnn/kernel/buildcache"
)

// A class shares a home that none of its users may write to. The kernel's go command sees that by itself (package gocmd) and builds by
// package buildcache; here is the same for programs that are run by [Home.Command].

// writable tells whether this user may write to the home's build cache.
func (h Home) writable() bool {
	const write = 2 // access(2)'s W_OK: it knows of read-only file systems, too
	err := syscall.Access(h.path("go", "build"), write)
	return err == nil || errors.Is(err, os.ErrNotExist) // before set-up there is none
}

// cacheProgram is the command line by which the go command builds with a build cache that it may not write to.
func (h Home) cacheProgram() string { return "'" + filepath.Join(h.Bin(), "gosnn-kernel") + "' cache" }

// checkCache tells which build cache is written to: the home's, or one of the user's own beside it.
func (h Home) checkCache() (string, error) {
	shared := h.path("go", "build")
	for i := range 256 { // of a folder that cannot be read, all is compiled anew
		if _, err := os.ReadDir(filepath.Join(shared, fmt.Sprintf("%02x", i))); err != nil {
			return "", err
		}
	}
	if h.writable() {
		return shared, nil
	}
	own := buildcache.UserLayers(shared).Own
	if err := os.MkdirAll(own, 0o700); err != nil {
		return "", fmt.Errorf("%s may be read but not written to, and a cache of your own: %w", shared, err)
	}
	return shared + ", which you share; what you build is in " + own, nil
}
