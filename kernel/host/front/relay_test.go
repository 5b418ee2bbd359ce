package front

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gosnn/kernel/host/stub/protocol"
)

// lsp is one end of a connection between language servers and clients.
type lsp struct {
	*testing.T
	net.Conn
	in *bufio.Reader
}

// newLSP returns both ends.
func newLSP(t *testing.T) (here lsp, there net.Conn) {
	a, there := net.Pipe()
	t.Cleanup(func() { a.Close(); there.Close() })
	return lsp{t, a, bufio.NewReader(a)}, there
}

func (l lsp) send(text string) {
	l.Helper()
	if err := writeMessage(l, []byte(text)); err != nil {
		l.Fatal(err)
	}
}

// want wants the next message to be of this method, or the answer to the request of that identity.
func (l lsp) want(word string) lspMessage {
	l.Helper()
	m, err := readMessage(l.in)
	if err != nil {
		l.Fatal(err)
	}
	if m.Method != word && string(m.ID) != word {
		l.Fatalf("%s, want %s", m.text, word)
	}
	return m
}

// TestRelay has gopls begin at a wish, and nobody hear of the relay's own program.
func TestRelay(t *testing.T) {
	gonb, fromGonb := newLSP(t)
	gopls, toGopls := newLSP(t)
	front, toFront := net.Pipe()
	said := protocol.New(front)
	r := newRelay(protocol.New(toFront))
	r.built, r.spare = func() bool { return true }, func() bool { return false }
	go r.listenToFront()
	go r.fromGonb(fromGonb, fromGonb)
	go func() {
		r.wait(time.Hour)
		r.fromGopls(toGopls, toGopls)
	}()

	gonb.send(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`)
	gonb.want("1") // before there is a gopls
	gonb.send(`{"jsonrpc":"2.0","method":"initialized","params":{}}`)
	if err := said.Send(protocol.Message{Verb: protocol.Read}); err != nil {
		t.Fatal(err)
	}
	m := gopls.want("initialize")
	if !bytes.Contains(m.text, []byte(`"completeUnimported":false`)) {
		t.Errorf("gopls reads the module cache: %s", m.text)
	}
	gopls.send(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"result":{}}`)
	gopls.want("initialized")
	opened := gopls.want("textDocument/didOpen")
	for _, path := range []string{"gosnn/snn", "gosnn/plots"} {
		if !bytes.Contains(opened.text, []byte(path)) {
			t.Errorf("gopls does not read %s: %s", path, opened.text)
		}
	}
	asked := gopls.want("textDocument/completion")
	gopls.send(`{"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"note":"of the relay's program"}}`)
	gopls.send(`{"jsonrpc":"2.0","id":` + string(asked.ID) + `,"result":null}`)
	gopls.want("textDocument/didClose")
	if m, err := said.Receive(); err != nil || m.Verb != protocol.Ready {
		t.Fatalf("the front hears %q, %v", m, err)
	}
	gopls.send(`{"jsonrpc":"2.0","method":"window/logMessage","params":{}}`)
	gonb.want("window/logMessage") // the first that gopls says on its own and GoNB hears
	open := func(file string) {    // as GoNB does with each file that it watches
		gonb.send(`{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"` + (&url.URL{Scheme: "file", Path: file}).String() + `"}}}`)
	}
	old, edited := filepath.Join(t.TempDir(), "old.go"), filepath.Join(t.TempDir(), "ed ited.go")
	for file, at := range map[string]time.Time{old: time.Now().Add(-time.Hour), edited: time.Now().Add(time.Hour)} {
		if err := errors.Join(os.WriteFile(file, nil, 0o600), os.Chtimes(file, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	open(old)
	open(edited)
	if m := gopls.want("workspace/didChangeWatchedFiles"); !bytes.Contains(m.text, []byte("ed%20ited.go")) {
		t.Errorf("another file has changed: %s", m.text)
	}
	open(program())
	gopls.want("textDocument/didOpen")
	gonb.send(`{"jsonrpc":"2.0","id":2,"method":"textDocument/completion","params":{}}`)
	gopls.want("2")
}

// TestRelaySpare waits for gopls to be there and a processor to spare, but not in the first moments.
func TestRelaySpare(t *testing.T) {
	r := newRelay(nil)
	looked, asked := 0, 0
	r.built = func() bool { looked++; return looked > 1 }
	r.spare = func() bool { asked++; return asked == 2 }
	r.wait(0)
	if asked != 2 {
		t.Errorf("it was asked %d times", asked)
	}
	close(r.wanted)
	looked = 0
	r.wait(time.Hour)
	if looked != 2 {
		t.Errorf("gopls began when set-up had not built it, looked for %d times", looked)
	}
}

func FuzzReadMessage(f *testing.F) {
	for _, text := range []string{"Content-Length: 2\r\n\r\n{}", "Content-Length: 17\r\nContent-Type: x\r\n\r\n{\"method\":\"name\"}", "Content-Length: 99999999999\r\n\r\n",
		"Content-Length: -1\r\n\r\n", "Content-Length: 4\r\n\r\n{}", "\r\n\r\n", ""} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := readMessage(bufio.NewReader(strings.NewReader(text)))
		if err != nil {
			return
		}
		if !json.Valid(m.text) {
			t.Fatalf("%q was read", m.text)
		}
		var out bytes.Buffer
		if err := writeMessage(&out, m.text); err != nil {
			t.Fatal(err)
		}
		again, err := readMessage(bufio.NewReader(&out))
		if err != nil || !bytes.Equal(again.text, m.text) {
			t.Errorf("%q became %q, %v", m.text, again.text, err)
		}
		if _, err := out.ReadByte(); err != io.EOF {
			t.Error("it is longer than it says")
		}
	})
}
