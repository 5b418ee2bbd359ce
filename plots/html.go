package plots

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"strings"

	"gosnn/plots/echarts"
)

//go:embed *.js
var scripts embed.FS

// kernelEnv names the kernelspec whose copy of ECharts the page asks for. The kernelspec sets it for its cells.
const kernelEnv = "GOSNN_KERNEL"

// HTML returns the figure as a fragment of a page: the still picture, and the data and the script that replace it when
// they may run. A fragment carries no id: its script finds its own figure by its place, so that nothing collides, and
// that equal data give equal bytes each time a notebook runs.
func (f *Figure) HTML() (string, error) {
	if f.cells != nil {
		return f.gridHTML()
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="gosnn-figure" data-kind="%s" data-kernel="%s" style="position:relative;max-width:%dpx">`,
		f.kind, html.EscapeString(kernelName()), f.width)
	if err := f.stillHTML(&b); err != nil {
		return "", err
	}
	if f.kind != "" {
		data, err := f.JSON() // encoding/json writes < as \u003c, so that no text can end the script
		if err != nil {
			return "", fmt.Errorf("plots.Figure.HTML: %w", err)
		}
		fmt.Fprintf(&b, `<script type="application/json">%s</script><script>%s</script>`, data, script(f.kind))
	}
	b.WriteString("</div>")
	return b.String(), nil
}

// stillHTML writes what a reader sees without scripts: the still picture, or the animated one. The figure's script hides
// it, by its class, once it has something better.
func (f *Figure) stillHTML(b *strings.Builder) error {
	b.WriteString(`<div class="gosnn-still">`)
	defer b.WriteString("</div>")
	if f.moving != nil {
		return f.moving.stillHTML(b, f.alt)
	}
	picture, err := f.PNG()
	if err != nil {
		return err
	}
	fmt.Fprintf(b, `<img width="%d" height="%d" style="display:block;max-width:100%%;height:auto" alt="%s" src="%s">`,
		f.width, f.height, html.EscapeString(f.alt), dataURI("image/png", picture))
	return nil
}

// dataURI is a file as an address that holds all of it.
func dataURI(kind string, content []byte) string {
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(content)
}

func kernelName() string {
	if name := os.Getenv(kernelEnv); name != "" {
		return name
	}
	return "gosnn"
}

// script is the JavaScript of a figure: loader.js and the file of its kind. Pages of several versions can meet in
// one notebook, so that the scripts keep what they share under their own hash.
func script(kind string) string {
	body := source("loader.js") + source(kind+".js")
	hash := sha256.Sum256([]byte(body))
	pinned, _ := json.Marshal(map[string]string{"file": echarts.File, "cdn": echarts.CDN, "integrity": echarts.Integrity})
	return fmt.Sprintf("(()=>{\"use strict\";\nconst gosnn=(window.gosnn??={})[%q]??={},pinned=%s;\n%sgosnn.start(document.currentScript);\n})();",
		hex.EncodeToString(hash[:4]), pinned, body)
}

// source returns an embedded script without its comment lines and its indentation.
func source(name string) string {
	text, err := scripts.ReadFile(name)
	if err != nil {
		panic("plots: no script " + name) // a kind without its file: a mistake in this package
	}
	var b strings.Builder
	for line := range strings.Lines(string(text)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "//") {
			b.WriteString(line)
			b.WriteByte('\n')
		}
	}
	return b.String()
}
