// Package client runs a hot cell: it asks the zygote for a process.
//
// The zygote (see ../zygote/zygote.c) forks at a connection. The child reads the request, with the file descriptors of the cell's
// input, output, folder and image; the messages on the connection then are
//
//	failed N   from either: nothing of the cell has run, N is the reason (errno)
//	pid N      the child
//	started    from the child, as the last before the cell itself
//	ended N    its status, as of wait(2)
//
// The zygote kills the child when the connection ends, as the client's death ends it.
package client

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
)

// Where a cell's image says so, and where the zygote of the image's folder listens.
const (
	Magic  = "GOSNNHOT"
	Folder = ".gosnn-hot"
	Socket = "zygote"
)

const (
	failed  = 1
	started = 3
	pid     = 2
	ended   = 4

	run   = 1
	leave = 2
)

// IsImage reports whether a file is a hot cell.
func IsImage(name string) bool {
	f, err := os.Open(name)
	if err != nil {
		return false
	}
	defer f.Close()
	magic := make([]byte, len(Magic))
	_, err = io.ReadFull(f, magic)
	return err == nil && string(magic) == Magic
}

// Cell is a hot cell that runs.
type Cell struct {
	conn *net.UnixConn
	pid  int
	mu   sync.Mutex // of ended
	over bool
}

// Program is what to run, and how.
type Program struct {
	Image  string // whose folder is the zygote's
	Args   []string
	Dir    string      // to run in
	Env    []string    // NAME=value
	Stream [3]*os.File // input, output, errors
}

// Start has the zygote run a program. An error means that nothing of it has run.
func Start(p Program) (*Cell, error) {
	conn, err := Dial(filepath.Join(filepath.Dir(p.Image), Folder, Socket))
	if err != nil {
		return nil, err
	}
	c := &Cell{conn: conn}
	if err := c.start(p); err != nil {
		conn.Close()
		return nil, fmt.Errorf("zygote: %w", err)
	}
	return c, nil
}

// Dial connects to a socket, whose path may be longer than the system takes.
func Dial(name string) (*net.UnixConn, error) {
	dir, err := os.Open(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	short := fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), filepath.Base(name))
	return net.DialUnix("unix", nil, &net.UnixAddr{Name: short, Net: "unix"})
}

func (c *Cell) start(p Program) error {
	files := p.Stream[:]
	for _, name := range []string{p.Dir, p.Image} {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		files = append(files[:len(files):len(files)], f)
	}
	fds := make([]int, len(files))
	for i, f := range files {
		fds[i] = int(f.Fd())
	}
	strings := []byte(strings.Join(slices.Concat(p.Args, p.Env), "\x00") + "\x00")
	request := words(run, uint32(len(p.Args)), uint32(len(p.Env)), uint32(len(strings)))
	if _, _, err := c.conn.WriteMsgUnix(request, syscall.UnixRights(fds...), nil); err != nil {
		return err
	}
	if _, err := c.conn.Write(strings); err != nil {
		return err
	}
	for begun := false; !begun || c.pid == 0; {
		what, value, err := c.message()
		switch {
		case err != nil:
			return err
		case what == failed:
			return syscall.Errno(value)
		case what == pid:
			c.pid = value
		case what == started:
			begun = true
		case what == ended:
			if !begun {
				return errors.New("the child has ended before the cell began")
			}
			return errors.New("out of order")
		}
	}
	return nil
}

// message reads a message.
func (c *Cell) message() (what, value int, err error) {
	var b [8]byte
	if _, err := io.ReadFull(c.conn, b[:]); err != nil {
		return 0, 0, err
	}
	return int(binary.NativeEndian.Uint32(b[:])), int(int32(binary.NativeEndian.Uint32(b[4:]))), nil
}

// PID is the process's.
func (c *Cell) PID() int { return c.pid }

// Signal sends a signal to the process, unless it has ended.
func (c *Cell) Signal(s syscall.Signal) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.over {
		_ = syscall.Kill(c.pid, s)
	}
}

// Wait waits for the end, and returns the status. If the zygote has died, the cell was killed with it.
func (c *Cell) Wait() syscall.WaitStatus {
	defer c.conn.Close()
	for {
		what, value, err := c.message()
		if err == nil && what != ended {
			continue
		}
		c.mu.Lock()
		c.over = true
		c.mu.Unlock()
		if err != nil {
			return syscall.WaitStatus(syscall.SIGKILL)
		}
		return syscall.WaitStatus(value)
	}
}

// Leave has a zygote end once its last cell has.
func Leave(socket string) error {
	conn, err := Dial(socket)
	if err != nil {
		return err
	}
	defer conn.Close()
	if _, err = conn.Write(words(leave, 0, 0, 0)); err == nil {
		_, err = io.Copy(io.Discard, conn) // it is taken as a cell's is, and a cell ends with its client
	}
	return err
}

func words(list ...uint32) (b []byte) {
	for _, x := range list {
		b = binary.NativeEndian.AppendUint32(b, x)
	}
	return b
}
