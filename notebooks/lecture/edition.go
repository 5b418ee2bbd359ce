package lecture

// Student makes the notebook that students get: cells to fill in, and solutions folded away under the given word.
func (s *Source) Student(solution string) *Notebook {
	n := newNotebook()
	for _, p := range s.Parts {
		switch p.Kind {
		case Prose:
			n.markdown(p.ID, p.Text)
		case Code, Answer:
			n.code(p.ID, p.Text)
		case Solution:
			n.markdown(p.ID, "<details><summary>"+solution+"</summary>\n\n```go\n"+p.Text+"\n```\n\n</details>")
		}
	}
	return n
}

// Instructor makes the notebook that has the solutions run, and the notes.
func (s *Source) Instructor() *Notebook {
	n := newNotebook()
	for _, p := range s.Parts {
		switch p.Kind {
		case Prose:
			n.markdown(p.ID, p.Text)
		case Code, Solution:
			n.code(p.ID, p.Text)
		case Note:
			n.markdown(p.ID, "> **For the instructor.** "+quote(p.Text))
		}
	}
	return n
}
