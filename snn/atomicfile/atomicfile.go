// Package atomicfile writes files that nobody sees half of. Whatever ends the writer, a full disk included, the file
// holds either all of what it held before or all of the new content.
//
// Content goes to a new file with a random name in the same folder, which is then renamed. Two writers of one file
// do not meet: the file is what the last of them wrote. A writer that is killed leaves a file named .part-*.
//
// It takes the place of github.com/google/renameio, which replaces devices and links by files (as root even /dev/null) and
// cannot work below an [os.Root].
package atomicfile

import (
	"bufio"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// Write writes a file of a user's as [os.WriteFile] does, but atomically. The content is on the disk when it returns.
//
// A file that exists keeps its mode, its group and, if root writes, its owner; one that the user may not write to stays as it is. Where the name is a link, the
// file that it leads to is replaced; a device or a pipe is written to in place.
func Write(name string, content []byte, perm fs.FileMode) error {
	return Create(name, perm, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// Create is [Write] for content that the function write produces. If that returns an error, the file stays as it is.
func Create(name string, perm fs.FileMode, write func(io.Writer) error) error {
	// Opening the old file checks permissions, also those of links in folders that others may write to. A pipe that
	// nobody reads is an error instead of waiting.
	old, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NONBLOCK, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return replace(name, perm, nil, write)
	}
	if err != nil {
		return err
	}
	defer old.Close()
	info, err := old.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return buffered(old, write)
	}
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	return replace(real, perm, info, write)
}

// replace puts a new file into a file's place, which held old, or nothing if that is nil.
func replace(file string, perm fs.FileMode, old fs.FileInfo, write func(io.Writer) error) error {
	dir, err := os.OpenRoot(filepath.Dir(file))
	if err != nil {
		return err
	}
	defer dir.Close()
	return in(dir, filepath.Base(file), perm, func(f *os.File) error {
		if old != nil {
			owner := old.Sys().(*syscall.Stat_t)
			if f.Chown(int(owner.Uid), int(owner.Gid)) != nil {
				_ = f.Chown(-1, int(owner.Gid)) // which only members of the group may do
			}
			if err := f.Chmod(old.Mode().Perm()); err != nil {
				return err
			}
		}
		if err := buffered(f, write); err != nil {
			return err
		}
		return f.Sync()
	})
}

// WriteIn writes a file below a folder that is held open. It serves caches: after a crash of the machine, though not of the
// program, the file may be empty.
func WriteIn(dir *os.Root, name string, content []byte, perm fs.FileMode) error {
	return in(dir, name, perm, func(f *os.File) error {
		_, err := f.Write(content)
		return err
	})
}

func in(dir *os.Root, name string, perm fs.FileMode, write func(*os.File) error) error {
	part := filepath.Join(filepath.Dir(name), ".part-"+rand.Text())
	f, err := dir.OpenFile(part, os.O_CREATE|os.O_EXCL|os.O_WRONLY, perm)
	if err != nil {
		return err
	}
	defer dir.Remove(part) // there is none after the rename
	err = write(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	return dir.Rename(part, name)
}

func buffered(f *os.File, write func(io.Writer) error) error {
	w := bufio.NewWriterSize(f, 1<<16)
	if err := write(w); err != nil {
		return err
	}
	return w.Flush()
}
