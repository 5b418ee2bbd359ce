package front

import (
	"encoding/json"

	"gosnn/kernel/host/front/wire"
	"gosnn/kernel/host/stub/protocol"
)

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
			s.asideEnds()
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
		if r.replied { // the reply has overtaken what is still coming
			s.gives = s.now().Add(missing)
		}
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
		s.publish(m)
		if idle {
			s.aside.idle = true
			s.aside.due = s.now().Add(patience) // the reply may be behind, on its own socket
			s.asideEnds()
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
		if kind == protocol.Cell {
			r.out.begin()
		}
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
