package lecture

import (
	"encoding/csv"
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

// unmodelled are the cells that follow the review of the tutorial, and no cell of the original.
var unmodelled = map[string]bool{"a-series-made-of-digits-2": true, "a-series-made-of-digits-3": true}

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

// A Go cell is at most half as long again as the Python cell that it follows.
func TestCellsAreShort(t *testing.T) {
	s, err := Read(filepath.Join(dir, "source", "tutorial_1_spike_encoding.md"))
	if err != nil {
		t.Fatal(err)
	}
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
	python := map[string][2]float64{}
	for _, row := range rows[1:] {
		for i := range 2 {
			n, err := strconv.ParseFloat(row[2+i], 64)
			if err != nil {
				t.Fatal(err)
			}
			sizes := python[row[0]]
			sizes[i] = n
			python[row[0]] = sizes
		}
	}
	var all, models float64
	for _, p := range s.Parts {
		model, ok := python[p.ID]
		if p.Kind != Code || unmodelled[p.ID] {
			continue
		}
		if !ok {
			t.Errorf("cell %s has no Python model in testdata/python.csv", p.ID)
			continue
		}
		delete(python, p.ID)
		lines, characters := length(p.Text)
		all, models = all+float64(characters), models+model[1]
		long := float64(lines) > 1.5*model[0] || float64(characters) > 1.5*model[1]
		if _, excepted := longer[p.ID]; long != excepted {
			t.Errorf("cell %s has %d lines and %d characters, its model %g and %g; an exception is %t", p.ID, lines, characters, model[0], model[1], excepted)
		}
	}
	for id := range python {
		t.Errorf("no cell %s follows its Python model", id)
	}
	t.Logf("all cells together: %.2f times the characters of the original", all/models)
}
