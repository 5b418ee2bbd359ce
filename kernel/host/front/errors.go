package front

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"syscall"

	"gosnn/kernel/host/front/cell"
	"gosnn/kernel/host/front/wire"
)

// failure is how a cell failed, as Jupyter's error message has it.
type failure struct {
	Name      string   `json:"ename"`
	Value     string   `json:"evalue"`
	Traceback []string `json:"traceback"`

	traced bool // the trace is part of it
}

// Colors of terminals, which JupyterLab shows as those of its theme.
const (
	red   = "\x1b[0;31m"
	green = "\x1b[0;32m"
	cyan  = "\x1b[0;36m"
	dim   = "\x1b[2m"
	plain = "\x1b[0m"
)

// newFailure makes a failure: its first line is what every client shows.
func newFailure(name, value string, traceback ...string) *failure {
	first := red + name + plain
	if value != "" {
		first += ": " + value
	}
	return &failure{Name: name, Value: value, Traceback: append([]string{first}, traceback...)}
}

// place is a line of a cell's.
type place struct {
	source *cell.Source
	number int // of the cell
	line   int
	column int // in bytes, from 1; 0: none is marked
}

// String names the place.
func (p place) String() string { return fmt.Sprintf("cell [%d], line %d", p.number, p.line) }

// show quotes the source around the place, with an arrow at the line and a caret below the column.
func (p place) show(in string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%sCell [%d], line %d%s", cyan, p.number, p.line, plain)
	if in != "" {
		fmt.Fprintf(&b, ", in %s", in)
	}
	for n := max(1, p.line-1); n <= p.line; n++ {
		text := strings.TrimRight(p.source.Text(n), " \t\r")
		if n < p.line {
			if text != "" {
				fmt.Fprintf(&b, "\n     %3d %s", n, untab(text))
			}
			continue
		}
		fmt.Fprintf(&b, "\n%s---> %3d%s %s", green, n, plain, untab(text))
		if p.column > 0 {
			before := text[:min(len(text), p.column-1)]
			fmt.Fprintf(&b, "\n         %s%s^%s", strings.Repeat(" ", len([]rune(untab(before)))), red, plain)
		}
	}
	return b.String()
}

// untab writes tabs as spaces, so that a caret stands below its column.
func untab(text string) string { return strings.ReplaceAll(text, "\t", "    ") }

// syntaxError is the failure of a cell that cannot be read.
func (s *session) syntaxError(r *run) *failure {
	first := r.source.Errors[0]
	f := newFailure("SyntaxError", fmt.Sprintf("%s (line %d)", syntaxMessage(r.source, first), first.Line))
	for i, e := range r.source.Errors {
		if i == 3 || i > 0 && e.Line == r.source.Errors[i-1].Line {
			break // what follows is mostly of the first one's making
		}
		text := place{r.source, r.number, e.Line, e.Column}.show("")
		if i > 0 {
			text = syntaxMessage(r.source, e) + "\n" + text
		}
		f.Traceback = append(f.Traceback, text)
	}
	return f
}

// syntaxMessage puts a message of the parser's in words for those who do not know the parser.
func syntaxMessage(source *cell.Source, e cell.Error) string {
	m := strings.NewReplacer("'EOF'", "the end of the cell", "'IDENT'", "a name", "newline", "the end of the line").Replace(e.Message)
	switch {
	case strings.Contains(e.Message, "found 'EOF'"), e.Line >= strings.Count(source.Code, "\n")+1 && e.Column > len(source.Text(e.Line)):
		if missing := source.Unclosed(); missing != "" {
			return fmt.Sprintf("a closing %s is missing", missing)
		}
	}
	return m
}

// outcome is how the cell failed, nil if it did not, when all that is to be known is.
func (s *session) outcome(r *run) *failure {
	p := r.program
	switch {
	case r.interrupted && (r.failure != nil || r.refused || p != nil && (p.Verb == "signal" || p.Number != 0) || p == nil && r.out.status != ""):
		return newFailure("Interrupted", "the cell was interrupted")
	case r.failure != nil:
		return r.failure
	case p == nil || p.Verb == "exit" && p.Number == 0:
		return nil
	}
	if trace := r.out.trace.String(); trace != "" {
		if f := s.panicked(r, trace); f != nil {
			return f
		}
	}
	if p.Verb == "exit" {
		value := "the program ended itself"
		if last := r.out.streams["stderr"].last; last != "" {
			value = logTime.ReplaceAllString(last, "")
		}
		return newFailure(fmt.Sprintf("exit status %d", p.Number), value)
	}
	signal := syscall.Signal(p.Number)
	if signal == syscall.SIGINT {
		return newFailure("Interrupted", "the cell was interrupted")
	}
	value := "the program was ended by a signal"
	if signal == syscall.SIGKILL {
		value = "the program was killed; mostly the memory did not suffice"
	}
	return newFailure("signal: "+signal.String(), value)
}

// logTime is what package log puts before a line.
var logTime = regexp.MustCompile(`^\d{4}/\d\d/\d\d \d\d:\d\d:\d\d `)

// compilerLine is a mistake that the compiler reports.
var compilerLine = regexp.MustCompile(`^(?:.*/)?(main(?:_test)?\.go):(\d+):(\d+): (.+)$`)

// noise is what go says around mistakes.
var noise = regexp.MustCompile(`^(# .*|exit status \d+|\s*|too many errors|failed to run .*: exit status \d+)$`)

// gonbError makes a failure of GoNB's error message: of what the go command said, each mistake at its place, with a hint.
func (s *session) gonbError(r *run, m *wire.Message) *failure {
	var c struct {
		Value string `json:"evalue"`
	}
	_ = json.Unmarshal(m.Content, &c)
	files := mainFiles{folder: s.folder()}
	var f *failure
	var rest []string
	mistakes := 0
	for _, line := range strings.Split(c.Value, "\n") {
		found := compilerLine.FindStringSubmatch(line)
		if found == nil {
			switch {
			case noise.MatchString(line):
			case strings.HasPrefix(line, "\t") && f != nil && len(f.Traceback) > 1: // more about the mistake above
				f.Traceback = append(f.Traceback, dim+untab(line)+plain)
			default:
				rest = append(rest, line)
			}
			continue
		}
		if mistakes++; mistakes > 10 {
			continue
		}
		message := found[4]
		n, _ := strconv.Atoi(found[2])
		column, _ := strconv.Atoi(found[3])
		at, _, ok := s.locate(r, &files, found[1], n)
		at.column = column
		where := ""
		if ok {
			where = fmt.Sprintf(" (line %d)", at.line)
			if at.source != r.source {
				where = fmt.Sprintf(" (%s)", at)
			}
		}
		if f == nil {
			f = newFailure("CompileError", message+where)
		} else {
			f.Traceback = append(f.Traceback, red+"CompileError"+plain+": "+message+where)
		}
		if ok {
			f.Traceback = append(f.Traceback, at.show(""))
		}
		if hint := s.hint(r, message); hint != "" {
			f.Traceback = append(f.Traceback, "Hint: "+hint)
		}
	}
	if f == nil {
		if len(rest) == 0 {
			rest = []string{c.Value}
		}
		return newFailure("Error", rest[0], rest[1:]...)
	}
	f.Traceback = append(f.Traceback, rest...)
	return f
}
