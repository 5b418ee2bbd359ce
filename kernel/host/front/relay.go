package front

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"

	"gosnn/kernel/host/stub/protocol"
)

// relay passes messages of the Language Server Protocol between GoNB and gopls, and decides when gopls reads the sources. GoNB connects 12 seconds after
// its start, would have gopls read them then, which takes seconds of a processor and 0.2 GB for each kernel of a class, and waits
// for the answer to whatever is asked before that, with the cell that is to run next. The relay has them read when
// the machine has a processor to spare, or somebody has pressed Tab, and tells the front when GoNB may be asked.
type relay struct {
	gonb  io.Writer
	front *protocol.Conn

	mu    sync.Mutex // of gopls
	gopls io.Writer

	spare  func() bool   // reports whether the machine has a processor to spare
	wanted chan struct{} // closed when somebody has pressed Tab
	began  time.Time     // gopls, to read
}

// spareAsked is how often the relay looks whether there is a processor to spare.
const spareAsked = time.Second

// serveGopls is gopls for the one connection that GoNB makes to a socket, until that ends.
func serveGopls(at string, gopls *exec.Cmd, front *protocol.Conn) error {
	l, err := net.Listen("unix", at)
	if err != nil {
		return err
	}
	r := &relay{front: front, spare: spare, wanted: make(chan struct{})}
	if err := front.Send(protocol.Message{Verb: protocol.Names}); err != nil {
		return err
	}
	go r.listenToFront()
	conn, err := l.Accept()
	if err != nil {
		return err
	}
	in, err := gopls.StdinPipe()
	if err != nil {
		return err
	}
	out, err := gopls.StdoutPipe()
	if err != nil {
		return err
	}
	gopls.Env = append(os.Environ(), "GOPROXY=off") // it would ask the network what go.mod may lack: cells get that
	r.gonb, r.gopls = conn, in
	ended, err := startWithParent(gopls)
	if err != nil {
		return err
	}
	failed := make(chan error, 2)
	go func() { failed <- r.fromGonb(conn) }()
	go func() { failed <- r.fromGopls(out) }()
	select {
	case err = <-failed:
	case err = <-ended:
	}
	if errors.Is(err, io.EOF) { // GoNB or gopls has ended
		return nil
	}
	return err
}

// listenToFront hears of the first Tab.
func (r *relay) listenToFront() {
	for {
		m, err := r.front.Receive()
		if err != nil {
			return
		}
		if m.Verb == protocol.Read {
			close(r.wanted)
			return
		}
	}
}

// fromGonb passes on what GoNB sends. With "initialized", gopls begins to read: that is held back, and all behind it.
func (r *relay) fromGonb(conn io.Reader) error {
	for in := bufio.NewReader(conn); ; {
		m, err := readMessage(in)
		if err != nil {
			return err
		}
		switch m.Method {
		case "initialize":
			if m.text, err = withOptions(m.text); err == nil {
				err = r.send(m.text)
			}
		case "initialized":
			r.wait()
			r.began = time.Now()
			err = errors.Join(r.send(m.text), r.ask())
		case "textDocument/didOpen", "textDocument/didChange", "textDocument/didClose":
			if address, file := m.file(); filepath.Dir(file) != filepath.Dir(program()) {
				err = r.changed(address, file)
			} else {
				err = r.send(m.text)
			}
		default:
			err = r.send(m.text)
		}
		if err != nil {
			return err
		}
	}
}

// changed tells gopls of a file of a package that GoNB watches, if it has changed since gopls read it from the disk. GoNB has gopls open each
// such file, five hundred of them, before its first question, and gopls takes 0.02 s for each.
func (r *relay) changed(address, file string) error {
	const changed, deleted = 2, 3
	kind := changed
	if info, err := os.Stat(file); err != nil {
		kind = deleted
	} else if info.ModTime().Before(r.began) {
		return nil
	}
	change := map[string]any{"uri": address, "type": kind}
	return r.sendAs(map[string]any{"method": "workspace/didChangeWatchedFiles", "params": map[string]any{"changes": []any{change}}})
}

// withOptions is GoNB's first request, with gopls's settings. To look for names in packages that no cell imports, gopls would read the whole module
// cache, ten seconds in which GoNB waits: the index knows such names.
func withOptions(request []byte) ([]byte, error) {
	var m map[string]any
	if err := json.Unmarshal(request, &m); err != nil {
		return nil, err
	}
	params, _ := m["params"].(map[string]any)
	if params == nil {
		params = map[string]any{}
	}
	params["initializationOptions"] = map[string]any{"completeUnimported": false, "diagnosticsTrigger": "Save"}
	m["params"] = params
	return json.Marshal(m)
}

// wait returns when gopls is to begin.
func (r *relay) wait() {
	for !r.spare() {
		select {
		case <-r.wanted:
			return
		case <-time.After(spareAsked):
		}
	}
}

// spare reports whether the machine has had a processor to spare in the last minute, and has one now, where the system says so; elsewhere it always has.
func spare() bool {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return true
	}
	var minute, five, fifteen float64
	var now int // what runs, this process included
	if _, err := fmt.Sscanf(string(text), "%f %f %f %d/", &minute, &five, &fifteen, &now); err != nil {
		return true
	}
	n := runtime.NumCPU()
	return minute < float64(n) && now <= n
}

// warming is the identity of the relay's own request.
const warming = `"gosnn"`

// ask has gopls answer for a program with what most cells use: it then knows the types in it.
func (r *relay) ask() error {
	const text = "package main\n\nimport (\n\t\"fmt\"\n\n\t\"gosnn/plots\"\n\t\"gosnn/snn\"\n)\n\nfunc main() {\n\t_, _ = plots.Show, snn.Rate\n\tfmt.Print\n}\n"
	file := map[string]any{"uri": address(), "languageId": "go", "version": 1, "text": text}
	return errors.Join(
		r.sendAs(map[string]any{"method": "textDocument/didOpen", "params": map[string]any{"textDocument": file}}),
		r.sendAs(map[string]any{"id": json.RawMessage(warming), "method": "textDocument/completion", "params": map[string]any{
			"textDocument": map[string]any{"uri": address()}, "position": map[string]int{"line": 11, "character": 10}}}))
}

// program is the notebook's, in the folder where GoNB starts gopls.
func program() string {
	dir, _ := os.Getwd()
	return filepath.Join(dir, "main.go")
}

// address is the program's.
func address() string { return (&url.URL{Scheme: "file", Path: program()}).String() }

// fromGopls passes on what gopls sends, but what it says before it has answered the relay: that is of the relay's program.
func (r *relay) fromGopls(out io.Reader) error {
	ready := false
	for in := bufio.NewReader(out); ; {
		m, err := readMessage(in)
		if err != nil {
			return err
		}
		switch {
		case string(m.ID) == warming:
			ready = true
			closed := map[string]any{"textDocument": map[string]any{"uri": address()}}
			if err := r.sendAs(map[string]any{"method": "textDocument/didClose", "params": closed}); err != nil {
				return err
			}
			_ = r.front.Send(protocol.Message{Verb: protocol.Ready})
		case ready || m.Method == "":
			if err := writeMessage(r.gonb, m.text); err != nil {
				return err
			}
		}
	}
}

// sendAs sends gopls a message of the relay's.
func (r *relay) sendAs(message map[string]any) error {
	message["jsonrpc"] = "2.0"
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return r.send(text)
}

func (r *relay) send(text []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return writeMessage(r.gopls, text)
}

// lspMessage is a message, as far as the relay looks at it.
type lspMessage struct {
	ID     json.RawMessage
	Method string // of a request or a notification
	text   []byte
}

// file returns the address and the name of the file that a message is of; they are empty if it is of none.
func (m lspMessage) file() (address, name string) {
	var of struct {
		Params struct {
			TextDocument struct{ URI string }
		}
	}
	if json.Unmarshal(m.text, &of) != nil {
		return "", ""
	}
	address = of.Params.TextDocument.URI
	u, err := url.Parse(address)
	if err != nil {
		return "", ""
	}
	return address, u.Path
}

// longestMessage is more than gopls sends: its answers have at most some hundred names.
const longestMessage = 64 << 20

// readMessage reads a message. The protocol's framing is a header, a blank line, and as many bytes as that says.
func readMessage(in *bufio.Reader) (m lspMessage, err error) {
	header, err := textproto.NewReader(in).ReadMIMEHeader()
	if err != nil {
		return m, err
	}
	n, err := strconv.ParseUint(header.Get("Content-Length"), 10, 64)
	if err != nil || n > longestMessage {
		return m, fmt.Errorf("not a message of a language server's: it has %q bytes", header.Get("Content-Length"))
	}
	m.text = make([]byte, n)
	if _, err := io.ReadFull(in, m.text); err != nil {
		return m, err
	}
	return m, json.Unmarshal(m.text, &m)
}

func writeMessage(to io.Writer, text []byte) error {
	_, err := fmt.Fprintf(to, "Content-Length: %d\r\n\r\n%s", len(text), text)
	return err
}
