package front

import (
	"time"

	"gosnn/kernel/host/front/cell"
	"gosnn/kernel/host/front/index"
	"gosnn/kernel/host/front/wire"
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
	readSources()      // by gopls
	interruptBuild()   // ends the compiler and what else makes a program of a cell
	end()              // of the kernel, by a client's wish
}

const (
	settle  = 250 * time.Millisecond // other requests of a "Run All" come within, or within some times the longest gap between those before,
	slowest = time.Second            // but not within more than this
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
	gopls   bool // it has read the sources, and GoNB may ask it
	index   *index.Index
	count   int      // of cells, as the user reads it
	history []string // of these cells
	cells   map[int]*cell.Source
	failed  map[int]bool // cells
	tensors bool         // a cell has imported what knows them

	lastRequest time.Time     // an execute_request came
	gap         time.Duration // the longest between those that came while cells ran
	question    time.Time     // GoNB asked for input
	answers     []*wire.Message
	interrupts  time.Time // when the interrupt is repeated
	settles     time.Time // when a failed cell ends
	gives       time.Time // when a missing message is given up
	held        bool      // the program is stopped, since its output is not taken
	heard       time.Time // of GoNB's output
	spanBegan   time.Time
	inSpan      int // displays and updates
}

// newSession makes a session. Cells have the stub run commands, if there is one.
func newSession(p peers, now func() time.Time, stub string, names *index.Index) *session {
	s := &session{peers: p, now: now, index: names, cells: map[int]*cell.Source{}, failed: map[int]bool{}}
	s.options = cell.Options{Stub: stub, Value: s.valuePackage}
	return s
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
	now := s.now()
	if s.run == nil && len(s.queue) == 0 {
		s.gap = 0
	} else if gap := now.Sub(s.lastRequest); gap < slowest {
		s.gap = max(s.gap, gap)
	}
	s.lastRequest = now
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
		if end := s.lastRequest.Add(min(max(settle, 5*s.gap), slowest)); s.now().Before(end) {
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
