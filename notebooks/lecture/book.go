package lecture

import (
	"path/filepath"
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

// WriteBook writes all notebooks of the source tree root as a book into folder: a page each, an index.html with the table of contents, one
// copy of the library that draws figures, and in the folder reference the pages of [WriteReference]. The book needs no network.
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
	contents := make([]chapter, len(editions), len(editions)+1)
	for i, e := range editions {
		name := strings.ReplaceAll(strings.TrimSuffix(e.File, ".ipynb"), string(filepath.Separator), "-")
		contents[i] = chapter{e.Notebook.title() + e.note, name + ".html", e.Notebook.language(), e.Notebook.sections(), false}
	}
	contents = append(contents, chapter{"Reference of the packages", "reference/index.html", "en", nil, false})
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
	return write(filepath.Join(folder, "index.html"), pageTemplate,
		&view{Title: "Spike encoding lectures in Go", Language: "en", Style: sheet, Contents: contents})
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
