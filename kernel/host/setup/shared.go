package setup

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gosnn/kernel/host/buildcache"
)

// A class shares a home that none of its users may write to. The kernel's go command sees that by itself (package gocmd) and builds by
// package buildcache; here is the same for programs that are run by [Home.Command].

// writable reports whether this user may write to the home's build cache.
func (h Home) writable() bool {
	cache := h.path("go", "build")
	_, err := os.Stat(cache)
	return errors.Is(err, os.ErrNotExist) || buildcache.Writable(cache) // before set-up there is none
}

// CacheProgram is the command line by which the go command builds with a build cache that it may not write to.
func (h Home) CacheProgram() string { return Word(h.Kernel()) + " cache" }

// checkCache returns the build cache that is written to: the home's, or one of the user's own beside it.
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
