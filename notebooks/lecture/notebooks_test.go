package lecture

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
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

// Students see that their empty answers are none, instructors that the solutions are right, in the notebook's language. Each code has three exercises.
func TestAnswersOfEditions(t *testing.T) {
	s, err := Read(filepath.Join(dir, "source", "tutorial_1_spike_encoding.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range []struct {
		folder      string
		kind        Kind
		want, other string
	}{
		{"", Answer, "Not yet: ", "Right: "},
		{"instructor", Solution, "Right: ", "Not yet: "},
		{"ko", Answer, "아직 아닙니다: ", "맞았습니다: "},
		{"ko/instructor", Solution, "맞았습니다: ", "아직 아닙니다: "},
	} {
		n, err := ReadNotebook(filepath.Join(dir, e.folder, "tutorial_1_spike_encoding.ipynb"))
		if err != nil {
			t.Fatal(err)
		}
		shown := map[string]string{}
		for _, c := range n.Cells {
			for _, o := range c.Outputs {
				shown[c.ID] += joined(o["text"])
			}
		}
		exercises := map[string]int{}
		for _, p := range s.Parts {
			if p.Kind != e.kind {
				continue
			}
			if text := shown[p.ID]; !strings.Contains(text, e.want) || strings.Contains(text, e.other) {
				t.Errorf("%q: cell %s shows %q, want %q", e.folder, p.ID, text, e.want)
			}
			for _, code := range []string{"Rate", "Latency", "Delta"} {
				if strings.Contains(p.Text, "check."+code) {
					exercises[code]++
				}
			}
		}
		for _, code := range []string{"Rate", "Latency", "Delta"} {
			if exercises[code] < 3 {
				t.Errorf("%q: %d exercises for %s, want three", e.folder, exercises[code], code)
			}
		}
	}
}

// checks finds calls of the packages that check exercises, in the language of the notebook.
var checks = regexp.MustCompile(`\b(check|neurons|training)\.[A-Z]`)

// digits are the numbers of a text.
var digits = regexp.MustCompile(`\d+(\.\d+)?`)

// printed are the numbers that a cell prints.
func printed(outputs []Output) (all []string) {
	for _, o := range outputs {
		all = append(all, digits.FindAllString(joined(o["text"]), -1)...)
	}
	return all
}

// within reports whether a translation has the original's numbers in their order: its words may have others between them.
func within(numbers, translation []string) bool {
	for _, n := range translation {
		if len(numbers) > 0 && n == numbers[0] {
			numbers = numbers[1:]
		}
	}
	return len(numbers) == 0
}

// A notebook and its translation have the same code but for the words of its comments and strings. They show the same: where there is a
// glossary, the same numbers. Checks speak the language of the notebook.
func TestTranslationsShowTheSame(t *testing.T) {
	editions, err := Editions(dir)
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, e := range editions {
		name, translated := strings.CutPrefix(filepath.ToSlash(e.File), "ko/")
		if !translated {
			continue
		}
		original, err := ReadNotebook(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		translation, err := ReadNotebook(filepath.Join(dir, e.File))
		if err != nil {
			t.Fatal(err)
		}
		words, err := readGlossary(filepath.Join(dir, "source", e.lecture()+".ko.tsv"))
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range original.Cells {
			if c.Type != "code" {
				continue
			}
			compared++
			o := translation.Cells[i]
			same := checks.MatchString(string(c.Source)) || sameOutputs(o.Outputs, c.Outputs) || words != nil && within(printed(c.Outputs), printed(o.Outputs))
			if string(o.Source) != words.translate(string(c.Source)) || !same {
				t.Errorf("%s: cell %s differs from the original's", e.File, c.ID)
			}
		}
	}
	if compared < 50 {
		t.Errorf("%d cells compared", compared)
	}
}

// long are those that take minutes. They run with GOSNN_TEST_NOTEBOOKS=all (make test-notebooks), which runs all editions.
var long = map[string]bool{"tutorial_6_cnn": true}

// The notebooks run from start to end, and show what is committed. Editions of a lecture have the same cells but for exercises, of which
// the instructor's has the solutions; so unless all are to run, it stands for the others. It runs by ordinary cells, too, and shows the same.
func TestNotebooksRun(t *testing.T) {
	all := os.Getenv("GOSNN_TEST_NOTEBOOKS") == "all"
	stands := func(e Edition) bool {
		return (all || !long[e.lecture()]) && (filepath.Dir(e.File) == "instructor" || e.File == "encoding_your_own_data.ipynb")
	}
	hot := execute(t, func(e Edition) bool {
		return all || stands(e) || e.File == filepath.Join("ko", "tutorial_1_spike_encoding.ipynb")
	})
	for file, n := range hot {
		committed, err := ReadNotebook(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		withoutTimes(committed)
		if diff := n.Notebook.Diff(committed, true); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
	t.Setenv("GOSNN_HOT", "off")
	for file, n := range execute(t, stands) {
		if diff := hot[file].Notebook.Diff(n.Notebook, true); diff != "" {
			t.Errorf("%s, by ordinary cells: %s", file, diff)
		}
	}
}

// lecture is the name that all editions of a lecture share.
func (e Edition) lecture() string { return strings.TrimSuffix(filepath.Base(e.File), ".ipynb") }

// execute runs the editions that are chosen, and returns them by their files.
func execute(t *testing.T, chosen func(Edition) bool) map[string]Edition {
	t.Helper()
	editions, err := Editions(dir)
	if err != nil {
		t.Fatal(err)
	}
	editions = slices.DeleteFunc(editions, func(e Edition) bool { return !chosen(e) })
	if err := Execute(t.Context(), editions, filepath.Join(dir, "data"), func(file string) { t.Log(file) }); err != nil {
		t.Fatal(err)
	}
	run := map[string]Edition{}
	for _, e := range editions {
		withoutTimes(e.Notebook)
		run[e.File] = e
	}
	return run
}

// elapsed is the time that a progress bar shows.
var elapsed = regexp.MustCompile(`\[[0-9hms.]+\]`)

// withoutTimes takes times out of progress bars.
func withoutTimes(n *Notebook) {
	for _, c := range n.Cells {
		for _, o := range c.Outputs {
			data, _ := o["data"].(map[string]any)
			if text := joined(data["text/plain"]); strings.Contains(text, "100% |") {
				data["text/plain"] = elapsed.ReplaceAllString(text, "[]")
			}
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
