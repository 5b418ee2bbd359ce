package display

import (
	"os"

	"golang.org/x/sys/unix"
)

// unread reports whether a pipe holds bytes that its reader has not taken.
func unread(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeNamedPipe == 0 {
		return false
	}
	n := 0
	if c, err := f.SyscallConn(); err == nil {
		_ = c.Control(func(fd uintptr) { n, err = unix.IoctlGetInt(int(fd), unix.TIOCINQ) })
	}
	return n > 0
}
