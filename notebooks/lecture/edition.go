package lecture

// words are what editions say by themselves in a language.
var words = map[string]struct{ solution, note, instructor, glossary, python string }{
	"en": {"Solution", "For the instructor.", "instructor", "Glossary", "In Python (snnTorch)"},
	"ko": {"풀이", "강의자에게.", "강의자용", "용어", "파이썬 코드(snnTorch)"},
}

// Student makes the notebook that students get: cells to fill in, and solutions folded away.
func (s *Source) Student() *Notebook {
	return s.student(func(n *Notebook, p Part) {
		n.markdown(p.ID, "<details><summary>"+words[s.Language].solution+"</summary>\n\n```go\n"+p.Text+"\n```\n\n</details>")
	})
}

// Handout makes the notebook that students get where solutions are handed out later: [Source.Student] without them.
func (s *Source) Handout() *Notebook { return s.student(func(*Notebook, Part) {}) }

func (s *Source) student(solution func(n *Notebook, p Part)) *Notebook {
	n := newNotebook(s.Language)
	for _, p := range s.Parts {
		switch p.Kind {
		case Prose:
			n.markdown(p.ID, p.Text)
		case Code, Answer:
			n.code(p.ID, p.Text)
		case Solution:
			solution(n, p)
		}
	}
	return n
}

// Instructor makes the notebook that has the solutions run, and the notes.
func (s *Source) Instructor() *Notebook {
	n := newNotebook(s.Language)
	for _, p := range s.Parts {
		switch p.Kind {
		case Prose:
			n.markdown(p.ID, p.Text)
		case Code, Solution:
			n.code(p.ID, p.Text)
		case Note:
			n.markdown(p.ID, "> **"+words[s.Language].note+"** "+quote(p.Text))
		}
	}
	return n
}
