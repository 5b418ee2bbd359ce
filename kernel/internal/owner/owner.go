// Package owner knows which folders another user could change, or replace by others.
//
// Who may write to a folder may rename what is in it, and put something else in its place: a folder is as safe as all folders above it. It
// is what sshd's StrictModes looks at, but that a group may write to folders above, as it may in images where a home directory is a group's.
package owner

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// nobody owns, inside of a container, what belongs to users that the container does not know. Nobody logs in by that name.
const nobody = 65534

// mostLinks may be on a path, as in Linux.
const mostLinks = 40

// Check refuses a folder, by its absolute path, that is not this user's, or that others or a group may write to, or with such a folder above
// it, see [CheckAbove]. What is not there yet is right. Other users may be trusted; root is.
func Check(dir string, trusted ...uint32) error {
	return check(dir, trusted, func(path string, info fs.FileInfo, stat *syscall.Stat_t) error {
		switch {
		case info.Mode().Perm()&0o002 != 0:
			return fmt.Errorf("%s may be written to by all users: chmod go-w %[1]s", path)
		case info.Mode().Perm()&0o020 != 0 && !private(stat):
			return fmt.Errorf("%s may be written to by a group of users: chmod go-w %[1]s", path)
		}
		return nil
	})
}

// CheckAbove refuses an absolute path if another user may rename or replace what is on it before its end: each folder above, and that of
// each link, belongs to this user, root or one who is trusted, and not all may write to it, but if it is sticky, as /tmp is.
func CheckAbove(path string, trusted ...uint32) error { return check(path, trusted, nil) }

// check goes along a path, links included. Where end is nil, the path's own end counts for nothing.
func check(path string, trusted []uint32, end func(string, fs.FileInfo, *syscall.Stat_t) error) error {
	trusted = append([]uint32{0, uint32(os.Geteuid())}, trusted...)
	if !filepath.IsAbs(path) {
		return fmt.Errorf("%q is no absolute path", path)
	}
	at, rest := "/", strings.Split(path, "/")
	for links := 0; ; {
		for len(rest) > 0 && (rest[0] == "" || rest[0] == ".") {
			rest = rest[1:]
		}
		info, err := os.Lstat(at)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // it will be made
		}
		if err != nil {
			return err
		}
		stat := info.Sys().(*syscall.Stat_t)
		link, last := info.Mode().Type() == fs.ModeSymlink, len(rest) == 0
		if last && !link && end == nil {
			return nil
		}
		if !slices.Contains(trusted, stat.Uid) && (last || stat.Uid != nobody) {
			return fmt.Errorf("%s belongs to another user (%s)", at, name(stat.Uid))
		}
		switch {
		case link:
			to, err := os.Readlink(at)
			if err != nil {
				return err
			}
			if links++; links > mostLinks {
				return fmt.Errorf("%s: %w", path, syscall.ELOOP)
			}
			if at = filepath.Dir(at); filepath.IsAbs(to) {
				at = "/"
			}
			rest = append(strings.Split(to, "/"), rest...)
		case last:
			return end(at, info, stat)
		case info.Mode().Perm()&0o002 != 0 && info.Mode()&fs.ModeSticky == 0:
			return fmt.Errorf("%s may be written to by all users: chmod go-w %[1]s", at)
		}
		if !link {
			at, rest = filepath.Join(at, rest[0]), rest[1:] // no link is before a "..", and what it leads to is looked at again
		}
	}
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
