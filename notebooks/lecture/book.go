package lecture

import (
	"fmt"
	"html/template"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"gosnn/snn/atomicfile"
)

// chapter is a line of a book's table of contents.
type chapter struct {
	Title, File, Language string
	Sections              []section
	Here                  bool
}

type section struct{ Title, ID string }

// WriteBook writes all notebooks of the source tree root as a book into folder: a page each, with the Python of snnTorch's tutorial folded away
// beside the code, an index.html with the table of contents, one
// copy of the library that draws figures, an index of terms for each language, and in the folder reference the pages of [WriteReference]. The
// book needs no network.
func WriteBook(folder, root, echarts string) error {
	dir := filepath.Join(root, "notebooks")
	editions, err := Editions(dir)
	if err != nil {
		return err
	}
	library, err := readECharts(echarts)
	if err != nil {
		return err
	}
	if err := WriteReference(filepath.Join(folder, "reference"), root); err != nil {
		return err
	}
	if err := atomicfile.Write(filepath.Join(folder, filepath.Base(echarts)), library, 0o644); err != nil {
		return err
	}
	contents := make([]chapter, len(editions), len(editions)+3)
	for i, e := range editions {
		name := strings.ReplaceAll(strings.TrimSuffix(e.File, ".ipynb"), string(filepath.Separator), "-")
		contents[i] = chapter{e.Notebook.title() + e.note, name + ".html", e.Notebook.language(), e.Notebook.sections(), false}
	}
	indexes := []chapter{{"Index of terms", "terms.html", "en", nil, false}, {"용어 찾아보기", "terms-ko.html", "ko", nil, false}}
	contents = append(append(contents, indexes...), chapter{"Reference of the packages", "reference/index.html", "en", nil, false})
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
		v.addPython(e.python)
		v.Library = filepath.Base(echarts)
		v.Contents = slices.Clone(contents)
		v.Contents[i].Here = true
		if err := write(filepath.Join(folder, contents[i].File), pageTemplate, v); err != nil {
			return err
		}
	}
	sheet, err := style()
	if err != nil {
		return err
	}
	for i, index := range indexes {
		text, err := toHTML(terms(index, editions, contents))
		if err != nil {
			return err
		}
		v := &view{Title: index.Title, Language: index.Language, Style: sheet, Cells: []cellView{{ID: "terms", Prose: template.HTML(text)}}, Contents: slices.Clone(contents)}
		v.Contents[len(editions)+i].Here = true
		if err := write(filepath.Join(folder, index.File), pageTemplate, v); err != nil {
			return err
		}
	}
	return write(filepath.Join(folder, "index.html"), pageTemplate,
		&view{Title: "Spike encoding lectures in Go", Language: "en", Style: sheet, Contents: contents})
}

// term finds a line of a glossary: the word and its meaning.
var term = regexp.MustCompile(`(?m)^\| ([^|\n]+) \| ([^|\n]+) \|$`)

// terms is the Markdown of an index: the words of the glossaries of its language's editions for students, with links to where they stand.
func terms(index chapter, editions []Edition, contents []chapter) string {
	var list []string
	for i, e := range editions {
		if contents[i].Language != index.Language || e.note != "" {
			continue
		}
		for _, c := range e.Notebook.Cells {
			h := headings(string(c.Source))
			if c.Type != "markdown" || len(h) == 0 || h[0].title != words[index.Language].glossary {
				continue
			}
			for _, m := range term.FindAllStringSubmatch(string(c.Source), -1)[1:] { // below the table's head and its line, which is no term
				if !strings.HasPrefix(m[1], "---") {
					list = append(list, fmt.Sprintf("| %s | %s | [%s](%s#%s) |\n", m[1], m[2], contents[i].Title, contents[i].File, c.ID))
				}
			}
		}
	}
	slices.SortStableFunc(list, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) })
	return "# " + index.Title + "\n\n| | | |\n| --- | --- | --- |\n" + strings.Join(list, "")
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
