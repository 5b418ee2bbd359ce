package front

import (
	"net"
	"path/filepath"
	"testing"

	"gosnn/kernel/host/stub/protocol"
)

// TestShows has a program print and show: it waits until GoNB has published what the stub says was printed, or until it ends.
func TestShows(t *testing.T) {
	fake := newFake(t)
	f := &front{session: fake.session, stubs: map[*stubConn]bool{}}
	address := filepath.Join(t.TempDir(), "stubs")
	listener, events, err := listenToStubs(address)
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	dial := func() *protocol.Conn {
		t.Helper()
		conn, err := net.Dial("unix", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		return protocol.New(conn)
	}
	say := func(c *protocol.Conn, m protocol.Message) {
		t.Helper()
		if err := c.Send(m); err != nil {
			t.Fatal(err)
		}
		f.stub(<-events)
	}
	hear := func(c *protocol.Conn, want string) {
		t.Helper()
		if m, err := c.Receive(); err != nil || m.String() != want {
			t.Fatalf("the front says %v, %v, want %s", m, err, want)
		}
	}
	waiting := func(want int) {
		t.Helper()
		if len(f.shows) != want {
			t.Fatalf("%d programs wait, want %d", len(f.shows), want)
		}
	}
	show := protocol.Message{Verb: "show"}

	idle := dial()
	say(idle, show) // no cell runs
	hear(idle, "ok")

	cell := fake.execute("!ls\n%%\nfmt.Println(1)")
	stub, program := dial(), dial()
	fake.prints(cell, "stdout", "of the shell\n")
	say(stub, protocol.Message{Verb: "begin", Kind: protocol.Cell})
	hear(stub, "go")
	say(program, show) // before the stub has said which process it is
	say(stub, protocol.Message{Verb: "pid", Number: 4711})
	hear(stub, "count")
	say(stub, protocol.Message{Verb: "printed", Number: 5, Errors: 1})
	waiting(1)
	fake.prints(cell, "stdout", "spike")
	f.through()
	waiting(1)
	fake.prints(cell, "stderr", "!")
	f.through()
	waiting(0)
	hear(program, "ok")

	last := dial()
	say(last, show)
	hear(stub, "count")
	waiting(1)
	say(stub, protocol.Message{Verb: "exit"})
	hear(last, "ok")
}
