package plots

import (
	"errors"
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"

	"gosnn/plots/echarts"
)

// The environment tells of ECharts: echartsEnv names a file with it, to be taken before all others; homeEnv the folder into
// which set-up has put it, as the kernel's cells have it.
const (
	echartsEnv = "GOSNN_ECHARTS"
	homeEnv    = "GOSNN_HOME"
)

// ErrECharts says that no copy of ECharts of the pinned version is on this machine.
var ErrECharts = errors.New("no copy of ECharts " + echarts.Version + " on this machine")

// Page returns the figure as a page of its own with everything in it: it needs no server, network or other file. The one
// megabyte of ECharts is in it once. It is read from the file that GOSNN_ECHARTS names, else from the folder
// GOSNN_HOME, else from the kernelspec's folder in one of Jupyter's data folders, and must be the pinned version
// ([ErrECharts] if there is none).
func (f *Figure) Page() ([]byte, error) {
	fragment, err := f.HTML()
	if err != nil {
		return nil, err
	}
	library, err := readECharts()
	if err != nil {
		return nil, fmt.Errorf("plots.Figure.Page: %w", err)
	}
	return fmt.Appendf(nil, `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>%s</title>
<style>body{margin:2em;font-family:sans-serif}@media(prefers-color-scheme:dark){body{background:#111}}</style>
<script>%s</script></head>
<body>%s</body></html>
`, html.EscapeString(f.alt), library, fragment), nil
}

// readECharts returns the first copy of the pinned ECharts among echartsFiles.
func readECharts() ([]byte, error) {
	files := echartsFiles()
	for _, name := range files {
		if content, err := echarts.Read(name); err == nil {
			return content, nil
		}
	}
	return nil, fmt.Errorf("%w: looked for %s; install the kernel, or name the file in %s",
		ErrECharts, strings.Join(files, ", "), echartsEnv)
}

// echartsFiles are the places of ECharts, best first.
func echartsFiles() []string {
	var files []string
	if name := os.Getenv(echartsEnv); name != "" {
		files = append(files, name)
	}
	if home := os.Getenv(homeEnv); home != "" {
		files = append(files, filepath.Join(home, echarts.File))
	}
	var folders []string // Jupyter's data folders, as it searches them
	folders = append(folders, filepath.SplitList(os.Getenv("JUPYTER_PATH"))...)
	folders = append(folders, os.Getenv("JUPYTER_DATA_DIR"))
	if home, err := os.UserHomeDir(); err == nil {
		data := os.Getenv("XDG_DATA_HOME")
		if data == "" {
			data = filepath.Join(home, ".local", "share")
		}
		folders = append(folders, filepath.Join(data, "jupyter"), filepath.Join(home, "Library", "Jupyter"))
	}
	folders = append(folders, "/usr/local/share/jupyter", "/usr/share/jupyter")
	for _, folder := range folders {
		if folder != "" {
			files = append(files, filepath.Join(folder, "kernels", kernelName(), echarts.File))
		}
	}
	return files
}
