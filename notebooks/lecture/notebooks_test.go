package lecture

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// dir is the folder of the committed notebooks.
const dir = ".."

// root is the source tree.
const root = "../.."

// The committed notebooks are those of their sources, and have been run from start to end.
func TestNotebooksAreUpToDate(t *testing.T) {
	editions, err := Editions(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(editions) == 0 {
		t.Fatal("no sources")
	}
	for _, e := range editions {
		file := filepath.Join(dir, e.File)
		committed, err := ReadNotebook(file)
		if err != nil {
			t.Fatalf("%v. What to do: make notebooks", err)
		}
		if diff := e.Notebook.Diff(committed, false); diff != "" {
			t.Errorf("%s is stale (make notebooks): %s", e.File, diff)
		}
		count := 0
		for _, c := range committed.Cells {
			if c.Type != "code" {
				continue
			}
			count++
			if c.Count == nil || *c.Count != count {
				t.Errorf("%s: cell %s has not been run in its place (make notebooks)", e.File, c.ID)
			}
			if message := c.failure(); message != "" {
				t.Errorf("%s: cell %s fails: %s", e.File, c.ID, message)
			}
		}
		if info, err := os.Stat(file); err != nil || info.Size() > MaxBytes {
			t.Errorf("%s: %d bytes (%v), at most %d are wanted", e.File, info.Size(), err, MaxBytes)
		}
	}
}

// Students see that their empty answers are none, instructors that the solutions are right.
func TestAnswersOfEditions(t *testing.T) {
	s, err := Read(filepath.Join(dir, "source", "tutorial_1_spike_encoding.md"))
	if err != nil {
		t.Fatal(err)
	}
	exercises := map[string]int{}
	for file, kind := range map[string]Kind{"tutorial_1_spike_encoding.ipynb": Answer, "instructor/tutorial_1_spike_encoding.ipynb": Solution} {
		n, err := ReadNotebook(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		shown := map[string]string{}
		for _, c := range n.Cells {
			for _, o := range c.Outputs {
				shown[c.ID] += joined(o["text"])
			}
		}
		for _, p := range s.Parts {
			if p.Kind != kind {
				continue
			}
			want, other := "Not yet: ", "Right: "
			if kind == Solution {
				want, other = other, want
			}
			if text := shown[p.ID]; !strings.Contains(text, want) || strings.Contains(text, other) {
				t.Errorf("%s: cell %s shows %q, want %q", file, p.ID, text, want)
			}
			for _, code := range []string{"Rate", "Latency", "Delta"} {
				if strings.Contains(p.Text, "check."+code) {
					exercises[code]++
				}
			}
		}
	}
	for _, code := range []string{"Rate", "Latency", "Delta"} {
		if exercises[code] < 2*3 {
			t.Errorf("%d cells of exercises for %s, want three exercises with a cell for the answer and one for the solution", exercises[code], code)
		}
	}
}

// Run anew, each notebook shows what its committed file shows.
func TestNotebooksRun(t *testing.T) {
	editions, err := Editions(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := Execute(context.Background(), editions, filepath.Join(dir, "data"), func(file string) { t.Log(file) }); err != nil {
		t.Fatal(err)
	}
	for _, e := range editions {
		committed, err := ReadNotebook(filepath.Join(dir, e.File))
		if err != nil {
			t.Fatal(err)
		}
		if diff := e.Notebook.Diff(committed, true); diff != "" {
			t.Errorf("%s: %s", e.File, diff)
		}
	}
}

// No notebook lies about without its source, and no source without its line in contents.txt.
func TestNothingIsLeftOver(t *testing.T) {
	editions, err := Editions(dir)
	if err != nil {
		t.Fatal(err)
	}
	made := map[string]bool{}
	for _, e := range editions {
		made[e.File] = true
	}
	for _, pattern := range []string{"*.ipynb", "*/*.ipynb", "*/*/*.ipynb"} {
		files, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if name, err := filepath.Rel(dir, file); err != nil || !made[name] {
				t.Errorf("%s has no source (%v)", file, err)
			}
		}
	}
	sources, err := filepath.Glob(filepath.Join(dir, "source", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range sources {
		name, _, _ := strings.Cut(filepath.Base(file), ".")
		if !made[name+".ipynb"] {
			t.Errorf("%s is not in contents.txt", file)
		}
	}
}
