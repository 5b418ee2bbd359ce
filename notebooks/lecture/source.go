package lecture

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Kind is what a part of a source is.
type Kind int

const (
	Prose    Kind = iota
	Code          // a cell for everybody
	Answer        // a cell that the student fills in
	Solution      // what the instructor has in its place
	Note          // prose for the instructor
)

// fences are the code cells' opening lines.
var fences = map[string]Kind{"```go": Code, "```go answer": Answer, "```go solution": Solution}

const noteOpens, noteCloses = "<!-- instructor", "-->"

// Part is a cell of a source.
type Part struct {
	Kind Kind
	ID   string // the cell's id: its heading and its number below that, the same in every edition
	Text string
	Line int // where it begins, from 1
}

// Source is a lecture as it is written.
type Source struct {
	Name     string // of the file, for errors
	Language string // of the prose: "en", or by the name, "lecture.ko.md", another one
	Parts    []Part
	python   []pythonCell
}

// Read reads a source file.
func Read(name string) (*Source, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return Parse(name, string(text))
}

// Parse splits a source into its parts. It returns an error with the line of a fence or note that does not end.
func Parse(name, text string) (*Source, error) {
	s := &Source{Name: name, Language: "en"}
	if l := strings.Split(filepath.Base(name), "."); len(l) == 3 {
		s.Language = l[1]
	}
	if words[s.Language].solution == "" {
		return nil, fmt.Errorf("%s: no words for the language %q", name, s.Language)
	}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	var prose []string
	start := 1
	flush := func() {
		s.add(Prose, strings.Join(prose, "\n"), start)
		prose = nil
	}
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		kind, isCode := fences[strings.TrimRight(line, " ")]
		switch {
		case isCode || line == noteOpens:
			flush()
			closes := "```"
			if !isCode {
				kind, closes = Note, noteCloses
			}
			first := i + 1
			for i++; i < len(lines) && lines[i] != closes; i++ {
			}
			if i == len(lines) {
				return nil, fmt.Errorf("%s:%d: no line %q ends what begins here", name, first, closes)
			}
			s.add(kind, strings.Join(lines[first:i], "\n"), first+1)
			start = i + 2
		case strings.HasPrefix(line, "```"): // another language's: prose
			first := i
			for prose = append(prose, line); ; prose = append(prose, lines[i]) {
				if i++; i == len(lines) {
					return nil, fmt.Errorf("%s:%d: no line \"```\" ends what begins here", name, first+1)
				}
				if lines[i] == "```" {
					prose = append(prose, lines[i])
					break
				}
			}
		case isHeading(line) && hasText(prose):
			flush()
			start = i + 1
			prose = append(prose, line)
		default:
			prose = append(prose, line)
		}
	}
	flush()
	s.number()
	return s, nil
}

func (s *Source) add(kind Kind, text string, line int) {
	line += len(text) - len(strings.TrimLeft(text, "\n"))
	text = strings.Trim(text, "\n")
	if kind == Prose && strings.TrimSpace(text) == "" {
		return
	}
	s.Parts = append(s.Parts, Part{Kind: kind, Text: text, Line: line})
}

var heading = regexp.MustCompile(`^#{1,6} +(.*)`)

func isHeading(line string) bool { return heading.MatchString(line) }

type headed struct {
	level int
	title string
}

// headings are those of a prose cell.
func headings(text string) (list []headed) {
	inFence := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if strings.HasPrefix(line, "```") {
			inFence = !inFence
		}
		if m := heading.FindStringSubmatch(line); m != nil && !inFence {
			list = append(list, headed{strings.Index(line, " "), m[1]})
		}
	}
	return list
}

// hasText reports whether there is more than headings: a heading directly below another stays in its cell.
func hasText(lines []string) bool {
	for _, line := range lines {
		if strings.TrimSpace(line) != "" && !isHeading(line) {
			return true
		}
	}
	return false
}

var notInID = regexp.MustCompile(`[^a-z0-9]+`)

// number gives the parts their ids.
func (s *Source) number() {
	slug, count := "cell", map[string]int{}
	for i := range s.Parts {
		p := &s.Parts[i]
		if p.Kind == Prose {
			for _, h := range headings(p.Text) {
				slug = strings.Trim(notInID.ReplaceAllString(strings.ToLower(h.title), "-"), "-")
				slug = strings.TrimRight(slug[:min(len(slug), 50)], "-") // nbformat allows 64 characters
			}
		}
		count[slug]++
		p.ID = fmt.Sprintf("%s-%d", slug, count[slug])
	}
}

// Translate returns the original with the translation's prose. Both have the same kinds of parts in the same order, and the translation's
// fences are empty.
func (s *Source) Translate(translation *Source) (*Source, error) {
	t := &Source{Name: translation.Name, Language: translation.Language, python: s.python}
	rest := translation.Parts
	for _, p := range s.Parts {
		if len(rest) == 0 {
			return nil, fmt.Errorf("%s ends before %s:%d", translation.Name, s.Name, p.Line)
		}
		q := rest[0]
		rest = rest[1:]
		if p.Kind != q.Kind {
			return nil, fmt.Errorf("%s:%d and %s:%d: different kinds of cell", s.Name, p.Line, translation.Name, q.Line)
		}
		if p.Kind == Prose || p.Kind == Note {
			p.Text = q.Text
		} else if q.Text != "" {
			return nil, fmt.Errorf("%s:%d: code in a translation; leave the fence empty", translation.Name, q.Line)
		}
		t.Parts = append(t.Parts, p)
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("%s:%d: more cells than %s", translation.Name, rest[0].Line, s.Name)
	}
	return t, nil
}
