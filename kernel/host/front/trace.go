package front

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

var (
	// gonbMark is how GoNB marks lines of main.go, where it reads them in one piece.
	gonbMark = regexp.MustCompile(` ?\x1b\[7m\[\[ Cell [^\]]*\]?[^\]]*\]\]\x1b\[0m `)
	// goroutine begins the stack of one: the first is that of the program's end.
	goroutine = regexp.MustCompile(`(?m)^goroutine \d+ .*\[.*\]:\n`)
	// location is the second line of a frame.
	location = regexp.MustCompile(`^\t(.+):(\d+)(?: \+0x[0-9a-f]+)?(?: .*)?$`)
	// folded are functions whose frames say nothing to the reader of a cell.
	folded = regexp.MustCompile(`^(runtime[./]|github\.com/sugarme/gotch/ts\.(\(\*Tensor\)\.)?(Must|TorchErr)|panic$|reflect\.|testing\.|syscall\.|internal/|os/signal|sync\.)|\.(Must|must)(\[.*\])?$`)
)

const maxFrames = 8 // that are shown

// frame is a function that was running.
type frame struct {
	function string
	file     string
	line     int
}

// panicked makes a failure of the runtime's account of the program's end, nil if it is none.
func (s *session) panicked(r *run, text string) *failure {
	text = gonbMark.ReplaceAllString(text, "")
	kind, message := account(text)
	if kind == "" {
		return nil
	}
	files := mainFiles{folder: s.folder()}
	where := ""
	var shown []string
	hidden, count := 0, 0
	for _, f := range frames(text) {
		if strings.HasPrefix(f.function, "created by ") {
			continue // it was not running
		}
		base := path.Base(f.file)
		if base == "main.go" || base == "main_test.go" {
			if at, function, ok := s.locate(r, &files, base, f.line); ok {
				if where == "" {
					where = fmt.Sprintf(" (%s)", at)
					if at.source == r.source {
						where = fmt.Sprintf(" (line %d)", at.line)
					}
				}
				shown = append(shown, at.show(function))
				continue
			}
		}
		if count++; folded.MatchString(f.function) || count > maxFrames || strings.HasPrefix(f.function, "main.") && base == "_testmain.go" {
			hidden++
			continue
		}
		shown = append(shown, fmt.Sprintf("%s%s:%d%s, in %s", dim, base, f.line, plain, f.function))
	}
	first, more, _ := strings.Cut(message, "\n")
	f := newFailure(kind, first+where)
	f.traced = true
	if more != "" {
		f.Traceback = append(f.Traceback, more)
	}
	f.Traceback = append(f.Traceback, shown...)
	if hidden > 0 {
		f.Traceback = append(f.Traceback, fmt.Sprintf("%s(%d more calls, of the runtime and of packages)%s", dim, hidden, plain))
	}
	return f
}

// account reads what the runtime says, up to the stack: panic, fatal error, a signal, or an exception of C++.
func account(text string) (kind, message string) {
	said := text
	if at := goroutine.FindStringIndex(said); at != nil {
		said = said[:at[0]]
	}
	said, _, _ = strings.Cut(said, "\n[signal ")
	said = strings.TrimSpace(said)
	for _, k := range []string{"panic", "fatal error"} {
		if m, ok := strings.CutPrefix(said, k+": "); ok {
			m = strings.TrimPrefix(m, "runtime error: ")
			return k, strings.ReplaceAll(strings.ReplaceAll(m, " [recovered]", ""), ", repanicked]", "]")
		}
	}
	if m, ok := strings.CutPrefix(said, "runtime: "); ok {
		if _, after, found := strings.Cut(m, "\nfatal error: "); found {
			return "fatal error", after
		}
		return "fatal error", m
	}
	if _, m, ok := strings.Cut(said, "Libtorch API Error: "); ok {
		return "LibtorchError", m
	}
	if strings.HasPrefix(said, "terminate called ") {
		if _, what, ok := strings.Cut(said, "what():"); ok {
			what, _, _ = strings.Cut(what, "\nSIGABRT")
			return "C++ exception", strings.TrimSpace(what)
		}
		return "C++ exception", said
	}
	if strings.HasPrefix(said, "SIG") || strings.HasPrefix(said, "unexpected fault address") {
		first, _, _ := strings.Cut(said, "\n")
		return "signal", first
	}
	return "", ""
}

// frames reads the first stack.
func frames(text string) (all []frame) {
	at := goroutine.FindStringIndex(text)
	if at == nil {
		return nil
	}
	function := ""
	for line := range strings.Lines(text[at[1]:]) {
		line = strings.TrimRight(line, "\n")
		if line == "" {
			return all
		}
		if m := location.FindStringSubmatch(line); m != nil && function != "" {
			n, _ := strconv.Atoi(m[2])
			all = append(all, frame{function, m[1], n})
			function = ""
			continue
		}
		function = line
		if i := strings.LastIndexByte(line, '('); i > 0 && strings.HasSuffix(line, ")") {
			function = line[:i]
		}
	}
	return all
}
