package setup

import (
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// nobody owns, inside of a container, what belongs to users that the container does not know. Nobody logs in by that name.
const nobody = 65534

// checkOwners refuses a folder that another user could change, or replace by another: one that is not this user's, or that others
// may write to, or with such a folder above it. Root is trusted, and who owns the source tree, as their code runs anyway.
func (h Home) checkOwners(dir string) error {
	trusted := []uint32{uint32(os.Geteuid()), 0}
	if info, err := os.Stat(h.Root); err == nil {
		trusted = append(trusted, info.Sys().(*syscall.Stat_t).Uid)
	}
	real, err := filepath.EvalSymlinks(dir)
	if os.IsNotExist(err) {
		real, err = dir, nil
	}
	if err != nil {
		return err
	}
	// A link's own owner counts for both paths; most are the same.
	for _, path := range []string{dir, real} {
		for up, last := path, ""; up != last; up, last = filepath.Dir(up), up {
			if err := checkOwner(up, up == path, trusted); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkOwner is [Home.checkOwners] for one folder, or link, of a path. The path's own end must not be writable for a group either.
func checkOwner(path string, end bool, trusted []uint32) error {
	info, err := os.Lstat(path)
	if os.IsNotExist(err) {
		return nil // it will be made
	}
	if err != nil {
		return err
	}
	stat := info.Sys().(*syscall.Stat_t)
	if !slices.Contains(trusted, stat.Uid) && (end || stat.Uid != nobody) {
		return fmt.Errorf("%s belongs to another user (%s)", path, name(stat.Uid))
	}
	mode := info.Mode()
	switch {
	case mode.Type() == fs.ModeSymlink, mode&fs.ModeSticky != 0 && !end: // in a folder such as /tmp, others' entries are safe
		return nil
	case mode.Perm()&0o002 != 0:
		return fmt.Errorf("%s may be written to by all users: chmod go-w %[1]s", path)
	case end && mode.Perm()&0o020 != 0 && !private(stat):
		return fmt.Errorf("%s may be written to by a group of users: chmod go-w %[1]s", path)
	}
	return nil
}

// private reports whether a folder's group is one that its owner has alone, by the name that systems give such groups.
func private(stat *syscall.Stat_t) bool {
	group, err := user.LookupGroupId(strconv.Itoa(int(stat.Gid)))
	return err == nil && group.Name == name(stat.Uid)
}

// name is a user's name, or else number.
func name(uid uint32) string {
	id := strconv.Itoa(int(uid))
	if u, err := user.LookupId(id); err == nil {
		return u.Username
	}
	return id
}

// checkFolder is [Home.checkOwners] for all that programs of this module's are built from.
func (h Home) checkFolder() (string, error) {
	for _, dir := range []string{h.Dir, h.Bin(), h.path("go", "build"), h.modules()} {
		if err := h.checkOwners(dir); err != nil {
			return "", err
		}
	}
	return h.Dir, nil
}
