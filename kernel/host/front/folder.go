package front

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"gosnn/kernel/host/stub/protocol"
)

// prefix begins the names of fronts' folders.
const prefix = "gosnn-front-"

// longest is how long a folder's path may be: a socket's path has at most 104 bytes on macOS, and 108 on Linux.
const longest = 80

// newFolder makes a folder that nobody else may enter, for sockets, and its lock, which is to stay open as long as the folder is in use: the
// system drops it with this process. Folders of fronts that were killed are removed, with those of their GoNBs.
func newFolder() (dir string, lock *os.File, err error) {
	at := os.TempDir()
	if len(at)+len(prefix)+12 > longest {
		at = "/tmp"
	}
	sweep(at)
	for range 10 { // another front, which sweeps, may hold the new lock for a moment, and remove the folder
		if dir, err = os.MkdirTemp(at, prefix); err != nil {
			return "", nil, err
		}
		name := filepath.Join(dir, "lock")
		if lock, err = os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600); err != nil {
			continue
		}
		if err = syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err == nil {
			if _, err = os.Stat(name); err == nil {
				return dir, lock, nil
			}
		}
		lock.Close()
	}
	return "", nil, err
}

// sweep removes what fronts that have ended left.
func sweep(at string) {
	dirs, _ := filepath.Glob(filepath.Join(at, prefix+"*"))
	for _, dir := range dirs {
		info, err := os.Lstat(dir)
		if err != nil || !info.IsDir() || !own(info) {
			continue
		}
		lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|syscall.O_NOFOLLOW, 0)
		if err != nil {
			continue // of one that is just beginning
		}
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
			remove(dir)
		}
		lock.Close()
	}
}

// own reports whether a file is this user's.
func own(info os.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Getuid()
}

// remove removes a front's folder and its GoNB's, and ends what a GoNB that was killed leaves behind: a program, the compiler.
func remove(dir string) error {
	gonb := gonbFolder(dir)
	if gonb != "" {
		for _, pid := range mentioning(gonb) {
			signalAll(pid, syscall.SIGKILL)
		}
	}
	err := os.RemoveAll(dir)
	if gonb != "" {
		err = errors.Join(err, os.RemoveAll(gonb))
	}
	return err
}

// signalAll sends a signal to a process and to what it has started, to these first.
func signalAll(pid int, s syscall.Signal) {
	for child := range children(pid) {
		signalAll(child, s)
	}
	_ = syscall.Kill(pid, s)
}

// gonbFolder is GoNB's folder, as the kernel's go command wrote it down, or "".
func gonbFolder(dir string) string {
	text, err := os.ReadFile(filepath.Join(dir, protocol.Folder))
	name := string(text)
	if err != nil || !filepath.IsAbs(name) || !strings.HasPrefix(filepath.Base(name), "gonb_") {
		return ""
	}
	if info, err := os.Lstat(name); err != nil || !info.IsDir() || !own(info) {
		return ""
	}
	return name
}
