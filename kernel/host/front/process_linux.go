package front

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
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
