package main

import (
	"os"
	"syscall"
)

// process is a program that runs.
type process interface {
	pid() int
	signal(syscall.Signal) // to it and to what it has started
	wait() syscall.WaitStatus
}

// launch starts the program at path. Its environment and folder are the stub's.
func launch(path string, args []string, stdin, stdout, stderr *os.File) (process, error) {
	p, err := os.StartProcess(path, args, &os.ProcAttr{Files: []*os.File{stdin, stdout, stderr}})
	if err != nil {
		return nil, err
	}
	return child{p}, nil
}

// child is a process that the stub itself has started.
type child struct{ *os.Process }

func (c child) pid() int { return c.Pid }

func (c child) signal(s syscall.Signal) {
	for _, pid := range descendants(c.Pid) {
		_ = syscall.Kill(pid, s)
	}
	_ = c.Signal(s)
}

func (c child) wait() syscall.WaitStatus {
	state, err := c.Wait()
	if err != nil {
		return syscall.WaitStatus(notStarted << 8)
	}
	return state.Sys().(syscall.WaitStatus)
}
