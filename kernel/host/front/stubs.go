package front

import (
	"net"
	"syscall"

	"gosnn/kernel/host/stub/protocol"
	"gosnn/plots/display/order"
)

// stubConn is a stub, or what else has connected.
type stubConn struct {
	*protocol.Conn
	kind  protocol.Kind
	pid   int // of its program
	ended bool
}

// stubEvent is what a stub says.
type stubEvent struct {
	from    *stubConn
	message protocol.Message
	lost    bool // it has ended, or was killed
}

// listenToStubs receives what stubs say. Each says what it runs first.
func listenToStubs(address string) (net.Listener, <-chan stubEvent, error) {
	l, err := net.Listen("unix", address)
	if err != nil {
		return nil, nil, err
	}
	events := make(chan stubEvent)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				c := &stubConn{Conn: protocol.New(conn)}
				defer c.Close()
				for {
					m, err := c.Receive()
					if err != nil {
						events <- stubEvent{from: c, lost: true}
						return
					}
					events <- stubEvent{from: c, message: m}
				}
			}()
		}
	}()
	return l, events, nil
}

// readSources has gopls begin. The relay to it may not have connected yet: the next Tab tries again. It gets one such message, since it reads one.
func (f *front) readSources() {
	if f.relay != nil && !f.asked {
		f.asked = true
		_ = f.relay.Send(protocol.Message{Verb: protocol.Read})
	}
}

// stub takes an event.
func (f *front) stub(e stubEvent) {
	c := e.from
	switch {
	case e.lost:
		delete(f.stubs, c)
		if c == f.relay {
			f.relay, f.session.gopls = nil, false
		}
		if c.kind == "" || c.ended {
			return
		}
		if c.pid > 0 { // the stub was killed: so is its program
			signalAll(c.pid, syscall.SIGKILL)
		}
		f.session.fromStub(c.kind, protocol.Message{Verb: "signal", Number: int(syscall.SIGKILL)})
		f.through()
		return
	case e.message.Verb == protocol.Names:
		f.relay, f.asked = c, false
		return
	case e.message.Verb == protocol.Ready:
		f.session.gopls = true
		return
	case e.message.Verb == "begin":
		c.kind = e.message.Kind
	case e.message.Verb == "pid":
		c.pid = e.message.Number
		f.stubs[c] = true
		f.count()
		return
	case e.message.Verb == order.Show:
		f.show(c)
		f.through()
		return
	case e.message.Verb == "printed":
		f.counted(e.message)
		f.through()
		return
	case e.message.Verb == "exit", e.message.Verb == "signal":
		c.ended = true
	}
	answer := f.session.fromStub(c.kind, e.message)
	if answer == "no" {
		c.kind = "" // it has not begun
	}
	_ = c.Send(protocol.Message{Verb: answer})
	f.through()
}
