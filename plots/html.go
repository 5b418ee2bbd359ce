package plots

import (
	"fmt"
	"html"
	"strings"

	"gosnn/plots/echarts"
	"gosnn/plots/internal/live"
)

// HTML returns the figure as a fragment of a page: the still picture, and the data and the script that replace it when
// they may run. A fragment carries no id: its script finds its own figure by its place, so that nothing collides, and
// that equal data give equal bytes each time a notebook runs.
func (f *Figure) HTML() (string, error) {
	if f.cells != nil {
		return f.gridHTML()
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<div class="gosnn-figure" data-kind="%s" data-kernel="%s" style="position:relative;max-width:%dpx">`,
		f.kind, html.EscapeString(echarts.Kernel()), f.width)
	if err := f.stillHTML(&b); err != nil {
		return "", err
	}
	if f.kind != "" {
		data, err := f.JSON() // encoding/json writes < as \u003c, so that no text can end the script
		if err != nil {
			return "", fmt.Errorf("plots.Figure.HTML: %w", err)
		}
		fmt.Fprintf(&b, `<script type="application/json">%s</script><script>%s</script>`, data, live.Script(f.kind))
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
		f.width, f.height, html.EscapeString(f.alt), live.DataURI("image/png", picture))
	return nil
}

// plainText escapes text for HTML. Each dollar and backslash is an element of its own: JupyterLab has MathJax typeset what is between
// two of them in one piece of text.
func plainText(text string) string {
	return strings.NewReplacer("$", "<span>$</span>", `\`, `<span>\</span>`).Replace(html.EscapeString(text))
}
