package main

import (
	"io"
	"os"
	"sync"
	"syscall"
)

// stream is the reading end of a pipe that a program prints to. It counts what it takes.
type stream struct {
	file  *os.File
	mu    sync.Mutex // held while bytes are taken, so that the count fits what is left in the pipe
	taken int
}

func (s *stream) Read(buf []byte) (n int, err error) {
	conn, err := s.file.SyscallConn()
	if err != nil {
		return 0, err
	}
	var failed error
	err = conn.Read(func(fd uintptr) bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		for n, failed = syscall.Read(int(fd), buf); failed == syscall.EINTR; n, failed = syscall.Read(int(fd), buf) {
		}
		if failed == syscall.EAGAIN {
			return false
		}
		n = max(n, 0)
		s.taken += n
		return true
	})
	switch {
	case err != nil:
		return 0, err
	case failed != nil:
		return 0, failed
	case n == 0:
		return 0, io.EOF
	}
	return n, nil
}

// printed returns how many bytes the program has printed.
func (s *stream) printed() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.taken + unread(s.file)
}
