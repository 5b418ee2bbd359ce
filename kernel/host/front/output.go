package front

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"gosnn/kernel/host/front/wire"
)

// What a cell may show. 1 MB of short lines halts JupyterLab, 20,000 lines do not.
const (
	mergeTime   = 50 * time.Millisecond
	maxText     = 256 << 10 // bytes of a stream
	maxLines    = 10_000
	tailText    = 4 << 10 // of what is left out, the end is shown
	maxDisplays = 500
	maxData     = 64 << 20 // bytes of displays
	maxTrace    = 256 << 10
	traceTime   = 5 * time.Second // a program whose text looks like a trace, and which does not end, goes on
)

// output is what a cell shows. Text of a stream is joined for a moment, and of very much only the beginning and the end is shown;
// of updates of a display in that moment the last counts. A trace is held back: it becomes part of the cell's error.
type output struct {
	s       *session
	request *wire.Message
	due     time.Time // when flush has something to do

	streams map[string]*stream
	order   []string // of streams with joined text
	updates map[string]*wire.Message
	status  string // GoNB's line about the exit status, if it was the last: held back until it is known whether it is that

	trace    strings.Builder
	release  time.Time // when what was held for a trace is text after all
	displays int
	data     int
	leftOut  int // displays
}

// stream is stdout or stderr.
type stream struct {
	came         int // bytes since the program began
	joined       strings.Builder
	shown, lines int
	tail         []byte
	leftOut      int    // bytes
	midLine      bool   // what came last is no whole line
	last         string // line that is not empty
}

func newOutput(s *session, request *wire.Message) *output {
	return &output{s: s, request: request, streams: map[string]*stream{"stdout": {}, "stderr": {}}, updates: map[string]*wire.Message{}}
}

// exitLine is GoNB's own message of how a program ended.
var exitLine = regexp.MustCompile(`^(\^C\n)?(exit status \d+|signal: [a-z ]+( \(core dumped\))?)\n$`)

// begin is when the program begins: what came before was of shell commands.
func (o *output) begin() {
	for _, t := range o.streams {
		t.came = 0
	}
}

// take takes a message of the cell's.
func (o *output) take(m *wire.Message) {
	o.releaseStatus()
	switch m.Type {
	case "stream":
		var c struct{ Name, Text string }
		if json.Unmarshal(m.Content, &c) != nil || o.streams[c.Name] == nil {
			return
		}
		o.streams[c.Name].came += len(c.Text)
		if c.Name == "stderr" && exitLine.MatchString(c.Text) {
			o.status = c.Text
			return
		}
		o.text(c.Name, c.Text)
	case "update_display_data":
		var c struct {
			Transient struct {
				ID string `json:"display_id"`
			}
		}
		_ = json.Unmarshal(m.Content, &c)
		o.flushStreams()
		o.updates[c.Transient.ID] = m
		o.soon()
	case "display_data", "execute_result":
		o.displays++
		o.data += len(m.Content)
		if o.displays > maxDisplays || o.data > maxData {
			o.leftOut++
			return
		}
		o.flush()
		o.s.publish(o.result(m))
	default:
		o.flush()
		o.s.publish(m)
	}
}

// releaseStatus takes what looked like GoNB's line about the exit status for text: something has come after it.
func (o *output) releaseStatus() {
	if text := o.status; text != "" {
		o.status = ""
		o.text("stderr", text)
	}
}

func (o *output) soon() {
	if o.due.IsZero() {
		o.due = o.s.now().Add(mergeTime)
	}
}

// traceBegins is how the account of a program's end begins: the runtime's, that of C++, and gotch's of an error of libtorch.
var traceBegins = regexp.MustCompile(`(?m)^(panic: |fatal error: |runtime: |SIG[A-Z0-9]+: |unexpected fault address |terminate called |` +
	`\d{4}/\d\d/\d\d \d\d:\d\d:\d\d .*Libtorch API Error: )`)

// text takes text of a stream.
func (o *output) text(name, text string) {
	if name == "stderr" {
		if o.trace.Len() > 0 {
			o.hold(text)
			return
		}
		if at := traceBegins.FindStringIndex(text); at != nil && (at[0] > 0 || !o.streams[name].midLine) {
			o.hold(text[at[0]:])
			text = text[:at[0]]
		}
	}
	o.show(name, text)
}

// hold keeps text back that may be a trace.
func (o *output) hold(text string) {
	if o.release.IsZero() {
		o.release = o.s.now().Add(traceTime)
	}
	o.trace.WriteString(text[:min(len(text), maxTrace-o.trace.Len())]) // the first stack is what counts
}

// releaseTrace takes what was held for text: the program goes on.
func (o *output) releaseTrace() {
	text := o.trace.String()
	o.trace.Reset()
	o.release = time.Time{}
	o.show("stderr", text)
}

// show joins text to that of its stream, as much as may be shown.
func (o *output) show(name, text string) {
	if text == "" {
		return
	}
	t := o.streams[name]
	t.midLine = !strings.HasSuffix(text, "\n")
	if lines := strings.Split(strings.TrimRight(text, "\n"), "\n"); strings.TrimSpace(lines[len(lines)-1]) != "" {
		t.last = lines[len(lines)-1]
	}
	shown := min(len(text), maxText-t.shown)
	if left := maxLines - t.lines; strings.Count(text[:shown], "\n") > left {
		shown = 0
		for range left {
			shown += strings.IndexByte(text[shown:], '\n') + 1
		}
	}
	for shown > 0 && shown < len(text) && text[shown]&0xc0 == 0x80 { // within a letter
		shown--
	}
	if shown < len(text) {
		t.shown, t.lines = maxText, maxLines // whatever comes later
		t.leftOut += len(text) - shown
		t.tail = append(t.tail, text[shown:]...)
		if len(t.tail) > 4*tailText {
			t.tail = append([]byte(nil), t.tail[len(t.tail)-tailText:]...)
		}
		text = text[:shown]
		if text == "" {
			return
		}
	} else {
		t.shown += len(text)
		t.lines += strings.Count(text, "\n")
	}
	if t.joined.Len() == 0 {
		o.order = append(o.order, name)
		o.soon()
	}
	t.joined.WriteString(text)
}

// flush publishes what was joined.
func (o *output) flush() {
	o.due = time.Time{}
	o.flushStreams()
	for _, id := range slices.Sorted(maps.Keys(o.updates)) {
		o.s.publish(o.updates[id])
	}
	clear(o.updates)
}

func (o *output) flushStreams() {
	for _, name := range o.order {
		t := o.streams[name]
		o.print(name, t.joined.String())
		t.joined.Reset()
	}
	o.order = o.order[:0]
}

// print publishes text of a stream.
func (o *output) print(name, text string) {
	o.s.publish(wire.New("stream", o.request, map[string]string{"name": name, "text": text}))
}

// finish publishes what is left, with a line about what is not shown. Of a failure the trace is part.
func (o *output) finish(f *failure) {
	if f == nil {
		o.releaseStatus()
		o.releaseTrace()
	} else {
		o.status = ""
		if o.trace.Len() > 0 && !f.traced {
			o.releaseTrace()
		}
		o.trace.Reset()
		o.release = time.Time{}
	}
	o.flush()
	for _, name := range []string{"stdout", "stderr"} {
		t := o.streams[name]
		if t.leftOut == 0 {
			continue
		}
		tail := t.tail
		if len(tail) > tailText {
			tail = tail[len(tail)-tailText:]
		}
		for len(tail) > 0 && tail[0]&0xc0 == 0x80 {
			tail = tail[1:]
		}
		note := ""
		if n := t.leftOut - len(tail); n > 0 {
			note = fmt.Sprintf("\n[... %s of %s are not shown: write them to a file, or use %%capture ...]\n", size(n), name)
		}
		o.print(name, note+string(tail))
		t.leftOut, t.tail = 0, nil
	}
	if o.leftOut > 0 {
		o.print("stderr", fmt.Sprintf("[... %d of %d displays are not shown ...]\n", o.leftOut, o.displays))
		o.leftOut = 0
	}
}

// size is a number of bytes as people read it.
func size(n int) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.1f KB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}

// result makes the display of a cell's value, which package value marks, the result of the cell.
func (o *output) result(m *wire.Message) *wire.Message {
	var c map[string]json.RawMessage
	var metadata map[string]json.RawMessage
	if json.Unmarshal(m.Content, &c) != nil || json.Unmarshal(c["metadata"], &metadata) != nil || metadata["gosnn-value"] == nil {
		return m
	}
	return wire.New("execute_result", o.request, map[string]any{
		"data": c["data"], "metadata": map[string]any{}, "execution_count": o.s.run.number,
	})
}
