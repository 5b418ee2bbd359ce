package echarts

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The environment says where ECharts is: FileEnv names a file with it, to be taken before all others; homeEnv the folder into
// which set-up has put it, as the kernel's cells have it; kernelEnv the kernelspec in whose folder Jupyter has a copy.
const (
	FileEnv   = "GOSNN_ECHARTS"
	homeEnv   = "GOSNN_HOME"
	kernelEnv = "GOSNN_KERNEL"
)

// ErrMissing says that no copy of ECharts of the pinned version is on this machine.
var ErrMissing = errors.New("no copy of ECharts " + Version + " on this machine")

// Kernel returns the name of the kernelspec whose copy of ECharts a page asks for.
func Kernel() string { return cmp.Or(os.Getenv(kernelEnv), "gosnn") }

// Find returns the first copy of the pinned ECharts in the places where set-up and Jupyter keep it, or [ErrMissing].
func Find() ([]byte, error) {
	files := files()
	for _, name := range files {
		if content, err := Read(name); err == nil {
			return content, nil
		}
	}
	return nil, fmt.Errorf("%w: looked for %s; install the kernel, or name the file in %s",
		ErrMissing, strings.Join(files, ", "), FileEnv)
}

// files are the places of ECharts, best first.
func files() []string {
	var files []string
	if name := os.Getenv(FileEnv); name != "" {
		files = append(files, name)
	}
	if home := os.Getenv(homeEnv); home != "" {
		files = append(files, filepath.Join(home, File))
	}
	var folders []string // Jupyter's data folders, as it searches them
	folders = append(folders, filepath.SplitList(os.Getenv("JUPYTER_PATH"))...)
	folders = append(folders, os.Getenv("JUPYTER_DATA_DIR"))
	if home, err := os.UserHomeDir(); err == nil {
		data := cmp.Or(os.Getenv("XDG_DATA_HOME"), filepath.Join(home, ".local", "share"))
		folders = append(folders, filepath.Join(data, "jupyter"), filepath.Join(home, "Library", "Jupyter"))
	}
	folders = append(folders, "/usr/local/share/jupyter", "/usr/share/jupyter")
	for _, folder := range folders {
		if folder != "" {
			files = append(files, filepath.Join(folder, "kernels", Kernel(), File))
		}
	}
	return files
}
