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

	"gosnn/kernel/host/setup"
)

//go:embed linker/*.go zygote/zygote.c template/*.txt selftest/*.txt
var sources embed.FS

// Key identifies a host: it is the hash of all that the host is made of, but for what a version fixes. A host fits a cell if its
// key is what the key is now, so that a cell never runs old code.
func (k Kernel) Key() (string, error) {
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
		text, err := os.ReadFile(filepath.Join(k.Root, name))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", err
		}
		add(name, text)
	}
	if err := setup.CellFiles(k.Root, add); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil))[:24], nil
}

// IsBuildVariable reports whether a variable of the environment, NAME=value, has to do with building.
func IsBuildVariable(kv string) bool {
	name, _, _ := strings.Cut(kv, "=")
	if strings.HasPrefix(name, "GONB_") || strings.HasPrefix(name, "GOSNN_") || name == "GOTCH_CACHE" {
		return false
	}
	return strings.HasPrefix(name, "GO") || strings.HasPrefix(name, "CGO_") ||
		slices.Contains([]string{"CC", "CXX", "AR", "CPATH", "LIBRARY_PATH", "PKG_CONFIG"}, name)
}
