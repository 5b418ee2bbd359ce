package front

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// startWithParent starts a command that ends with this process, however that ends. The system knows a parent by its thread, which
// therefore waits, too.
func startWithParent(cmd *exec.Cmd) (ended <-chan error, err error) {
	started, waited := make(chan error), make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGTERM}
		err := cmd.Start()
		started <- err
		if err == nil {
			waited <- cmd.Wait()
		}
	}()
	return waited, <-started
}

// endWithParent has the system kill the program that this thread becomes when the process that started it ends.
func endWithParent() error {
	parent := os.Getppid()
	if _, _, e := syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0); e != 0 {
		return e
	}
	if os.Getppid() != parent { // it has ended just before
		return syscall.ESRCH
	}
	return nil
}

// ownSession begins a session of this process and what it starts, and reports whether it could. Linux shares processors out among
// sessions, of which each kernel is one, and looks at the priorities of processes within a session only.
func ownSession() bool {
	group, err := syscall.Getpgid(os.Getppid())
	if err != nil || syscall.Setpgid(0, group) != nil { // who leads a group of processes cannot begin a session
		return false
	}
	if _, err := syscall.Setsid(); err != nil {
		_ = syscall.Setpgid(0, 0)
		return false
	}
	return true
}

// setSessionPriority has this process's session take what others take at 0, where more want a processor, and a tenth of that at 10.
func setSessionPriority(nice int) {
	for range 20 { // one such change in a tenth of a second is allowed on a machine
		if !errors.Is(os.WriteFile("/proc/self/autogroup", fmt.Append(nil, nice), 0), syscall.EAGAIN) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// mentioning returns processes of this user's whose command line names a folder.
func mentioning(folder string) (pids []int) {
	files, _ := filepath.Glob("/proc/[0-9]*/cmdline")
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(text, []byte(folder)) {
			continue
		}
		if info, err := os.Stat(filepath.Dir(file)); err != nil || !own(info) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(file))); err == nil && pid != os.Getpid() {
			pids = append(pids, pid)
		}
	}
	return pids
}

// children returns the processes that a process has started, by name.
func children(pid int) map[int]string {
	found := map[int]string{}
	files, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, file := range files {
		text, _ := os.ReadFile(file)
		for _, word := range strings.Fields(string(text)) {
			n, err := strconv.Atoi(word)
			if err != nil {
				continue
			}
			line, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", n))
			name, _, _ := bytes.Cut(line, []byte{0})
			found[n] = filepath.Base(string(name))
		}
	}
	return found
}
