package store

import (
	"io"
	"os"
	"syscall"
)

// mostRead is more than any file has that is read as a whole: the description of a value with half a million tensors.
const mostRead = 64 << 20

// readFile reads a file as a whole. What is no regular file, or longer than any that this package writes, is damage. [os.Root.ReadFile]
// would wait for the writer of a pipe, and take memory for the holes of a file.
func readFile(dir *os.Root, name string) ([]byte, error) {
	f, err := dir.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > mostRead {
		return nil, errDamaged
	}
	return io.ReadAll(io.LimitReader(f, mostRead))
}
