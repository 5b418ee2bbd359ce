package kernel

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// cells are the code cells of a saved notebook. A program cannot ask GoNB which cell it is, but it can look into the notebook's file.
type cells []cell

type cell struct {
	Type   string          `json:"cell_type"`
	Count  int             `json:"execution_count"` // 0 if not run since it was changed
	Source json.RawMessage `json:"source"`          // a string, or a list of lines
}

// readCells reads a notebook's file. If there is none that can be read, it returns no cells.
func readCells(path string) cells {
	f, err := openPlain(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil
	}
	var file struct{ Cells cells }
	if json.Unmarshal(data, &file) != nil {
		return nil
	}
	return file.Cells
}

// keeping returns the last cell that keeps a value under the name, by its number in the margin or by its place. If the file
// has no such cell, because the notebook was not saved since, it returns the declaration.
func (c cells) keeping(name, decl string) string {
	for i := len(c) - 1; i >= 0; i-- {
		if c[i].Type != "code" || !strings.Contains(c[i].text(), fmt.Sprintf("Keep(%q", name)) {
			continue
		}
		if c[i].Count > 0 {
			return fmt.Sprintf("In [%d]", c[i].Count)
		}
		return fmt.Sprintf("cell %d", i+1)
	}
	return decl
}

// text returns the cell's source.
func (c *cell) text() string {
	var lines []string
	if json.Unmarshal(c.Source, &lines) == nil {
		return strings.Join(lines, "")
	}
	var whole string
	_ = json.Unmarshal(c.Source, &whole)
	return whole
}
