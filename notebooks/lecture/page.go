package lecture

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"html/template"
	"os"
	"path/filepath"
	"strings"
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
	Title    string
	Language string
	Style    template.CSS
	ECharts  template.JS  // the library itself, for a file that stands alone
	Library  string       // or the library's file beside the page
	Cells    []cellView   // of a page
	Slides   [][]cellView // of slides
	Contents []chapter    // of a book
}

type cellView struct {
	ID      string
	Prose   template.HTML
	Code    template.HTML
	Outputs []template.HTML
}

// chapter is a line of a book's table of contents.
type chapter struct {
	Title, File string
	Sections    []section
	Here        bool
}

type section struct{ Title, ID string }

// WritePage writes the notebook as one HTML file that needs no network. echarts is the file of the library that draws figures.
func WritePage(file string, n *Notebook, echarts string) error {
	v, err := newView(n, echarts)
	if err != nil {
		return err
	}
	if v.Cells, err = cells(n); err != nil {
		return err
	}
	return write(file, pageTemplate, v)
}

// WriteSlides writes the notebook as slides in one HTML file that needs no network. A slide is a prose cell with the code cells below it.
func WriteSlides(file string, n *Notebook, echarts string) error {
	v, err := newView(n, echarts)
	if err != nil {
		return err
	}
	all, err := cells(n)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Prose != "" || len(v.Slides) == 0 {
			v.Slides = append(v.Slides, nil)
		}
		last := len(v.Slides) - 1
		v.Slides[last] = append(v.Slides[last], c)
	}
	return write(file, slidesTemplate, v)
}

// WriteBook writes all notebooks that are made from the sources of the folder dir as a book into folder: a page each, an index.html with the
// table of contents, and one copy of the library that draws figures.
func WriteBook(folder, dir, echarts string) error {
	editions, err := Editions(dir)
	if err != nil {
		return err
	}
	library, err := readECharts(echarts)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(folder, "echarts.min.js"), library, 0o644); err != nil {
		return err
	}
	var contents []chapter
	for _, e := range editions {
		c := chapter{Title: e.Notebook.title(), File: strings.ReplaceAll(strings.TrimSuffix(e.File, ".ipynb"), string(filepath.Separator), "-") + ".html"}
		if strings.HasPrefix(e.File, "instructor") {
			c.Title += " (instructor)"
		}
		c.Sections = e.Notebook.sections()
		contents = append(contents, c)
	}
	for i, e := range editions {
		n, err := ReadNotebook(filepath.Join(dir, e.File))
		if err != nil {
			return err
		}
		v, err := newView(n, "")
		if err != nil {
			return err
		}
		if v.Cells, err = cells(n); err != nil {
			return err
		}
		v.Library = "echarts.min.js"
		v.Contents = append([]chapter(nil), contents...)
		v.Contents[i].Here = true
		if err := write(filepath.Join(folder, contents[i].File), pageTemplate, v); err != nil {
			return err
		}
	}
	style, err := style()
	if err != nil {
		return err
	}
	return write(filepath.Join(folder, "index.html"), pageTemplate,
		&view{Title: "Spike encoding lectures in Go", Language: "en", Style: style, Contents: contents})
}

// newView is the view without its cells; without a file of ECharts, it has not the library.
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

func write(file string, t *template.Template, v *view) error {
	var b bytes.Buffer
	if err := t.Execute(&b, v); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, b.Bytes(), 0o644)
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
			v.Code = template.HTML(highlight(string(c.Source)))
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
		return template.HTML(`<pre class="` + fmt.Sprint(o["name"]) + `">` + escape(joined(o["text"])) + "</pre>")
	}
	data, _ := o["data"].(map[string]any)
	if text := joined(data["text/html"]); text != "" {
		return template.HTML(text)
	}
	if png := joined(data["image/png"]); png != "" {
		return template.HTML(`<img alt="` + escape(joined(data["text/plain"])) + `" src="data:image/png;base64,` + strings.ReplaceAll(png, "\n", "") + `">`)
	}
	return template.HTML("<pre>" + escape(joined(data["text/plain"])) + "</pre>")
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

// language is the prose's: Korean if its title has Korean letters, else English.
func (n *Notebook) language() string {
	for _, r := range n.title() {
		if r >= '가' && r <= '힣' {
			return "ko"
		}
	}
	return "en"
}

// sections are the headings of the second level.
func (n *Notebook) sections() (list []section) {
	for _, c := range n.Cells {
		if c.Type != "markdown" {
			continue
		}
		for _, h := range headings(string(c.Source)) {
			if h.level == 2 {
				list = append(list, section{h.title, c.ID})
			}
		}
	}
	return list
}
