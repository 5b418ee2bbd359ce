package lecture

import (
	"errors"
	"html/template"
	"io/fs"
	"os"
	"regexp"
	"strings"
)

// pythonCell is a cell of a lecture's Python, the calls of snnTorch's own tutorial: the script NAME.py beside the source NAME.md.
type pythonCell struct {
	ID   string // of the code cell that it stands beside; "" for none
	Text string
}

// pythonOpens finds the line that begins a cell of Python, with the id of the cell that it stands beside.
var pythonOpens = regexp.MustCompile(`(?m)^# %%(?: (\S+))?\n`)

// readPython reads a script of such cells. A lecture without one has none.
func readPython(name string) ([]pythonCell, error) {
	script, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	text := strings.ReplaceAll(string(script), "\r\n", "\n")
	opens := pythonOpens.FindAllStringSubmatch(text, -1)
	var all []pythonCell
	for i, cell := range pythonOpens.Split(text, -1)[1:] { // what stands before the first cell is about the script
		all = append(all, pythonCell{opens[i][1], strings.TrimSpace(cell)})
	}
	return all, nil
}

// addPython folds the Python away below the code of the cells that it stands beside.
func (v *view) addPython(python []pythonCell) {
	v.PythonTitle = words[v.Language].python
	beside := map[string]string{}
	for _, c := range python {
		beside[c.ID] = c.Text
	}
	for i := range v.Cells {
		if text, ok := beside[v.Cells[i].ID]; ok && v.Cells[i].Code != "" {
			v.Cells[i].Python = template.HTML(highlight(pythonLexer, text))
		}
	}
}
