package front

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"gosnn/kernel/host/front/cell"
	"gosnn/kernel/host/front/index"
	"gosnn/kernel/host/front/wire"
	"gosnn/kernel/host/stub/protocol"
)

// channel is a way to clients or to GoNB.
type channel int

const (
	shell channel = iota
	control
	stdin
	iopub
)

// peers is where messages go.
type peers interface {
	client(channel, *wire.Message)
	gonb(channel, *wire.Message)
	order(verb string) // to the stubs that run
	backlog() int      // bytes that clients have not taken yet
	folder() string    // of main.go; "" if it is not known
	interruptBuild()   // ends the compiler and what else makes a program of a cell
	end()              // of the kernel, by a client's wish
}

const (
	settle  = 40 * time.Millisecond  // other requests of a "Run All" come within
	again   = 100 * time.Millisecond // an interrupt is repeated until the cell has ended
	missing = 2 * time.Second        // GoNB's last message, or a stub's, is not waited for longer
	asked   = 20 * time.Millisecond  // an answer that GoNB gets sooner after its question is lost
)

// session is what the front knows of a kernel. It has one cell run at a time and holds the other requests, so that what is
// queued can be aborted. All of its methods are called by one goroutine.
type session struct {
	peers
	now     func() time.Time
	options cell.Options

	ready   bool            // GoNB takes messages
	queue   []*wire.Message // execute requests
	run     *run            // the cell that runs
	aside   *aside
	gopls   bool // it has read the sources
	index   *index.Index
	count   int      // of cells, as the user reads it
	history []string // of these cells
	cells   map[int]*cell.Source
	failed  map[int]bool // cells
	tensors bool         // a cell has imported what knows them

	lastRequest time.Time // an execute_request came
	question    time.Time // GoNB asked for input
	answers     []*wire.Message
	interrupts  time.Time // when the interrupt is repeated
	settles     time.Time // when a failed cell ends
	gives       time.Time // when a missing message is given up
	held        bool      // the program is stopped, since its output is not taken
	heard       time.Time // of GoNB's output
	spanBegan   time.Time
	inSpan      int // displays and updates
}

// run is a cell that runs.
type run struct {
	request     *wire.Message
	source      *cell.Source
	number      int
	silent      bool
	stop        bool // what is queued is aborted if the cell fails
	interrupted bool
	refused     bool // its program was not begun
	replied     bool // by GoNB
	idle        bool // says GoNB
	stubs       int  // that run
	program     *protocol.Message
	failure     *failure
	out         *output
}

// newSession makes a session. Cells have the stub run commands, if there is one.
func newSession(p peers, now func() time.Time, stub string, names *index.Index) *session {
	s := &session{peers: p, now: now, index: names, cells: map[int]*cell.Source{}, failed: map[int]bool{}}
	s.options = cell.Options{Stub: stub, Value: s.valuePackage}
	return s
}

// Packages that show values: of notebooks without tensors, and with them.
const (
	plainValues  = "gosnn/kernel/value"
	tensorValues = "gosnn/kernel/value/tensor"
)

// valuePackage returns the package that shows a value of a cell with these imports.
func (s *session) valuePackage(imports []string) string {
	if s.tensors || hasTensors(imports) {
		return tensorValues
	}
	return plainValues
}

// hasTensors reports whether a package is imported that knows tensors. Others may, too, but not by themselves.
func hasTensors(imports []string) bool {
	return slices.ContainsFunc(imports, func(path string) bool {
		return strings.HasPrefix(path, "gosnn/") || strings.HasPrefix(path, "github.com/sugarme/gotch")
	})
}

// publish sends a message to all clients.
func (s *session) publish(m *wire.Message) {
	m.Identities = [][]byte{[]byte("kernel." + m.Type)}
	s.client(iopub, m)
}

// status publishes what the kernel does for a request.
func (s *session) status(request *wire.Message, state string) {
	s.publish(wire.New("status", request, map[string]string{"execution_state": state}))
}

// begun is called when GoNB takes messages.
func (s *session) begun() {
	s.ready = true
	s.next()
}

// enqueue takes a request to run a cell.
func (s *session) enqueue(m *wire.Message) {
	s.lastRequest = s.now()
	s.queue = append(s.queue, m)
	s.next()
}

// next begins what is queued.
func (s *session) next() {
	for s.ready && s.run == nil && s.aside == nil && len(s.queue) > 0 {
		m := s.queue[0]
		s.queue = s.queue[1:]
		s.start(m)
	}
}

// execution is the content of an execute_request. Without a field GoNB would end.
type execution struct {
	Code        string         `json:"code"`
	Silent      bool           `json:"silent"`
	Store       *bool          `json:"store_history"`
	Expressions map[string]any `json:"user_expressions"`
	Stdin       bool           `json:"allow_stdin"`
	Stop        *bool          `json:"stop_on_error"`
}

// start runs a cell.
func (s *session) start(m *wire.Message) {
	var e execution
	_ = json.Unmarshal(m.Content, &e) // a field of another type is as good as none
	store := !e.Silent && (e.Store == nil || *e.Store)
	r := &run{request: m, source: cell.Parse(e.Code, s.options), silent: e.Silent, stop: e.Stop == nil || *e.Stop}
	r.out = newOutput(s, m)
	s.tensors = s.tensors || hasTensors(r.source.Imports)
	s.run = r
	s.status(m, "busy")
	if store {
		s.count++
		s.history = append(s.history, e.Code)
		s.cells[s.count] = r.source
	}
	r.number = s.count
	if !r.silent {
		s.publish(wire.New("execute_input", m, map[string]any{"code": e.Code, "execution_count": r.number}))
	}
	switch {
	case len(r.source.Errors) > 0:
		r.failure = s.syntaxError(r)
	case r.source.Wasm: // GoNB would fail, and take the next cell for WebAssembly, too
		r.failure = newFailure("Error", "%wasm does not work: GoNB looks for a file of Go's where Go 1.24 and later do not have it")
	}
	if r.failure != nil || strings.TrimSpace(e.Code) == "" {
		r.replied, r.idle = true, true
		s.finish()
		return
	}
	// Silent, since execute_input is published here, with the user's source. GoNB counts every cell.
	store = true
	e.Code, e.Silent, e.Store, e.Stop, e.Expressions = r.source.Sent(), true, &store, new(bool), map[string]any{}
	s.gonb(shell, m.With(e))
}

// fromShell takes what GoNB sends on its shell socket.
func (s *session) fromShell(m *wire.Message) {
	switch {
	case s.run != nil && m.Type == "execute_reply" && m.ParentID == s.run.request.ID:
		s.run.replied = true
		s.gives = s.now().Add(missing)
		s.finish()
	case m.Type == "execute_reply", m.Type == "interrupt_reply", m.Type == "shutdown_reply", m.Type == "kernel_info_reply":
		// the front has answered these
	case m.Type == "complete_reply", m.Type == "inspect_reply":
		if s.aside != nil && m.ParentID == s.aside.ID {
			s.fromGopls(m)
		}
	default:
		s.client(shell, m)
	}
}

// fromIOPub takes what GoNB publishes.
func (s *session) fromIOPub(m *wire.Message) {
	var c struct {
		State string `json:"execution_state"`
	}
	_ = json.Unmarshal(m.Content, &c)
	idle := m.Type == "status" && c.State == "idle"
	switch r := s.run; {
	case r != nil && m.ParentID == r.request.ID:
		s.behind(m)
		switch {
		case idle:
			r.idle = true
			s.gives = s.now().Add(missing)
			s.finish()
		case m.Type == "status", m.Type == "execute_input":
		case m.Type == "error":
			r.failure = s.gonbError(r, m)
		default:
			r.out.take(m)
		}
	case s.aside != nil && m.ParentID == s.aside.ID:
		if !s.aside.own {
			s.publish(m)
		}
		if idle {
			s.aside = nil
			s.next()
		}
	case m.Type == "status": // of the front's own question at the start, or of a request that has ended
	default:
		s.publish(m)
	}
}

// fromStub takes what a stub says, and returns the answer, if it waits for one.
func (s *session) fromStub(kind protocol.Kind, m protocol.Message) (answer string) {
	r := s.run
	switch m.Verb {
	case "begin":
		if r == nil || r.interrupted {
			if r != nil {
				r.refused = true
			}
			return "no"
		}
		r.stubs++
		return "go"
	case "exit", "signal":
		if r != nil && r.stubs > 0 {
			r.stubs--
			if kind != protocol.Shell {
				r.program = &m
			}
			if r.interrupted && kind == protocol.Shell {
				r.refused = true
			}
			s.held = false
			defer s.finish()
		}
		return "ok"
	}
	return ""
}

// interrupt ends the cell that runs.
func (s *session) interrupt() {
	if s.run == nil {
		return
	}
	s.run.interrupted = true
	s.interruptNow()
}

// interruptNow is repeated until the cell has ended: GoNB forgets an interrupt that comes when no program runs.
func (s *session) interruptNow() {
	s.interrupts = s.now().Add(again)
	s.order("continue")
	s.held = false
	if s.run.stubs > 0 {
		s.order("interrupt")
	} else {
		s.interruptBuild()
	}
	s.gonb(control, wire.New("interrupt_request", nil, map[string]any{}))
}

// input takes a client's answer to a question. It is held back until GoNB expects one.
func (s *session) input(m *wire.Message) {
	var c struct {
		Value string `json:"value"`
	}
	_ = json.Unmarshal(m.Content, &c)
	s.answers = append(s.answers, m.With(c))
	s.sendAnswers()
}

func (s *session) sendAnswers() {
	if len(s.answers) == 0 || s.now().Before(s.question.Add(asked)) {
		return
	}
	for _, m := range s.answers {
		s.gonb(stdin, m)
	}
	s.answers = nil
}

// ask passes GoNB's question on.
func (s *session) ask(m *wire.Message) {
	s.question = s.now()
	if s.run != nil {
		s.run.out.flush()
	}
	s.client(stdin, m)
}

// finish ends the cell if GoNB's last messages and those of stubs are there, and all requests of a "Run All" if it failed.
func (s *session) finish() {
	r := s.run
	if r == nil || !r.replied || !r.idle || r.stubs > 0 {
		return
	}
	s.gives = time.Time{}
	if r.failure == nil || r.interrupted {
		r.failure = s.outcome(r)
	}
	r.out.finish(r.failure)
	if r.failure != nil && r.stop && !r.silent {
		if end := s.lastRequest.Add(settle); s.now().Before(end) {
			s.settles = end
			return
		}
	}
	reply := map[string]any{"status": "ok", "execution_count": r.number, "user_expressions": map[string]any{}, "payload": []any{}}
	if f := r.failure; f != nil {
		s.failed[r.number] = true
		reply["status"], reply["ename"], reply["evalue"], reply["traceback"] = "error", f.Name, f.Value, f.Traceback
		if !r.silent {
			s.publish(wire.New("error", r.request, f))
		}
	}
	s.client(shell, wire.New("execute_reply", r.request, reply))
	s.status(r.request, "idle")
	s.run, s.interrupts, s.settles, s.held, s.answers = nil, time.Time{}, time.Time{}, false, nil
	if r.failure != nil && r.stop && !r.silent {
		s.abort()
	}
	s.next()
}

// abort answers what is queued as ipykernel does after an error.
func (s *session) abort() {
	for _, m := range s.queue {
		s.status(m, "busy")
		s.client(shell, wire.New("execute_reply", m, map[string]any{"status": "aborted"}))
		s.status(m, "idle")
	}
	s.queue = nil
}

// wake is when tick has something to do next; the zero time if never.
func (s *session) wake() (at time.Time) {
	sooner := func(t time.Time) {
		if !t.IsZero() && (at.IsZero() || t.Before(at)) {
			at = t
		}
	}
	if r := s.run; r != nil {
		sooner(r.out.due)
		sooner(r.out.release)
		sooner(s.gives)
	}
	if a := s.aside; a != nil && !a.answered && !a.own {
		sooner(a.due)
	}
	sooner(s.interrupts)
	sooner(s.settles)
	if len(s.answers) > 0 {
		sooner(s.question.Add(asked))
	}
	if s.held {
		sooner(s.now().Add(again))
	}
	return at
}

// tick does what is due.
func (s *session) tick() {
	now := s.now()
	past := func(t time.Time) bool { return !t.IsZero() && !now.Before(t) }
	if r := s.run; r != nil {
		if past(r.out.due) {
			r.out.flush()
		}
		if past(r.out.release) {
			r.out.releaseTrace()
		}
	}
	if a := s.aside; a != nil && !a.answered && !a.own && past(a.due) {
		s.overdue()
	}
	if past(s.interrupts) {
		s.interruptNow()
	}
	if past(s.gives) {
		s.run.replied, s.run.idle, s.run.stubs = true, true, 0
	}
	if past(s.settles) || past(s.gives) {
		s.finish()
	}
	s.sendAnswers()
	s.unhold()
}
