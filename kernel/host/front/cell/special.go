package cell

import "strings"

// GoNB's commands that make a whole cell something else than Go.
var whole = map[string]bool{"%%writefile": true, "%%script": true, "%%bash": true, "%%sh": true, "%%gx": true}

// escaped begins a command that other tools shall take for a comment.
const escaped = "//gonb:"

// ofAnother reports whether the cell is not Go's but another program's, and has the stub run that.
func (s *Source) ofAnother(o Options) bool {
	first := strings.TrimPrefix(s.lines[0].text, escaped)
	words := strings.Fields(first)
	if len(words) == 0 || !whole[words[0]] || !strings.HasPrefix(first, words[0]) {
		return false
	}
	for i := range s.lines {
		s.lines[i].kind = special
	}
	stub := `%%script "` + o.Stub + `" script `
	switch rest := strings.TrimSpace(strings.TrimPrefix(first, words[0])); {
	case o.Stub == "":
	case words[0] == "%%script" && rest != "":
		s.lines[0].text = stub + rest
	case (words[0] == "%%bash" || words[0] == "%%sh") && rest == "":
		s.lines[0].text = stub + words[0][2:]
	}
	return true
}

// specials finds GoNB's commands, and whether there is one that has GoNB write a main part of its own. It has the stub run
// the shell's.
func (s *Source) specials(o Options) (own bool) {
	for i := 0; i < len(s.lines); i++ {
		l := &s.lines[i]
		text := strings.TrimPrefix(l.text, escaped)
		switch {
		case len(text) > 1 && (text[0] == '%' || text[0] == '!'):
			l.kind = special
			if isMain(text) {
				l.kind, s.Main, s.Go = main, true, true
			}
			for _, w := range []string{"%exec", "%test", "%wasm"} {
				if strings.HasPrefix(text, w) {
					own, s.Go = true, true
					s.Wasm = s.Wasm || w == "%wasm"
				}
			}
			last := i
			for joined := text; strings.HasSuffix(joined, `\`) && last+1 < len(s.lines); {
				last++
				joined = strings.TrimPrefix(s.lines[last].text, escaped)
				s.lines[last].kind = special
			}
			if text[0] == '!' && o.Stub != "" {
				s.shell(i, last, o.Stub)
			}
			i = last
		case strings.HasPrefix(l.text, "package"):
			l.kind = special // GoNB has its own
		default:
			s.Go = s.Go || strings.TrimSpace(l.text) != ""
		}
	}
	return own
}

// isMain reports whether a line begins the main part.
func isMain(text string) bool {
	return strings.HasPrefix(text, "%main") || text == "%%" || strings.HasPrefix(text, "%% ") || strings.HasPrefix(text, "%%\t")
}

// shell has the stub run the shell's command in these lines, which are joined as GoNB would.
func (s *Source) shell(first, last int, stub string) {
	var joined strings.Builder
	for i := first; i <= last; i++ {
		text := strings.TrimPrefix(s.lines[i].text, escaped)
		if i < last {
			text = strings.TrimSuffix(text, `\`) + " "
		}
		joined.WriteString(text)
	}
	command := strings.TrimLeft(joined.String()[1:], " \t")
	mark := "!"
	if rest, ok := strings.CutPrefix(command, "*"); ok { // in the folder of the cell's program
		mark, command = "!*", rest
	}
	if strings.TrimSpace(command) == "" || strings.HasSuffix(command, `\`) {
		return
	}
	s.lines[first].text = mark + quote(stub) + " shell /bin/bash -c " + quote(command)
	for i := first + 1; i <= last; i++ {
		s.lines[i].text = ""
	}
}

// quote writes a word for a shell.
func quote(word string) string { return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'" }
