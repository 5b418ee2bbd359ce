package store

import (
	"fmt"
	"os"
	"path"
	"syscall"
)

// Lock waits until no other process computes the value with this name and key. The system unlocks it when the process
// ends, whatever ends it.
func (s *Store) Lock(name, key string) (unlock func(), err error) {
	folder, err := folderOf(name, key)
	if err != nil {
		return nil, err
	}
	file := path.Join(s.dir, "lock", folder)
	for {
		f, err := s.lockFile(file)
		if err != nil {
			return nil, err
		}
		held, err := f.Stat()
		if err != nil {
			f.Close()
			return nil, err
		}
		if now, err := s.root.Lstat(file); err == nil && os.SameFile(held, now) {
			return func() { s.root.Remove(file); f.Close() }, nil
		}
		f.Close() // its holder has removed it
	}
}

// lockNew waits until no other process begins a draft, or removes those that were left.
func (s *Store) lockNew() (unlock func(), err error) {
	f, err := s.lockFile("new.lock")
	if err != nil {
		return nil, err
	}
	return func() { f.Close() }, nil
}

// lockFile opens a file, makes it if it is missing, and locks it.
func (s *Store) lockFile(file string) (*os.File, error) {
	f, err := s.root.OpenFile(file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := flock(f); err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// flock waits for the lock of an open file.
func flock(f *os.File) error {
	for {
		switch err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX); err {
		case nil:
			return nil
		case syscall.EINTR:
		default:
			return fmt.Errorf("store: lock of %s: %w", f.Name(), err)
		}
	}
}

// tryLock locks an open file, and reports whether no other process holds the lock.
func tryLock(f *os.File) bool {
	return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil
}
