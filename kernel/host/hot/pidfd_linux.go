package hot

import "golang.org/x/sys/unix"

// pidfd opens a process, as something that can be waited for.
func pidfd(pid int) (fd int, err error) { return unix.PidfdOpen(pid, 0) }
