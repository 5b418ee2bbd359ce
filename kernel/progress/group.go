package progress

import (
	"slices"
	"strings"
	"sync"
	"time"
)

// group shows the lines of all bars that run at one time as one output. A bar that ends while another runs, as an inner one does
// for each step of an outer one, gives up its line; the line of the last to end stays.
type group struct {
	place func() output // makes an output for the first bar

	mu      sync.Mutex
	out     output
	lines   []*line // of the bars that run, in the order of their beginning
	last    time.Time
	waiting bool // a refresh is due
}

// pause is the time between two updates.
const pause = 100 * time.Millisecond

// shown is the group of this program.
var shown = &group{place: place}

// begin adds a bar's line.
func (g *group) begin(l *line) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.lines) == 0 {
		g.out, g.last = g.place(), time.Time{}
	}
	g.lines = append(g.lines, l)
}

// set changes a line's text. The output follows within a pause.
func (g *group) set(l *line, text string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l.text = text
	g.refresh()
}

// end takes a line away, or shows it for good if no other is left.
func (g *group) end(l *line, text string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.lines = slices.DeleteFunc(g.lines, func(other *line) bool { return other == l })
	if len(g.lines) > 0 {
		g.refresh()
		return
	}
	g.out.end(text)
}

func (g *group) refresh() {
	if wait := pause - time.Since(g.last); wait > 0 {
		if !g.waiting {
			g.waiting = true
			time.AfterFunc(wait, g.later)
		}
		return
	}
	g.last = time.Now()
	var texts []string
	for _, l := range g.lines {
		if l.text != "" {
			texts = append(texts, l.text)
		}
	}
	g.out.update(strings.Join(texts, "\n"))
}

func (g *group) later() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = false
	if len(g.lines) > 0 {
		g.refresh()
	}
}

// line takes what the library writes: returns of the carriage, blanks to overwrite the last line, and the line.
type line struct {
	group *group
	text  string
}

func (l *line) Write(b []byte) (int, error) {
	if text := clean(string(b)); text != "" {
		l.group.set(l, text)
	}
	return len(b), nil
}

// clean returns the text after the last return of the carriage.
func clean(text string) string { return strings.TrimSpace(text[strings.LastIndexByte(text, '\r')+1:]) }
