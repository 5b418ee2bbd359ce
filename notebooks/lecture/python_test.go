package lecture

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestReadPython(t *testing.T) {
	file := filepath.Join(t.TempDir(), "lecture.py")
	if err := os.WriteFile(file, []byte("# About it.\r\n\n# %% first-2\nimport torch\n\nprint(1)  # %% no cell\n\n# %%\nprint(2)\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := readPython(file)
	want := []pythonCell{{"first-2", "import torch\n\nprint(1)  # %% no cell"}, {"", "print(2)"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("cells %q, %v, want %q", got, err, want)
	}
	if got, err := readPython(file + ".missing"); got != nil || err != nil {
		t.Errorf("a lecture without Python: %q, %v", got, err)
	}
}

// Each tutorial has its Python. Each cell of it stands beside a cell of Go, and no two beside the same; the first tutorial's stand beside all
// that follow a cell of the original.
func TestPythonStandsBesideCells(t *testing.T) {
	editions, err := Editions(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range editions {
		if strings.HasPrefix(e.lecture(), "tutorial_") && len(e.python) < 5 {
			t.Errorf("%s: %d cells of Python", e.File, len(e.python))
		}
		code, beside := map[string]bool{}, map[string]bool{}
		for _, c := range e.Notebook.Cells {
			code[c.ID] = c.Type == "code"
		}
		for _, c := range e.python {
			if c.ID != "" && (!code[c.ID] || beside[c.ID]) {
				t.Errorf("%s: Python beside the cell %s, which is no code or has some", e.File, c.ID)
			}
			beside[c.ID] = true
		}
		if e.lecture() != "tutorial_1_spike_encoding" {
			continue
		}
		for id, original := range pythonCells(t) {
			if original.lines > 0 && !beside[id] {
				t.Errorf("%s: no Python beside the cell %s, which follows the original", e.File, id)
			}
		}
	}
}

// The book has each cell of Python folded away once, below its Go, and a page of its own none.
func TestBookHasPython(t *testing.T) {
	out := t.TempDir()
	if err := WriteBook(out, root, library(t)); err != nil {
		t.Fatal(err)
	}
	for page, language := range map[string]string{"tutorial_1_spike_encoding.html": "en", "ko-tutorial_1_spike_encoding.html": "ko", "encoding_your_own_data.html": "en"} {
		text, err := os.ReadFile(filepath.Join(out, page))
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		python, err := readPython(filepath.Join(dir, "source", strings.TrimPrefix(strings.TrimSuffix(page, ".html"), "ko-")+".py"))
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range python {
			if c.ID != "" {
				want++
			}
		}
		summary := fmt.Sprintf("<details><summary>%s</summary>", words[language].python)
		if got := strings.Count(string(text), summary); got != want {
			t.Errorf("%s has %d cells of Python folded away, want %d", page, got, want)
		}
	}
}
