package buildcache

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"gosnn/kernel/internal/owner"
	"gosnn/snn/atomicfile"
)

// Layers are the two folders of a user's build cache.
type Layers struct {
	Shared string // read, never written to; "": the user's own is all there is
	Own    string // absolute; made if it is not there; "", or not to be written to: what is new is not kept
}

// UserLayers are the shared cache and the user's own, in the user's cache folder.
func UserLayers(shared string) Layers {
	l := Layers{Shared: shared}
	if dir, err := os.UserCacheDir(); err == nil {
		l.Own = filepath.Join(dir, "gosnn", "build")
	}
	return l
}

// FromEnv returns the layers by which the go command would read and write in this environment: its build cache alone, if it has no cache program.
func FromEnv() Layers {
	l := Layers{Own: os.Getenv("GOCACHE")}
	if os.Getenv("GOCACHEPROG") != "" {
		l = UserLayers(l.Own)
	}
	l.keeps()
	return l
}

// keeps reports whether what is new can be kept. The user's own folder is not read either if others may write to it.
func (l *Layers) keeps() bool {
	if l.Own == "" || os.MkdirAll(l.Own, 0o700) != nil || !Writable(l.Own) {
		return false
	}
	if !private(l.Own) {
		l.Own = ""
	}
	return l.Own != ""
}

// Get returns what an action has made, if it is there as it was put.
func (l Layers) Get(action [sha256.Size]byte) (content []byte, ok bool) {
	e, ok := l.get(action[:])
	if !ok {
		return nil, false
	}
	content, err := os.ReadFile(e.file)
	if err != nil {
		return nil, false
	}
	sum := sha256.Sum256(content)
	return content, bytes.Equal(sum[:], e.output)
}

// Put keeps what an action has made.
func (l Layers) Put(action [sha256.Size]byte, content []byte) error {
	sum := sha256.Sum256(content)
	if _, err := l.put(action[:], sum[:], content); err != nil || l.Shared == "" {
		return err // the go command trims its own cache
	}
	return l.trim()
}

// Writable reports whether this user may write to a folder, by access(2): that knows of read-only file systems, too.
func Writable(dir string) bool {
	const write = 2 // W_OK
	return syscall.Access(dir, write) == nil
}

// private reports whether a folder is this user's, and nobody else may write to it, or replace it: what lies there is linked into programs.
func private(dir string) bool {
	info, err := os.Lstat(dir)
	return err == nil && info.IsDir() && info.Mode().Perm()&0o022 == 0 && info.Sys().(*syscall.Stat_t).Uid == uint32(os.Geteuid()) &&
		owner.CheckAbove(dir) == nil
}

// entry is an action's output.
type entry struct {
	output []byte // its hash
	size   int64  // bytes
	file   string // absolute path
}

// get looks an action up. What it finds may lack its file: the go command checks that.
func (l Layers) get(action []byte) (entry, bool) {
	if l.Shared != "" {
		if e, _, err := read(l.Shared, action); err == nil {
			return e, true
		}
	}
	if l.Own == "" {
		return entry{}, false
	}
	e, index, err := read(l.Own, action)
	if err != nil {
		return entry{}, false
	}
	used(index)
	used(e.file)
	return e, true
}

var errForm = errors.New("buildcache: not an entry")

// read reads an action's entry in a folder.
func read(dir string, action []byte) (e entry, index string, err error) {
	index = name(dir, action, "-a")
	text, err := os.ReadFile(index)
	if err != nil {
		return e, index, err
	}
	fields := strings.Fields(string(text))
	if len(fields) != 5 || fields[0] != "v1" || fields[1] != hex.EncodeToString(action) {
		return e, index, errForm
	}
	if e.output, err = hex.DecodeString(fields[2]); err != nil || len(e.output) == 0 {
		return e, index, errForm
	}
	if e.size, err = strconv.ParseInt(fields[3], 10, 64); err != nil || e.size < 0 {
		return e, index, errForm
	}
	e.file = name(dir, e.output, "-d")
	return e, index, nil
}

// put keeps an action's output in the user's own folder, and returns its file.
func (l Layers) put(action, output, body []byte) (file string, err error) {
	if len(action) == 0 || len(output) == 0 {
		return "", errForm
	}
	if l.Own == "" {
		return "", errors.New("buildcache: the user has no folder")
	}
	file = name(l.Own, output, "-d")
	if err := writeFile(file, body); err != nil {
		return "", err
	}
	text := fmt.Sprintf("v1 %x %x %20d %20d\n", action, output, len(body), time.Now().UnixNano())
	return file, writeFile(name(l.Own, action, "-a"), []byte(text))
}

// name is the path of an entry's file.
func name(dir string, hash []byte, kind string) string {
	digits := hex.EncodeToString(hash)
	return filepath.Join(dir, digits[:min(2, len(digits))], digits+kind)
}

// writeFile writes aside and renames: the user's other kernels read and write here at the same time.
func writeFile(file string, content []byte) error {
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	own, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer own.Close()
	return atomicfile.WriteIn(own, filepath.Base(file), content, 0o600)
}
