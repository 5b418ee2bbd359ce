package kernel

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"gosnn/kernel/internal/store"
)

// configure reads from the environment which notebook this is, and how its values are kept. The folder dir is that of the
// running kernel.
func configure(dir string) (store.Config, error) {
	c := store.Config{Dir: os.Getenv("GOSNN_KEEP_DIR"), Session: filepath.Base(dir), Limit: store.DefaultLimit}
	switch keep := os.Getenv("GOSNN_KEEP"); keep {
	case "", "on":
	case "off":
		return c, errors.New("GOSNN_KEEP is off")
	default:
		return c, fmt.Errorf("GOSNN_KEEP is %q, want on or off", keep)
	}
	if c.Dir == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return c, storeError{err}
		}
		c.Dir = filepath.Join(cache, "gosnn", "kept")
	}
	if limit := os.Getenv("GOSNN_KEEP_LIMIT"); limit != "" {
		var err error
		if c.Limit, err = parseSize(limit); err != nil {
			return c, fmt.Errorf("GOSNN_KEEP_LIMIT is %q, want a size such as 500MB or 8GiB", limit)
		}
	}
	switch restart := os.Getenv("GOSNN_KEEP_RESTART"); restart {
	case "", "keep":
	case "clear":
		c.Clear = true
	default:
		return c, fmt.Errorf("GOSNN_KEEP_RESTART is %q, want keep or clear", restart)
	}
	c.Notebook = notebookPath()
	if c.Notebook == "" {
		// Nothing identifies the notebook, and two must not share values: this run of the kernel stands for it.
		c.Notebook, c.Alive = "kernel "+dir, dir
	}
	return c, nil
}

// notebookPath returns what identifies the notebook: what the user set, or the path that Jupyter's server gives to the kernel;
// "" if there is neither.
func notebookPath() string {
	if name := os.Getenv("GOSNN_NOTEBOOK"); name != "" {
		return name
	}
	name := os.Getenv("JPY_SESSION_NAME")
	if name == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(os.Getenv("PWD"), name) // of the server that started the kernel
}

// parseSize parses a number of bytes: 1500000, 1.5MB, 2GiB.
func parseSize(s string) (int64, error) {
	unit := 1.0
	for _, u := range []struct {
		suffix string
		bytes  float64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}, {"kB", 1e3}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"B", 1}} {
		if rest, ok := strings.CutSuffix(s, u.suffix); ok {
			s, unit = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x*unit >= 1 && x*unit < math.MaxInt64) {
		return 0, errors.New("no size")
	}
	return int64(x * unit), nil
}

// workFile returns the workspace that the go command uses in a folder: $GOWORK, or go.work there or above; "" if there is none.
func workFile(dir string) string {
	switch env := os.Getenv("GOWORK"); env {
	case "":
	case "off":
		return ""
	default:
		return env
	}
	for {
		file := filepath.Join(dir, "go.work")
		if _, err := os.Stat(file); err == nil {
			return file
		}
		up := filepath.Dir(dir)
		if up == dir {
			return ""
		}
		dir = up
	}
}
