package lecture

import (
	"bytes"
	"cmp"
	_ "embed"
	"errors"
	"fmt"
	"html"
	"html/template"
	"os"
	"path/filepath"
	"strings"

	"gosnn/snn/atomicfile"
)

// Own templates, and not nbconvert's: its pages load MathJax and require.js, and its slides reveal.js, from the network.

//go:embed page.html
var pageHTML string

//go:embed slides.html
var slidesHTML string

//go:embed style.css
var styleCSS string

var (
	pageTemplate   = template.Must(template.New("page").Parse(pageHTML))
	slidesTemplate = template.Must(template.New("slides").Parse(slidesHTML))
)

// view is what the templates show.
type view struct {
	Title       string
	Language    string
	Style       template.CSS
	ECharts     template.JS // the library itself, for a file that stands alone
	Library     string      // or the library's file beside the page
	Cells       []cellView
	Contents    []chapter // of a book
	PythonTitle string    // of the folded Python in it
}

type cellView struct {
	ID      string
	Prose   template.HTML
	Code    template.HTML
	Python  template.HTML // what stands for the code in snnTorch's tutorial
	Outputs []template.HTML
}

// WritePage writes the notebook as one HTML file that needs no network. echarts is the file of the library that draws figures.
func WritePage(file string, n *Notebook, echarts string) error {
	return writeAlone(file, pageTemplate, n, echarts)
}

// WriteSlides writes the notebook as slides in one HTML file that needs no network. The page itself shares the cells out among slides
// that fit, as only a browser knows how high they are.
func WriteSlides(file string, n *Notebook, echarts string) error {
	return writeAlone(file, slidesTemplate, n, echarts)
}

func writeAlone(file string, t *template.Template, n *Notebook, echarts string) error {
	v, err := newView(n, echarts)
	if err != nil {
		return err
	}
	if v.Cells, err = cells(n); err != nil {
		return err
	}
	return write(file, t, v)
}

// newView returns a view without cells; without a file of ECharts, also without the library.
func newView(n *Notebook, echarts string) (*view, error) {
	style, err := style()
	if err != nil {
		return nil, err
	}
	v := &view{Title: n.title(), Language: n.language(), Style: style}
	if echarts != "" {
		library, err := readECharts(echarts)
		if err != nil {
			return nil, err
		}
		v.ECharts = template.JS(library)
	}
	return v, nil
}

func style() (template.CSS, error) {
	colors, err := highlightCSS()
	return template.CSS(styleCSS + colors), err
}

func readECharts(file string) ([]byte, error) {
	library, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the library that draws figures: %w. What to do: make setup", err)
	}
	if bytes.Contains(library, []byte("</script")) {
		return nil, errors.New(file + " cannot stand inside of a page")
	}
	return library, nil
}

func write(file string, t *template.Template, v any) error {
	var b bytes.Buffer
	if err := t.Execute(&b, v); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return atomicfile.Write(file, b.Bytes(), 0o644)
}

// cells turns a notebook's cells into HTML.
func cells(n *Notebook) ([]cellView, error) {
	var all []cellView
	for _, c := range n.Cells {
		v := cellView{ID: c.ID}
		if c.Type == "markdown" {
			prose, err := toHTML(string(c.Source))
			if err != nil {
				return nil, fmt.Errorf("cell %s: %v", c.ID, err)
			}
			v.Prose = template.HTML(prose)
		} else {
			v.Code = template.HTML(highlight(goLexer, string(c.Source)))
			for _, o := range c.Outputs {
				v.Outputs = append(v.Outputs, o.html())
			}
		}
		all = append(all, v)
	}
	return all, nil
}

// html is the richest form of an output that a page can show.
func (o Output) html() template.HTML {
	if o["output_type"] == "stream" {
		return template.HTML(`<pre class="` + fmt.Sprint(o["name"]) + `">` + html.EscapeString(joined(o["text"])) + "</pre>")
	}
	data, _ := o["data"].(map[string]any)
	if text := joined(data["text/html"]); text != "" {
		return template.HTML(text)
	}
	if png := joined(data["image/png"]); png != "" {
		return template.HTML(`<img alt="` + html.EscapeString(joined(data["text/plain"])) + `" src="data:image/png;base64,` + strings.ReplaceAll(png, "\n", "") + `">`)
	}
	return template.HTML("<pre>" + html.EscapeString(joined(data["text/plain"])) + "</pre>")
}

// title is the first heading.
func (n *Notebook) title() string {
	for _, c := range n.Cells {
		if list := headings(string(c.Source)); c.Type == "markdown" && len(list) > 0 {
			return list[0].title
		}
	}
	return "Notebook"
}

// language is the prose's: "en" or "ko".
func (n *Notebook) language() string {
	own, _ := n.Metadata["gosnn"].(map[string]any)
	language, _ := own["language"].(string)
	return cmp.Or(language, "en")
}
