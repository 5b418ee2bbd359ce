package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path"
)

// ErrTooLarge is the error for a value that does not fit into the store, alone or beside those that others are writing.
var ErrTooLarge = errors.New("store: value does not fit within the limit")

// Draft is a value that is being written.
type Draft struct {
	store *Store
	name  string   // in root
	dir   *os.Root // nil when the draft has ended
	used  *os.File // usedName, locked while this process writes the value
	meta  Meta
	room  int64 // bytes that may be written before there must be more room
}

// New begins to write a value. The caller adds files, and then calls [Draft.Commit] or [Draft.Discard].
func (s *Store) New(m Meta) (*Draft, error) {
	if _, err := folderOf(m.Name, m.Key); err != nil {
		return nil, err
	}
	// Nobody takes the draft for that of a process that has ended, before it is locked.
	unlock, err := s.lockNew()
	if err != nil {
		return nil, err
	}
	defer unlock()
	d := &Draft{store: s, name: path.Join("new", rand.Text()), meta: m}
	d.meta.Files = nil
	if err := s.root.Mkdir(d.name, 0o700); err != nil {
		return nil, err
	}
	if d.dir, err = s.root.OpenRoot(d.name); err != nil {
		return nil, err
	}
	d.used, err = d.dir.OpenFile(usedName, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if err == nil {
		err = flock(d.used)
	}
	if err != nil {
		d.Discard()
		return nil, err
	}
	return d, nil
}

// Add writes a file of the value and returns its number. The function write may write a part at a time.
func (d *Draft) Add(name string, write func(io.Writer) error) (int, error) {
	if err := CheckName(name); err != nil {
		return 0, fmt.Errorf("store: file %q: %w", name, err)
	}
	f, err := d.dir.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	w := &sumWriter{draft: d, f: f}
	err = write(w)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return 0, err
	}
	d.meta.Files = append(d.meta.Files, File{Name: name, Size: w.n, CRC: w.crc})
	return len(d.meta.Files) - 1, nil
}

// reserve makes room for n bytes.
func (d *Draft) reserve(n int64) error {
	if n > d.room {
		d.room = d.store.makeRoom(n, "")
	}
	if n > d.room {
		return ErrTooLarge
	}
	d.room -= n
	return nil
}

// sumWriter writes a file of a draft, and sums up what it has written.
type sumWriter struct {
	draft *Draft
	f     *os.File
	n     int64
	crc   uint32
}

func (w *sumWriter) Write(b []byte) (int, error) {
	if err := w.draft.reserve(int64(len(b))); err != nil {
		return 0, err
	}
	// In pieces that stay in the processor's cache between the two passes.
	for done := 0; done < len(b); {
		piece := b[done:min(done+1<<18, len(b))]
		n, err := w.f.Write(piece)
		w.crc = crc32.Update(w.crc, castagnoli, piece[:n])
		w.n, done = w.n+int64(n), done+n
		if err != nil {
			return done, err
		}
	}
	return len(b), nil
}

// Commit makes the value visible, as a whole. If another cell was faster, its value, which is the same, stays.
func (d *Draft) Commit(tensors []Tensor) error {
	defer d.Discard()
	d.meta.Tensors = tensors
	data, err := encodeMeta(&d.meta)
	if err != nil {
		return err
	}
	if err := d.dir.WriteFile(metaName, data, 0o600); err != nil {
		return err
	}
	stamp, err := (&Value{d.meta, d.dir}).stamp() // renaming the folder changes none of it
	if err != nil {
		return err
	}
	if _, err := d.used.Write(stamp); err != nil {
		return err
	}
	folder, err := folderOf(d.meta.Name, d.meta.Key)
	if err != nil {
		return err
	}
	folder = path.Join(d.store.dir, "kept", folder)
	if err := d.store.root.Rename(d.name, folder); err != nil {
		if got, gerr := d.store.Get(d.meta.Name, d.meta.Key); gerr == nil && got != nil {
			got.Close()
			return nil
		}
		return err
	}
	d.store.makeRoom(0, folder)
	return nil
}

// Discard removes a value that was not committed.
func (d *Draft) Discard() {
	if d.dir == nil {
		return
	}
	_ = d.store.root.RemoveAll(d.name)
	if d.used != nil {
		d.used.Close()
	}
	d.dir.Close()
	d.dir = nil
}
