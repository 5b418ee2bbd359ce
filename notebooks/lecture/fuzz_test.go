package lecture

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"
)

// cellID is what nbformat 4.5 takes as a cell's id.
var cellID = regexp.MustCompile(`^[a-zA-Z0-9-_]{1,64}$`)

// FuzzParse takes apart sources that anyone may have written: parts that are in the source, in its order, each with an id of its own
// that a notebook may have, or an error that names the line. A source is its own translation, once its code is taken out.
func FuzzParse(f *testing.F) {
	f.Add(small)
	f.Add("# 한국어\n\ntext\r\n\r\n# 한국어\n\n```go\n```\n")
	f.Add("```go answer \nx\n```\n\n````\n```go\n````\n")
	f.Add("<!-- instructor\n-->\n# " + strings.Repeat("long ", 30))
	f.Add("# a\n\nx\n\n# a 1\n\ny\n\n```go solution\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse("x.md", text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "x.md:") {
				t.Errorf("error %v names no line", err)
			}
			return
		}
		rest := strings.ReplaceAll(text, "\r\n", "\n")
		lines, seen := strings.Split(rest, "\n"), map[string]bool{}
		bare := &Source{Name: "y.md"}
		for _, p := range s.Parts {
			if !cellID.MatchString(p.ID) || seen[p.ID] {
				t.Errorf("id %q, or it is there twice", p.ID)
			}
			seen[p.ID] = true
			_, after, found := strings.Cut(rest, p.Text)
			if !found {
				t.Fatalf("part %+v is not in what is left of the source", p)
			}
			rest = after
			if first, _, _ := strings.Cut(p.Text, "\n"); p.Text != "" && (p.Line < 1 || p.Line > len(lines) || lines[p.Line-1] != first) {
				t.Errorf("part %+v is not in line %d", p, p.Line)
			}
			if p.Kind != Prose && p.Kind != Note {
				p.Text = ""
			}
			bare.Parts = append(bare.Parts, p)
		}
		if _, err := s.Translate(bare); err != nil {
			t.Errorf("its own translation: %v", err)
		}
	})
}

// FuzzNotebook reads notebooks' files that anything may have written. What can be read is written, and then read as the same.
func FuzzNotebook(f *testing.F) {
	f.Add([]byte(`{"cells":[{"cell_type":"code","id":"a","metadata":{},"source":["x := 1\n","y"],"execution_count":3,"outputs":[{"output_type":"stream","name":"stdout","text":"1\n"}]},` +
		`{"cell_type":"markdown","id":"b","metadata":{},"source":"# <b>&amp;</b>"}],"metadata":{"kernelspec":{"name":"gosnn"}},"nbformat":4,"nbformat_minor":5}`))
	f.Add([]byte(`{"cells":[null,{"source":null},{"cell_type":"raw","source":[]}]}`))
	f.Add([]byte(`{"cells":[{"cell_type":"code","source":["a","\n\n"],"execution_count":null,"outputs":null}]}`))
	f.Add([]byte(`{"cells":[{"source":7}]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		n := new(Notebook)
		if json.Unmarshal(text, n) != nil {
			return
		}
		one, err := n.JSON()
		if err != nil {
			t.Fatal(err)
		}
		again := new(Notebook)
		if err := json.Unmarshal(one, again); err != nil {
			t.Fatalf("%v\n%s", err, one)
		}
		two, err := again.JSON()
		if err != nil || string(one) != string(two) {
			t.Errorf("written again it differs: %v\n%s\n%s", err, one, two)
		}
		if d := again.Diff(again, true); d != "" {
			t.Errorf("it differs from itself: %s", d)
		}
		again.TakeOutputs(n)
		for i := range n.Cells {
			_ = n.Cells[i].failure()
			for _, o := range n.Cells[i].Outputs {
				_ = o.html()
			}
		}
	})
}

// FuzzToHTML makes HTML of prose that anyone may have written.
func FuzzToHTML(f *testing.F) {
	f.Add("# Title\n\nA formula $x^2$, `code with $`, and $$\\sum_{i=0}^n x_i$$\n\n```go\na := 1 // $5\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
	f.Add("\ue0005\ue001")
	f.Add("$\\frac{1}{$ $\\left( $ $x_$ $^$ $\\begin{matrix}$")
	f.Add("<details><summary>Hint</summary>\n\n```go\nx\n```\n\n</details>")
	f.Fuzz(func(t *testing.T, text string) {
		html, err := toHTML(text)
		if err == nil && strings.ContainsAny(html, "\ue000\ue001") && !strings.ContainsAny(text, "\ue000\ue001") {
			t.Errorf("a formula's mark is left in %q", html)
		}
	})
}
