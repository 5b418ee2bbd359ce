package front

import (
	"go/doc/comment"
	"go/token"
	"go/types"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"gosnn/kernel/host/front/cell"
)

// beforeCursor is what is being typed: a name, or a package's.
var beforeCursor = regexp.MustCompile(`(?:([\p{L}_][\p{L}\p{N}_]*)\.)?([\p{L}_][\p{L}\p{N}_]*)?$`)

// matches returns the names, known without gopls, that what stands before the cursor may become, and where in the source they begin.
func (s *session) matches(p position) (names []string, start int) {
	before := []rune(p.Code)[:p.Cursor]
	line := string(before)
	line = line[strings.LastIndexByte(line, '\n')+1:]
	at := beforeCursor.FindStringSubmatchIndex(line)
	part := func(i int) string {
		if at[2*i] < 0 {
			return ""
		}
		return line[at[2*i]:at[2*i+1]]
	}
	of, prefix := part(1), part(2)
	start = p.Cursor - len([]rune(prefix))
	if of != "" {
		if at[2] > 0 && strings.HasSuffix(line[:at[2]], ".") {
			return nil, start // a field's field
		}
		return s.index.Names(s.packagePath(of), prefix), start
	}
	if prefix == "" || strings.HasSuffix(line[:at[0]], ".") {
		return nil, start
	}
	found := map[string]bool{}
	add := func(all ...string) {
		for _, name := range all {
			if name != prefix && len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) {
				found[name] = true
			}
		}
	}
	source := cell.Parse(p.Code, cell.Options{})
	add(source.Globals...)
	add(source.Locals...)
	for _, c := range s.cells {
		add(c.Globals...)
		for _, i := range c.Imports {
			add(path.Base(i))
		}
	}
	add(types.Universe.Names()...)
	for t := token.BREAK; t <= token.VAR; t++ {
		add(t.String())
	}
	add("fmt", "math", "os", "strings", "time", "snn", "plots", "kernel", "gotch", "ts")
	return slices.Sorted(maps.Keys(found)), start
}

// packagePath is the import path of a package that cells call by this name, "" if there is none.
func (s *session) packagePath(name string) string {
	for n := s.count; n > 0; n-- {
		if source := s.cells[n]; source != nil {
			for _, i := range source.Imports {
				if path.Base(i) == name {
					return i
				}
			}
		}
	}
	return s.index.Resolve(name)
}

// qualified finds the qualified name at the cursor, or the function of the call that the cursor is in.
var qualified = regexp.MustCompile(`([\p{L}_][\p{L}\p{N}_]*)\.([\p{L}_][\p{L}\p{N}_]*)$`)

// help returns the declaration and the comment of a package's name at the cursor, in Markdown.
func (s *session) help(p position) (markdown string, ok bool) {
	code := []rune(p.Code)
	end := p.Cursor
	letter := func(i int) bool {
		return i >= 0 && i < len(code) && (code[i] == '_' || token.IsIdentifier("a"+string(code[i])))
	}
	if !letter(end) && !letter(end-1) { // within a call
		depth := 0
		for end--; end >= 0; end-- {
			if code[end] == ')' {
				depth++
			} else if code[end] == '(' {
				if depth--; depth < 0 {
					break
				}
			}
		}
	}
	for letter(end) {
		end++
	}
	if end <= 0 {
		return "", false
	}
	name := qualified.FindStringSubmatch(string(code[:end]))
	if name == nil {
		return "", false
	}
	declaration, text, ok := s.index.Doc(s.packagePath(name[1]), name[2])
	if !ok {
		return "", false
	}
	var parser comment.Parser
	var printer comment.Printer
	return "```go\n" + declaration + "\n```\n\n" + string(printer.Markdown(parser.Parse(text))), true
}
