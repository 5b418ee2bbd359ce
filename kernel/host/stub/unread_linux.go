package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// unread returns how many bytes a pipe holds.
func unread(f *os.File) (n int) {
	if conn, err := f.SyscallConn(); err == nil {
		_ = conn.Control(func(fd uintptr) { n, err = unix.IoctlGetInt(int(fd), unix.TIOCINQ) })
	}
	return n
}
