package lecture

import (
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// longer are the cells that are more than half as long again as their Python model, and why.
var longer = map[string]string{
	"1-3-create-dataloaders-2": "it gives a seed, which the original leaves to chance, and each option's name has its package's",
}

var lineComment = regexp.MustCompile(`(^|\s)//.*$`)

// length counts a cell's lines of code, and its characters without blanks. The line %% is no code.
func length(cell string) (lines, characters int) {
	for line := range strings.Lines(cell) {
		code := strings.Join(strings.Fields(lineComment.ReplaceAllString(strings.TrimSuffix(line, "\n"), "")), "")
		if code != "" && code != "%%" {
			lines++
			characters += len([]rune(code))
		}
	}
	return lines, characters
}

// size is that of a Python cell.
type size struct{ lines, characters float64 }

// pythonCells are the sizes of the original's cells, by the id of the cell here that follows them.
func pythonCells(t *testing.T) map[string]size {
	t.Helper()
	file, err := os.Open("testdata/python.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comment = '#'
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	python := map[string]size{}
	for _, row := range rows[1:] {
		lines, lerr := strconv.ParseFloat(row[2], 64)
		characters, cerr := strconv.ParseFloat(row[3], 64)
		if err := errors.Join(lerr, cerr); err != nil {
			t.Fatal(err)
		}
		python[row[0]] = size{lines, characters}
	}
	return python
}

// A Go cell is at most half as long again as the Python cell that it follows. All together those that draw a figure have at most 0.75 of the
// original's characters, the others at most 0.9.
func TestCellsAreShort(t *testing.T) {
	s, err := Read(filepath.Join(dir, "source", "tutorial_1_spike_encoding.md"))
	if err != nil {
		t.Fatal(err)
	}
	python := pythonCells(t)
	var all, models [2]float64 // characters, of cells without and with figures
	for _, p := range s.Parts {
		model, ok := python[p.ID]
		if p.Kind != Code || !ok {
			continue
		}
		delete(python, p.ID)
		lines, characters := length(p.Text)
		draws := 0
		if strings.Contains(p.Text, "plots.Show(") || strings.Contains(p.Text, "showRaster(") {
			draws = 1
		}
		all[draws] += float64(characters)
		models[draws] += model.characters
		long := float64(lines) > 1.5*model.lines || float64(characters) > 1.5*model.characters
		if _, excepted := longer[p.ID]; long != excepted {
			t.Errorf("cell %s has %d lines and %d characters, its model %g and %g; an exception is %t", p.ID, lines, characters, model.lines, model.characters, excepted)
		}
	}
	for id := range python {
		t.Errorf("no cell %s follows its Python model", id)
	}
	for draws, most := range []float64{0.9, 0.75} {
		ratio := all[draws] / models[draws]
		t.Logf("%.2f times the characters of the original's cells, figures %t", ratio, draws == 1)
		if ratio > most {
			t.Errorf("%.2f times the characters of the original's cells, at most %g are wanted, figures %t", ratio, most, draws == 1)
		}
	}
}

// Lines of code fit a page beside a table of contents: they have at most 88 columns, with tabs of four.
func TestLinesOfCellsFit(t *testing.T) {
	for _, name := range []string{"tutorial_1_spike_encoding", "encoding_your_own_data"} {
		s, err := Read(filepath.Join(dir, "source", name+".md"))
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range s.Parts {
			if p.Kind == Prose || p.Kind == Note {
				continue
			}
			for line := range strings.Lines(p.Text) {
				columns := len([]rune(strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\t", "    ")))
				if columns > 88 {
					t.Errorf("%s: cell %s has a line of %d columns: %s", name, p.ID, columns, line)
				}
			}
		}
	}
}
