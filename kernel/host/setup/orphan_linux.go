package setup

import (
	"os/exec"
	"runtime"
	"syscall"
)

// noOrphan has the system end a program when this process is killed, so that the next set-up does not find one at work. The system
// takes the end of the thread that starts the program for that: the thread is this goroutine's until done is called.
func noOrphan(cmd *exec.Cmd) (done func()) {
	runtime.LockOSThread()
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
	return runtime.UnlockOSThread
}
