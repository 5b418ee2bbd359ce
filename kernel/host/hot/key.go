package hot

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"gosnn/kernel/host/setup"
)

//go:embed linker/*.go zygote/zygote.c template/*.txt selftest/*.txt
var sources embed.FS

// Key identifies a host: it is the hash of all that the host is made of, but for what a version fixes. A host fits a cell if its
// key is what the key is now, so that a cell never runs old code.
func (k Kernel) Key() (string, error) { return k.hash(os.ReadFile) }

// hash is the hash of what a host is made of, with files as read has them.
func (k Kernel) hash(read func(file string) ([]byte, error)) (string, error) {
	h := sha256.New()
	add := func(name string, content []byte) { fmt.Fprintf(h, "%q %d\n%s\n", name, len(content), content) }
	add("go", []byte(k.Go+" "+k.goVersion()))
	add("root", []byte(k.Root))
	env := slices.DeleteFunc(os.Environ(), func(kv string) bool {
		// Where packages are kept, which is another place for each student of a class, says nothing of what they are.
		return !IsBuildVariable(kv) || strings.HasPrefix(kv, "GOCACHE")
	})
	slices.Sort(env)
	add("environment", []byte(strings.Join(env, "\n")))
	for _, lib := range []string{filepath.Join(k.Home, "gotch", "libgotch.so"), k.Go} {
		if info, err := os.Stat(lib); err == nil {
			add(lib, fmt.Append(nil, info.Size(), info.ModTime().UnixNano()))
		}
	}
	err := fs.WalkDir(sources, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			var text []byte
			text, err = sources.ReadFile(name)
			add(name, text)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	for _, name := range []string{"go.mod", "go.sum"} {
		text, err := read(filepath.Join(k.Root, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
		add(name, text)
	}
	err = setup.CellFiles(k.Root, func(file string) error {
		text, err := read(file)
		add(file, text)
		return err
	})
	if err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil))[:24], nil
}

// keyFile has, in a notebook's folder of hot cells, what the system said of the files that a host is made of, and the key.
const keyFile = "key"

// settled is how long a file must not have changed for the next change to show in its times.
const settled = 2 * time.Second

// keyFor is [Kernel.Key] for a cell of a notebook's folder. Most cells find all files as the one before did, by size, times and number,
// and need not read them, which takes more than half of what is done for a cell beside the compiler.
func (k Kernel) keyFor(dir string) (string, error) {
	last := time.Now().Add(-settled)
	restless := false
	stamp, err := k.hash(func(file string) ([]byte, error) {
		var st unix.Stat_t
		if err := unix.Stat(file, &st); err != nil {
			return nil, &fs.PathError{Op: "stat", Path: file, Err: err}
		}
		restless = restless || time.Unix(st.Ctim.Unix()).After(last)
		return fmt.Append(nil, st.Dev, st.Ino, st.Size, st.Mtim, st.Ctim), nil // nobody can set the last of them
	})
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, workFolder, keyFile)
	text, _ := os.ReadFile(file)
	if key, ok := strings.CutPrefix(string(text), stamp+" "); ok {
		return key, nil
	}
	key, err := k.Key()
	if err == nil && !restless && os.MkdirAll(filepath.Dir(file), 0o700) == nil {
		_ = os.WriteFile(file, []byte(stamp+" "+key), 0o600) // the next cell reads all again
	}
	return key, err
}

// IsBuildVariable reports whether a variable of the environment, NAME=value, may change what is built. In a class, the hub's variables
// are not those of set-up, and what set-up has built is for all.
func IsBuildVariable(kv string) bool {
	name, _, _ := strings.Cut(kv, "=")
	if strings.HasPrefix(name, "GONB_") || strings.HasPrefix(name, "GOSNN_") || strings.HasPrefix(name, "GOMP_") || name == "GOTCH_CACHE" || slices.Contains(runtimeVariables, name) || slices.Contains(fetchVariables, name) {
		return false
	}
	return strings.HasPrefix(name, "GO") || strings.HasPrefix(name, "CGO_") ||
		slices.Contains([]string{"CC", "CXX", "AR", "CPATH", "LIBRARY_PATH", "PKG_CONFIG"}, name)
}

var (
	// runtimeVariables are read by each Go program when it starts (package runtime).
	runtimeVariables = []string{"GOGC", "GOMAXPROCS", "GOMEMLIMIT", "GOTRACEBACK"}
	// fetchVariables say where modules come from; go.sum says what they are (go help environment).
	fetchVariables = []string{"GOAUTH", "GOINSECURE", "GONOPROXY", "GONOSUMDB", "GOPRIVATE", "GOPROXY", "GOSUMDB", "GOVCS"}
)
