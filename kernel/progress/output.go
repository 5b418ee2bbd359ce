package progress

import (
	"fmt"
	"os"
	"strings"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"
)

// output is where a bar's line is shown.
type output interface {
	update(line string) // in place
	end(line string)    // for the last time
}

// place chooses the output: the cell, the terminal, or a log.
func place() output {
	if gonbui.IsNotebook {
		return &cell{id: "progress-" + gonbui.UniqueId()}
	}
	info, err := os.Stderr.Stat()
	return &stream{f: os.Stderr, terminal: err == nil && info.Mode()&os.ModeCharDevice != 0}
}

// cell shows the line as an output of the running cell: one display message, and updates of it.
type cell struct{ id string }

func (c *cell) update(line string) {
	gonbui.SendData(&protocol.DisplayData{DisplayID: c.id, Data: map[protocol.MIMEType]any{protocol.MIMETextPlain: line}})
}

func (c *cell) end(line string) {
	c.update(line)
	gonbui.Sync() // the program may end now
}

// stream shows the line on standard error: overwriting it on a terminal, once elsewhere.
type stream struct {
	f        *os.File
	terminal bool
	width    int
}

func (s *stream) update(line string) {
	if !s.terminal {
		return
	}
	width := len([]rune(line))
	fmt.Fprintf(s.f, "\r%s%s", line, strings.Repeat(" ", max(0, s.width-width)))
	s.width = width
}

func (s *stream) end(line string) {
	s.update(line)
	if s.terminal {
		line = ""
	}
	fmt.Fprintln(s.f, line)
}

// line takes what the library writes: returns of the carriage, blanks to overwrite the last line, and the line.
type line struct {
	out    output
	last   string
	suffix string
}

func (l *line) Write(b []byte) (int, error) {
	if text := clean(string(b)); text != "" && text != l.last {
		l.last = text
		l.out.update(text)
	}
	return len(b), nil
}

func (l *line) end(text string) {
	if text = clean(text); text == "" {
		text = l.last
	}
	l.out.end(text + l.suffix)
}

// clean is the text after the last return of the carriage.
func clean(text string) string { return strings.TrimSpace(text[strings.LastIndexByte(text, '\r')+1:]) }
