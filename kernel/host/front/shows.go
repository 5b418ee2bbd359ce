package front

import (
	"gosnn/kernel/host/stub/protocol"
	"gosnn/plots/display/order"
)

// showing is a program that is about to show something, see package order.
type showing struct {
	conn           *stubConn // the program's
	asked, counted bool
	printed        protocol.Message // how much, says the stub
}

// show has a program wait until what it printed is through.
func (f *front) show(c *stubConn) {
	f.shows = append(f.shows, &showing{conn: c})
	f.count()
}

// count asks the cell's stub how much was printed. It may still have to say that its program runs.
func (f *front) count() {
	for c := range f.stubs {
		for _, s := range f.shows {
			if c.kind == protocol.Cell && !s.asked {
				s.asked = c.Send(protocol.Message{Verb: "count"}) == nil
			}
		}
	}
}

// counted takes the stub's answer. Answers come in the order of the questions.
func (f *front) counted(m protocol.Message) {
	for _, s := range f.shows {
		if s.asked && !s.counted {
			s.counted, s.printed = true, m
			return
		}
	}
}

// through lets programs go on of which all is through, or of which nothing more comes.
func (f *front) through() {
	for len(f.shows) > 0 {
		s := f.shows[0]
		if f.session.printing() && !(s.counted && f.session.printed(s.printed.Number, s.printed.Errors)) {
			return
		}
		_ = s.conn.Send(protocol.Message{Verb: order.OK})
		f.shows = f.shows[1:]
	}
}

// printing reports whether a program runs.
func (s *session) printing() bool { return s.run != nil && s.run.stubs > 0 }

// printed reports whether GoNB has published this many bytes of the program's output and errors, or more: it makes replacement
// characters of what is no UTF-8, and adds to lines of stacks.
func (s *session) printed(output, errors int) bool {
	return s.run.out.streams["stdout"].came >= output && s.run.out.streams["stderr"].came >= errors
}
