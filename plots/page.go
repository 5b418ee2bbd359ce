package plots

import (
	"fmt"
	"html"

	"gosnn/plots/echarts"
)

// ErrECharts says that no copy of ECharts of the pinned version is on this machine.
var ErrECharts = echarts.ErrMissing

// Page returns the figure as a page of its own with everything in it: it needs no server, network or other file. The one
// megabyte of ECharts is in it once. It is read from the file that GOSNN_ECHARTS names, else from the folder
// GOSNN_HOME, else from the kernelspec's folder in one of Jupyter's data folders, and must be the pinned version
// ([ErrECharts] if there is none).
func (f *Figure) Page() ([]byte, error) {
	fragment, err := f.HTML()
	if err != nil {
		return nil, err
	}
	library, err := echarts.Find()
	if err != nil {
		return nil, fmt.Errorf("plots.Figure.Page: %w", err)
	}
	return fmt.Appendf(nil, `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>%s</title>
<style>body{margin:2em;font-family:still.sans-serif}@media(prefers-color-scheme:dark){body{background:#111}}</style>
<script>%s</script></head>
<body>%s</body></html>
`, html.EscapeString(f.alt), library, fragment), nil
}
