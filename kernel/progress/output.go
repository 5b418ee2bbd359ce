package progress

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/janpfeifer/gonb/gonbui"
	"github.com/janpfeifer/gonb/gonbui/protocol"

	"gosnn/plots/display"
)

// output is where bars are shown.
type output interface {
	update(lines string) // in place
	end(line string)     // for the last time
}

// place chooses the output: the cell, the terminal, or a log.
func place() output {
	if gonbui.IsNotebook {
		return &cell{id: "progress-" + gonbui.UniqueId()}
	}
	info, err := os.Stderr.Stat()
	if err == nil && info.Mode()&os.ModeCharDevice != 0 {
		return &terminal{w: os.Stderr}
	}
	return &logfile{w: os.Stderr}
}

// cell shows the lines as an output of the running cell: one display message, and updates of it.
type cell struct{ id string }

func (c *cell) update(lines string) {
	// Without its bar a program goes on.
	_ = display.Show(&protocol.DisplayData{DisplayID: c.id, Data: map[protocol.MIMEType]any{protocol.MIMETextPlain: lines}})
}

func (c *cell) end(line string) { c.update(line) }

// terminal overwrites the lines in place.
type terminal struct {
	w     io.Writer
	above int // lines above the cursor's that are overwritten
}

func (t *terminal) update(lines string) {
	up := ""
	if t.above > 0 {
		up = fmt.Sprintf("\x1b[%dA", t.above)
	}
	fmt.Fprintf(t.w, "%s\r\x1b[J%s", up, lines)
	t.above = strings.Count(lines, "\n")
}

func (t *terminal) end(line string) {
	t.update(line)
	fmt.Fprintln(t.w)
}

// logfile shows the last line alone.
type logfile struct{ w io.Writer }

func (*logfile) update(string) {}

func (l *logfile) end(line string) { fmt.Fprintln(l.w, line) }
