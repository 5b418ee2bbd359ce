package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"

	"gosnn/kernel/host/hot/client"
)

// process is a program that runs.
type process interface {
	pid() int
	signal(syscall.Signal) // to it and to what it has started
	wait() syscall.WaitStatus
}

// launch starts the program at path. Its environment and folder are the stub's. A hot cell is started by a zygote; without one it
// is linked first, and then a program as any other.
func launch(path string, args []string, stdin, stdout, stderr *os.File) (process, error) {
	if client.IsImage(path) {
		cell, err := client.Start(client.Program{Image: path, Args: args, Dir: ".", Env: os.Environ(), Stream: [3]*os.File{stdin, stdout, stderr}})
		if err == nil {
			return hotCell{cell}, nil
		}
		if lerr := link(path); lerr != nil {
			return nil, fmt.Errorf("%w; %w", err, lerr)
		}
	}
	p, err := os.StartProcess(path, args, &os.ProcAttr{Files: []*os.File{stdin, stdout, stderr}})
	if err != nil {
		return nil, err
	}
	return child{p}, nil
}

// link has gosnn-kernel, which lies beside the stub, make a program of a hot cell.
func link(path string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	out, err := exec.Command(filepath.Join(filepath.Dir(self), "gosnn-kernel"), "hot", "link", path).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// signalAll sends a signal to processes.
func signalAll(pids []int, s syscall.Signal) {
	for _, pid := range pids {
		_ = syscall.Kill(pid, s)
	}
}

// child is a process that the stub itself has started.
type child struct{ *os.Process }

func (c child) pid() int { return c.Pid }

// signal reaches a shell before the command that it waits for: the shell then ends as well, and does not go on.
func (c child) signal(s syscall.Signal) {
	all := descendants(c.Pid)
	_ = c.Signal(s)
	signalAll(all, s)
}

func (c child) wait() syscall.WaitStatus {
	state, err := c.Wait()
	if err != nil {
		return syscall.WaitStatus(notStarted << 8)
	}
	return state.Sys().(syscall.WaitStatus)
}

// hotCell is a process that a zygote has started for the stub.
type hotCell struct{ *client.Cell }

func (c hotCell) pid() int { return c.PID() }

func (c hotCell) signal(s syscall.Signal) {
	all := descendants(c.PID())
	c.Signal(s)
	signalAll(all, s)
}

func (c hotCell) wait() syscall.WaitStatus { return c.Wait() }
