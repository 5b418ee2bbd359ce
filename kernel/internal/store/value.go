package store

import (
	"bytes"
	"errors"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"time"

	"gosnn/snn/atomicfile"
)

// Value is a kept value, open. The caller closes it.
type Value struct {
	Meta
	dir *os.Root
}

// Close ends the use of the value. Files that are mapped stay so.
func (v *Value) Close() { v.dir.Close() }

// Open opens the value's i-th file for reading.
func (v *Value) Open(i int) (*os.File, error) { return v.dir.Open(v.Files[i].Name) }

// Get returns the value with this name and key. It returns nil if the value is missing, or not as it was written; then it is
// removed.
func (s *Store) Get(name, key string) (*Value, error) {
	folder, err := folderOf(name, key)
	if err != nil {
		return nil, err
	}
	v, err := s.openValue(folder)
	if err == nil && (v.Name != name || v.Key != key) {
		err = errDamaged
	}
	if err == nil {
		err = v.check()
	}
	if err == nil {
		now := time.Now()
		_ = v.dir.Chtimes(usedName, now, now)
		return v, nil
	}
	if v != nil {
		v.Close()
	}
	if errors.Is(err, errDamaged) || errors.Is(err, fs.ErrNotExist) { // it, or a file of it
		_ = s.kept.RemoveAll(folder)
		return nil, nil
	}
	return nil, err
}

// openValue opens the value in a folder and reads its description. Links, which this package never makes, are damage.
func (s *Store) openValue(folder string) (*Value, error) {
	if info, err := s.kept.Lstat(folder); err != nil || !info.IsDir() {
		return nil, errors.Join(err, errDamaged)
	}
	dir, err := s.kept.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	v := &Value{dir: dir}
	if err := v.read(); err != nil {
		dir.Close()
		return nil, err
	}
	return v, nil
}

func (v *Value) read() error {
	info, err := v.dir.Lstat(metaName)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return errDamaged
	}
	data, err := readFile(v.dir, metaName)
	if err != nil {
		return err
	}
	m, err := decodeMeta(data)
	if err != nil {
		return err
	}
	v.Meta = *m
	return nil
}

// check makes sure that the files are as they were written. It reads them only if they may not be.
func (v *Value) check() error {
	stamp, err := v.stamp()
	if err != nil {
		return err
	}
	if info, err := v.dir.Lstat(usedName); err == nil && !info.Mode().IsRegular() {
		return errDamaged // a link, whose file would get the times of this one
	}
	if last, err := readFile(v.dir, usedName); err == nil && bytes.Equal(last, stamp) && boot() != "" {
		return nil
	}
	for i, f := range v.Files {
		if sum, err := v.checksum(i); err != nil || sum != f.CRC {
			return errDamaged
		}
	}
	return atomicfile.WriteIn(v.dir, usedName, stamp, 0o600)
}

// stamp identifies the state of all files. It fails if one is missing, not a plain file, or of another size.
func (v *Value) stamp() ([]byte, error) {
	stamp := []byte(boot() + "\n")
	for _, f := range v.Files {
		info, err := v.dir.Lstat(f.Name)
		if err != nil {
			return nil, err
		}
		if !info.Mode().IsRegular() || info.Size() != f.Size {
			return nil, errDamaged
		}
		one, _ := stampOf(info)
		stamp = append(stamp, one...)
	}
	return stamp, nil
}

func (v *Value) checksum(i int) (uint32, error) {
	f, err := v.Open(i)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	h := crc32.New(castagnoli)
	if _, err := io.CopyBuffer(struct{ io.Writer }{h}, f, make([]byte, 1<<20)); err != nil {
		return 0, err
	}
	return h.Sum32(), nil
}
