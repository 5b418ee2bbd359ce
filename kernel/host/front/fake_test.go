package front

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gosnn/kernel/host/front/index"
	"gosnn/kernel/host/front/wire"
	"gosnn/kernel/host/stub/protocol"
)

// fake is what a session talks to, and a clock that stands still unless time is passed.
type fake struct {
	*testing.T
	*session
	clock     time.Time
	toClients []sent
	toGonb    []sent
	orders    []string
	waiting   int
	dir       string
	ended     bool
	builds    int // that were interrupted
	reads     int // how often gopls was to read the sources
}

// sent is a message that the session has sent.
type sent struct {
	channel channel
	*wire.Message
}

// testIndex is the index of this module, read.
var testIndex = sync.OnceValue(func() *index.Index {
	i := index.New("../../..", "", "")
	i.Warm("gosnn/snn")
	return i
})

func newFake(t *testing.T) *fake {
	f := &fake{T: t, clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	f.session = newSession(f, func() time.Time { return f.clock }, "", testIndex())
	f.begun()
	return f
}

func (f *fake) client(ch channel, m *wire.Message) { f.toClients = append(f.toClients, sent{ch, m}) }
func (f *fake) gonb(ch channel, m *wire.Message)   { f.toGonb = append(f.toGonb, sent{ch, m}) }
func (f *fake) order(verb string)                  { f.orders = append(f.orders, verb) }
func (f *fake) backlog() int                       { return f.waiting }
func (f *fake) folder() string                     { return f.dir }
func (f *fake) readSources()                       { f.reads++ }
func (f *fake) interruptBuild()                    { f.builds++ }
func (f *fake) end()                               { f.ended = true }

// pass lets time pass, with all that is due.
func (f *fake) pass(d time.Duration) {
	for end := f.clock.Add(d); ; {
		at := f.wake()
		if at.IsZero() || at.After(end) {
			f.clock = end
			return
		}
		if at.After(f.clock) {
			f.clock = at
		}
		before := f.clock
		if f.tick(); f.held && f.wake().Equal(before) {
			f.clock = f.clock.Add(time.Millisecond)
		}
	}
}

// ask sends a request of a client's.
func (f *fake) ask(kind string, content any) *wire.Message {
	f.Helper()
	m := wire.New(kind, nil, content)
	m.Identities = [][]byte{[]byte("client")}
	f.fromClient(shell, m)
	return m
}

// execute asks for a cell.
func (f *fake) execute(code string) *wire.Message {
	f.Helper()
	return f.ask("execute_request", map[string]any{"code": code, "silent": false, "store_history": true, "stop_on_error": true, "allow_stdin": true})
}

// gonbs publishes a message of GoNB's for a request.
func (f *fake) gonbs(request *wire.Message, kind string, content any) {
	m := wire.New(kind, request, content)
	m.Header, _ = json.Marshal(map[string]string{"msg_id": m.ID, "msg_type": kind, "date": f.clock.Truncate(time.Second).Format(time.RFC3339)})
	f.fromIOPub(m)
}

func (f *fake) idle(request *wire.Message) {
	f.gonbs(request, "status", map[string]string{"execution_state": "idle"})
}

func (f *fake) reply(request *wire.Message) {
	f.fromShell(wire.New("execute_reply", request, map[string]string{"status": "ok"}))
}

func (f *fake) prints(request *wire.Message, name, text string) {
	f.gonbs(request, "stream", map[string]string{"name": name, "text": text})
}

// program has a cell's program run and end.
func (f *fake) program(end string) {
	f.Helper()
	if answer := f.fromStub(protocol.Cell, protocol.Message{Verb: "begin", Kind: protocol.Cell}); answer != "go" {
		f.Errorf("the stub is answered %q", answer)
	}
	m, err := protocol.Parse(end)
	if err != nil {
		f.Fatal(err)
	}
	f.fromStub(protocol.Cell, m)
}

// succeeds has GoNB end a cell well, fails as one that ends with a status.
func (f *fake) succeeds(request *wire.Message) {
	f.program("exit 0")
	f.reply(request)
	f.idle(request)
}

func (f *fake) fails(request *wire.Message, status int) {
	f.program(fmt.Sprint("exit ", status))
	f.prints(request, "stderr", fmt.Sprintf("exit status %d\n", status))
	f.reply(request)
	f.idle(request)
}

// said returns what clients got for a request, a word each: kinds of messages, states, texts, statuses.
func (f *fake) said(request *wire.Message) (words []string) {
	for _, m := range f.toClients {
		if m.ParentID != request.ID {
			continue
		}
		var c map[string]any
		if err := json.Unmarshal(m.Content, &c); err != nil {
			f.Fatal(err)
		}
		word := m.Type
		for _, field := range []string{"execution_state", "status", "ename", "text"} {
			if s, ok := c[field].(string); ok && (field != "ename" || m.Type == "error") {
				word += " " + s
			}
		}
		words = append(words, word)
	}
	return words
}

// want compares what clients got.
func (f *fake) want(request *wire.Message, words ...string) {
	f.Helper()
	if got := f.said(request); !slices.Equal(got, words) {
		f.Errorf("clients got\n%q\nwant\n%q", got, words)
	}
}

// error returns the error that clients got for a request.
func (f *fake) error(request *wire.Message) (e failure) {
	f.Helper()
	for _, m := range f.toClients {
		if m.ParentID == request.ID && m.Type == "error" {
			if err := json.Unmarshal(m.Content, &e); err != nil {
				f.Fatal(err)
			}
			return e
		}
	}
	f.Fatalf("no error in %q", f.said(request))
	return e
}

// text is all that was shown on a stream for a request.
func (f *fake) text(request *wire.Message, name string) string {
	var b strings.Builder
	for _, m := range f.toClients {
		var c struct{ Name, Text string }
		if m.ParentID == request.ID && m.Type == "stream" && json.Unmarshal(m.Content, &c) == nil && c.Name == name {
			b.WriteString(c.Text)
		}
	}
	return b.String()
}
