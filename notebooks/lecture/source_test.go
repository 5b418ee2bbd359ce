package lecture

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const small = "# Title\n\nText.\n\n```go\na := 1\n```\n\n## Two\n\nMore.\n\n```sh\n# not a heading\n```\n\n### Three\n\n" +
	"```go answer\n// ?\n```\n\n<details><summary>Hint</summary>\n\nThink.\n\n</details>\n\n```go solution\nb := 2\n```\n\n<!-- instructor\nTell\nthem.\n-->\n"

func TestParse(t *testing.T) {
	s, err := Parse("x.md", small)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"0 title-1 1 # Title\n\nText.", "1 title-2 6 a := 1", "0 two-1 9 ## Two\n\nMore.\n\n```sh\n# not a heading\n```", "0 three-1 17 ### Three",
		"2 three-2 20 // ?", "0 three-3 23 <details><summary>Hint</summary>\n\nThink.\n\n</details>", "3 three-4 30 b := 2", "4 three-5 34 Tell\nthem.",
	}
	var got []string
	for _, p := range s.Parts {
		got = append(got, fmt.Sprint(int(p.Kind), " ", p.ID, " ", p.Line, " ", p.Text))
	}
	if strings.Join(got, "\n--\n") != strings.Join(want, "\n--\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n--\n"), strings.Join(want, "\n--\n"))
	}
}

func TestParseErrors(t *testing.T) {
	for text, want := range map[string]string{
		"a\n```go\nx": "x.md:2:", "```sh\nx": "x.md:1:", "a\n\n<!-- instructor\nx": "x.md:3:",
	} {
		if _, err := Parse("x.md", text); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("Parse(%q): %v, want an error of %s", text, err, want)
		}
	}
}

func TestTranslate(t *testing.T) {
	s, err := Parse("x.md", small)
	if err != nil {
		t.Fatal(err)
	}
	translated := "# 제목\n\n```go\n```\n\n## 둘\n\n### 셋\n\n더.\n\n```go answer\n```\n\n귀띔.\n\n```go solution\n```\n\n<!-- instructor\n말하세요.\n-->\n"
	for _, c := range []struct{ name, text, want string }{
		{"good", strings.Replace(translated, "### 셋", "글.\n\n### 셋", 1), ""},
		{"a cell less", translated, "different kinds"},
		{"code", strings.Replace(translated, "```go\n", "```go\nx\n", 1), "leave the fence empty"},
		{"short", "# 제목\n", "ends before"},
		{"long", strings.Replace(translated, "### 셋", "글.\n\n### 셋", 1) + "\n끝.\n", "more cells"},
	} {
		tr, err := Parse("x.ko.md", c.text)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Translate(tr)
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
				continue
			}
			for _, pair := range [][2]*Notebook{{s.Student(), got.Student()}, {s.Instructor(), got.Instructor()}} {
				for i, cell := range pair[0].Cells {
					other := pair[1].Cells[i]
					if cell.ID != other.ID || cell.Type == "code" && cell.Source != other.Source || cell.Type == "markdown" && cell.Source == other.Source {
						t.Errorf("%s: cell %s is %+v", c.name, cell.ID, other)
					}
				}
				if language := pair[1].language(); language != "ko" {
					t.Errorf("%s: the translation's language is %q", c.name, language)
				}
			}
		} else if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

func ExampleSource_Student() {
	s, err := Parse("x.md", "```go answer\n// your answer\n```\n\n```go solution\nx := 1\n```\n")
	if err != nil {
		panic(err)
	}
	for _, c := range s.Student().Cells {
		fmt.Printf("%s: %s\n", c.Type, c.Source)
	}
	// Output:
	// code: // your answer
	// markdown: <details><summary>Solution</summary>
	//
	// ```go
	// x := 1
	// ```
	//
	// </details>
}

func ExampleSource_Instructor() {
	s, err := Parse("x.md", "```go answer\n// your answer\n```\n\n```go solution\nx := 1\n```\n\n<!-- instructor\nAsk why.\n-->\n")
	if err != nil {
		panic(err)
	}
	for _, c := range s.Instructor().Cells {
		fmt.Printf("%s: %s\n", c.Type, c.Source)
	}
	// Output:
	// code: x := 1
	// markdown: > **For the instructor.** Ask why.
}

var (
	notProse  = regexp.MustCompile("`[^`]*`|\\]\\([^)]*\\)|\\*[^*\\s][^*\n]*\\*")
	sentence  = regexp.MustCompile(`[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){7,}`)
	wholeCode = regexp.MustCompile("(?s)```.*?```")
)

// A translation has the original's formulas, and the names in its code, cell by cell; and no sentence that nobody has translated.
func TestTranslations(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(dir, "source", "*.ko.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no translations, %v", err)
	}
	found := func(text string) []string {
		list := formula.FindAllString(wholeCode.ReplaceAllString(text, ""), -1)
		slices.Sort(list)
		return slices.Compact(list)
	}
	for _, file := range files {
		original, err := Read(strings.TrimSuffix(file, ".ko.md") + ".md")
		if err != nil {
			t.Fatal(err)
		}
		translation, err := Read(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := original.Translate(translation); err != nil {
			t.Fatal(err)
		}
		for i, p := range translation.Parts {
			if got, want := found(p.Text), found(original.Parts[i].Text); p.Kind == Prose && !slices.Equal(got, want) {
				t.Errorf("%s:%d has the formulas and code %q, want %q", file, p.Line, got, want)
			}
			if english := sentence.FindString(notProse.ReplaceAllString(p.Text, "")); english != "" {
				t.Errorf("%s:%d is not translated: %s", file, p.Line, english)
			}
		}
	}
}

// A handout has what students fill in, and nothing of the solutions.
func TestHandouts(t *testing.T) {
	all, err := Handouts(dir)
	if err != nil || len(all) == 0 {
		t.Fatalf("%d handouts, %v", len(all), err)
	}
	folder := t.TempDir()
	if err := WriteHandouts(dir, folder); err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		n, err := ReadNotebook(filepath.Join(folder, e.File))
		if err != nil {
			t.Fatal(err)
		}
		answers := 0
		for _, c := range n.Cells {
			if strings.Contains(string(c.Source), "<summary>"+words[n.language()].solution) {
				t.Errorf("%s: cell %s has a solution", e.File, c.ID)
			}
			if strings.Contains(string(c.Source), "// your answer") || strings.Contains(string(c.Source), "// 답") {
				answers++
			}
		}
		if answers == 0 {
			t.Errorf("%s: nothing to fill in", e.File)
		}
	}
}
