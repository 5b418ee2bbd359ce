package zmtp

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// limit is far more than anything here takes.
const limit = time.Minute

func address(t *testing.T) string { return filepath.Join(t.TempDir(), "s") }

// listening is a socket that is closed with the test.
func listening(t *testing.T, s *Socket, err error) *Socket {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// receive is a socket's next message.
func receive(t *testing.T, s *Socket) [][]byte {
	t.Helper()
	select {
	case frames := <-s.Received():
		return frames
	case <-time.After(limit):
		t.Fatal("no message")
	}
	return nil
}

// words makes frames.
func words(s ...string) (frames [][]byte) {
	for _, w := range s {
		frames = append(frames, []byte(w))
	}
	return frames
}

func equal(a, b [][]byte) bool { return slices.EqualFunc(a, b, bytes.Equal) }

func TestRouterAndDealers(t *testing.T) {
	at := address(t)
	r, err := Router("unix", at)
	r = listening(t, r, err)
	var clients []*Socket
	for i := range 3 {
		c, err := Dealer("unix", at, fmt.Sprint("client ", i), limit)
		clients = append(clients, listening(t, c, err))
	}
	long := strings.Repeat("x", 3*chunk)
	for i, c := range clients {
		sent := words("", "hello", long)
		c.Send(sent)
		got := receive(t, r)
		if string(got[0]) != fmt.Sprint("client ", i) || !equal(got[1:], sent) {
			t.Errorf("client %d: %d frames from %q", i, len(got), got[0])
		}
		r.Send(append([][]byte{got[0]}, words("answer", fmt.Sprint(i))...))
	}
	for i, c := range clients {
		if got := receive(t, c); !equal(got, words("answer", fmt.Sprint(i))) {
			t.Errorf("client %d got %q", i, got)
		}
	}
	r.Send(words("nobody", "lost")) // has no effect
	r.Close()
	<-clients[0].Done()
}

func TestPubAndSubs(t *testing.T) {
	at := address(t)
	p, err := Pub("unix", at)
	p = listening(t, p, err)
	var subs []*Socket
	for range 2 {
		s, err := Sub("unix", at, limit)
		subs = append(subs, listening(t, s, err))
	}
	for _, s := range subs {
		// A subscription takes a moment, as with any ZeroMQ: what is sent before is lost.
		for stop := time.Now().Add(limit); len(s.Received()) == 0 && time.Now().Before(stop); time.Sleep(time.Millisecond) {
			p.Send(words("topic", "content"))
		}
		if got := receive(t, s); !equal(got, words("topic", "content")) {
			t.Errorf("got %q", got)
		}
	}
}

// TestEcho has a REQ's envelope come back as it was.
func TestEcho(t *testing.T) {
	at := address(t)
	e, err := Echo("unix", at)
	listening(t, e, err)
	c, err := Dealer("unix", at, "", limit)
	c = listening(t, c, err)
	c.Send(words("", "ping"))
	if got := receive(t, c); !equal(got, words("", "ping")) {
		t.Errorf("got %q", got)
	}
}

// TestStrangers connects in ways that no client does. The next client is served as if there had been none of them.
func TestStrangers(t *testing.T) {
	at := address(t)
	r, err := Router("unix", at)
	r = listening(t, r, err)
	good := greeting[:]
	ready := frame(flagCommand, []byte("\x05READY"+property("Socket-Type", "DEALER")))
	for name, says := range map[string][]byte{
		"nothing":                       nil,
		"HTTP":                          []byte("GET / HTTP/1.1\r\n\r\n" + strings.Repeat(" ", 100)),
		"a greeting alone":              good,
		"a frame for the handshake":     slices.Concat(good, frame(0, []byte("hello"))),
		"no socket type":                slices.Concat(good, frame(flagCommand, []byte("\x05READY"))),
		"a subscriber":                  slices.Concat(good, frame(flagCommand, []byte("\x05READY"+property("Socket-Type", "SUB")))),
		"half a property":               slices.Concat(good, frame(flagCommand, []byte("\x05READY\x0bSocket"))),
		"a property of 4 GB":            slices.Concat(good, frame(flagCommand, []byte("\x05READY\x01a\xff\xff\xff\xff"))),
		"a frame of 2^63 bytes":         slices.Concat(good, ready, []byte{flagLong, 0x80, 0, 0, 0, 0, 0, 0, 0}),
		"a frame of 200 MB, not sent":   slices.Concat(good, ready, []byte{flagLong, 0, 0, 0, 0, 0x0c, 0, 0, 0}),
		"flags that there are not":      slices.Concat(good, ready, []byte{0xf8, 1, 1}),
		"frames without an end":         slices.Concat(good, ready, bytes.Repeat([]byte{flagMore, 0}, maxFrames+10)),
		"an identity of 300 characters": slices.Concat(good, frame(flagCommand, []byte("\x05READY"+property("Socket-Type", "DEALER")+property("Identity", strings.Repeat("x", 300))))),
	} {
		t.Run(name, func(t *testing.T) {
			conn, err := net.Dial("unix", at)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := conn.Write(says); err != nil && len(says) < maxFrames {
				t.Fatal(err)
			}
			c, err := Dealer("unix", at, "client of "+name, limit)
			c = listening(t, c, err)
			c.Send(words("hello"))
			if got := receive(t, r); !equal(got, words("client of "+name, "hello")) {
				t.Errorf("got %q", got)
			}
		})
	}
}

// TestSameIdentity refuses a second client of an identity: it would get the first one's answers.
func TestSameIdentity(t *testing.T) {
	at := address(t)
	r, err := Router("unix", at)
	r = listening(t, r, err)
	first, err := Dealer("unix", at, "me", limit)
	first = listening(t, first, err)
	first.Send(words("1"))
	receive(t, r)
	second, err := Dealer("unix", at, "me", limit)
	second = listening(t, second, err)
	<-second.Done()
	r.Send(words("me", "for the first"))
	if got := receive(t, first); !equal(got, words("for the first")) {
		t.Errorf("got %q", got)
	}
}

// TestBacklog counts what a subscriber does not take, and forgets it with the subscriber.
func TestBacklog(t *testing.T) {
	at := address(t)
	p, err := Pub("unix", at)
	p = listening(t, p, err)
	conn, err := net.Dial("unix", at)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := handshake(conn, bufio.NewReader(conn), sub, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write(encode([][]byte{{1}})); err != nil {
		t.Fatal(err)
	}
	big := make([]byte, 1<<20)
	for stop := time.Now().Add(limit); p.Backlog() < 8<<20; time.Sleep(time.Millisecond) {
		if p.Send([][]byte{big}); time.Now().After(stop) {
			t.Fatalf("a backlog of %d", p.Backlog())
		}
	}
	conn.Close()
	p.Flush(limit)
	if n := p.Backlog(); n != 0 {
		t.Errorf("%d bytes wait for nobody", n)
	}
}

// FuzzRead reads what a peer may send after the greeting: no panic, and what is read is written the same way again.
func FuzzRead(f *testing.F) {
	f.Add(encode(words("a", "", strings.Repeat("b", 300))))
	f.Add([]byte{flagLong, 0x80, 0, 0, 0, 0, 0, 0, 0, 1})
	f.Add(frame(flagCommand, []byte("\x05READY"+property("Socket-Type", "DEALER"))))
	f.Fuzz(func(t *testing.T, b []byte) {
		frames, err := readMessage(bytes.NewReader(b))
		if err != nil {
			return
		}
		if again, err := readMessage(bytes.NewReader(encode(frames))); err != nil || !equal(again, frames) {
			t.Errorf("%q became %q, %v", frames, again, err)
		}
	})
}

// FuzzHandshake has a peer send anything.
func FuzzHandshake(f *testing.F) {
	f.Add(slices.Concat(greeting[:], frame(flagCommand, []byte("\x05READY"+property("Socket-Type", "DEALER")+property("Identity", "me")))))
	f.Fuzz(func(t *testing.T, b []byte) {
		here, there := net.Pipe()
		go io.Copy(io.Discard, there)
		defer there.Close()
		if name, err := handshake(here, bytes.NewReader(b), router, ""); err == nil && len(name) > 255 {
			t.Errorf("an identity of %d characters", len(name))
		}
	})
}
